import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mlflow, unique } from '../../support/mlflow.ts';
import { client, soon } from './client.ts';
import { asker, seedVersion } from './seed.ts';

describe('a server with users', () => {
  async function guarded() {
    const { url, admin } = await mlflow('basic-auth');
    if (admin === null) throw new Error('no administrator');
    const ask = asker(url, `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`);
    return { url, ask, admin: client(url, 'guarded', { auth: { kind: 'basic', ...admin } }).registry };
  }

  test('lets the administrator read, write and hook', async () => {
    const { ask, admin } = await guarded();
    const name = unique('guarded');
    const { version } = await seedVersion(ask, name);
    await admin.setAlias(name, 'champion', version, soon());
    await admin.setTags(name, version, { a: 'b' }, soon());
    expect(await admin.aliases(name, soon())).toEqual(new Map([['champion', '1']]));
    expect((await admin.facts(name, version, soon()))?.artifacts.files).toBe(2);
    expect(await admin.ensureWebhook('http://127.0.0.1:9/hook', 'secret', soon())).toBe('created');
    expect(await admin.ensureWebhook('http://127.0.0.1:9/hook', 'secret', soon())).toBe('present');
  });

  test('refuses a wrong password with HTML, which is told as credentials that do not count', async () => {
    const { url } = await guarded();
    for (const auth of [{ kind: 'none' as const }, { kind: 'basic' as const, username: 'admin', password: 'wrong' }]) {
      const { registry } = client(url, 'guarded', { auth });
      await expect(registry.probe(soon())).rejects.toMatchObject({ code: 'registry_auth', retry: false });
    }
  });

  test("lets a reader read, tells that writing is not allowed, and that hooks are the administrators'", async () => {
    const { url, ask } = await guarded();
    const name = unique('guarded');
    const { version } = await seedVersion(ask, name);
    const user = { username: unique('reader'), password: 'a long password 1' };
    await ask('POST', '/users/create', user);
    const { registry } = client(url, 'guarded', { auth: { kind: 'basic', ...user } });
    expect((await registry.facts(name, version, soon()))?.artifacts.files).toBe(2);
    await expect(registry.setTags(name, version, { a: 'b' }, soon())).rejects.toMatchObject({ code: 'registry_auth' });
    await expect(registry.setAlias(name, 'champion', version, soon())).rejects.toMatchObject({ code: 'registry_auth' });
    expect(await registry.ensureWebhook('http://127.0.0.1:9/hook', 'secret', soon())).toBe('not-allowed');
  });
});

describe('a server behind TLS with a certificate of our own, that wants a token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-tls-'));
  const path = (name: string) => join(folder, name);
  const authority = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync(
    'openssl',
    [
      ...authority,
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      path('key.pem'),
      '-out',
      path('cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  const cert = readFileSync(path('cert.pem'), 'utf8');
  let address = '';
  let target = '';

  const proxy = createServer({ key: readFileSync(path('key.pem')), cert }, (asked, answer) => {
    if (asked.headers.authorization !== 'Bearer tok') return answer.writeHead(401).end('<html>');
    const { host: _, ...headers } = asked.headers;
    const onward = forward(target + asked.url, { method: asked.method ?? 'GET', headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    return asked.pipe(onward);
  });

  beforeAll(async () => {
    target = (await mlflow('staging')).url;
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const bound = proxy.address();
    address = `https://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  test('is reached with the certificate and the token', async () => {
    const { registry } = client(address, 'tls', { auth: { kind: 'bearer', token: 'tok' }, ca: cert });
    expect(await registry.probe(soon())).toEqual({ version: '3.18.0' });
    const name = unique('tls');
    const { version } = await seedVersion(asker(target), name);
    expect((await registry.facts(name, version, soon()))?.artifacts.files).toBe(2);
  });

  test('is refused without the token, and not believed without the certificate', async () => {
    const { registry } = client(address, 'tls', { auth: { kind: 'bearer', token: 'old' }, ca: cert });
    await expect(registry.probe(soon())).rejects.toMatchObject({ code: 'registry_auth' });
    const trusting = client(address, 'tls', { auth: { kind: 'bearer', token: 'tok' } });
    await expect(trusting.registry.probe(soon())).rejects.toMatchObject({ code: 'registry_unreachable' });
  });
});
