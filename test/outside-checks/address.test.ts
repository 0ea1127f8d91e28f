import { expect, test } from 'vitest';
import { isPublic } from '../../src/outside-checks/address.ts';

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001:81b::200e',
  '2001:4860:4860::8888',
])('%s is public', (address) => {
  expect(isPublic(address)).toBe(true);
});

test.each([
  ['this machine', '127.0.0.1'],
  ['this machine, another way', '127.8.9.10'],
  ['no address', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['a carrier’s own', '100.64.0.1'],
  ['link-local, where clouds keep credentials', '169.254.169.254'],
  ['for protocols', '192.0.0.8'],
  ['for documents', '192.0.2.1'],
  ['for documents', '198.51.100.1'],
  ['for documents', '203.0.113.1'],
  ['for benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['this machine', '::1'],
  ['no address', '::'],
  ['link-local', 'fe80::1'],
  ['link-local with its zone', 'fe80::1%eth0'],
  ['unique local', 'fd00::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['IPv4 in disguise', '::ffff:127.0.0.1'],
  ['IPv4 in disguise, in hexadecimal', '::ffff:7f00:1'],
  ['IPv4 in disguise, public', '::ffff:8.8.8.8'],
  ['IPv4 in disguise, of old', '::127.0.0.1'],
  ['behind a translator', '64:ff9b::7f00:1'],
  ['behind a local translator', '64:ff9b:1::a00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:7f00:1::'],
  ['for documents', '2001:db8::1'],
  ['for documents', '3fff::1'],
  ['a name', 'localhost'],
  ['nothing', ''],
])('%s (%s) is not', (_, address) => {
  expect(isPublic(address)).toBe(false);
});
