import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Client } from 'undici';
import { ReleaseError } from '../errors.ts';
import type { OutsideCheck } from '../ports-outside.ts';
import { isPublic } from './address.ts';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** A connection to exactly the address that was checked: a name that means another one a moment later changes nothing. */
export async function reach(
  url: URL,
  check: Pick<OutsideCheck, 'private'>,
  resolve: Resolve,
  ca: string | undefined,
): Promise<Client> {
  if (url.protocol !== 'https:' && !(check.private && url.protocol === 'http:'))
    throw refused(url, 'only https is asked');
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname];
  const hidden = check.private ? undefined : addresses.find((address) => !isPublic(address));
  if (hidden !== undefined) throw refused(url, `${hidden} is not a public address`);
  const [address] = addresses;
  if (address === undefined) throw new ReleaseError('check_unreachable', { host: url.host, why: 'no address' });
  const lookup = only(address);
  return new Client(url.origin, { allowH2: false, connect: { lookup, ...(ca === undefined ? {} : { ca }) } });
}

function only(address: string): LookupFunction {
  const family = isIP(address);
  return (_hostname, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

function refused(url: URL, why: string): ReleaseError {
  return new ReleaseError('check_address_refused', { host: url.host, why });
}
