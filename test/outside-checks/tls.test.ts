import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outsideChecks } from '../../src/outside-checks/outside-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-check-tls-'));
const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=risk.example'.split(' ');
const names: string[] = [];
let port = 0;
const server = createServer({}, (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status": "pass", "reason": "fine"}');
});

beforeAll(async () => {
  const alternative = ['-addext', 'subjectAltName=DNS:risk.example'];
  const files = ['-keyout', String(keyFile), '-out', String(certFile)];
  execFileSync('openssl', ['req', ...request, ...alternative, ...files], { stdio: 'ignore' });
  server.setSecureContext({ key: readFileSync(String(keyFile)), cert: readFileSync(String(certFile)) });
  server.on('secureConnection', ({ servername }) => names.push(String(servername)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function ask(host: string, trust: 'ours' | 'usual') {
  const ca = trust === 'ours' ? { ca: readFileSync(String(certFile), 'utf8') } : {};
  const checks = outsideChecks({ now: Date.now, newId: () => 'one', resolve: async () => ['127.0.0.1'], ...ca });
  const check = { url: `https://${host}:${port}/`, secret: null, timeoutMs: 20_000, private: true };
  return checks.ask(check, {}, { deadline: Date.now() + 20_000 });
}

test('the certificate is that of the name, though an address that was checked is connected to', async () => {
  expect(await ask('risk.example', 'ours')).toEqual({ status: 'pass', reason: 'fine' });
  expect(names).toEqual(['risk.example']);
});

test.each([
  ['a certificate that nobody vouches for', 'risk.example', 'usual'],
  ['a certificate of another name', 'other.example', 'ours'],
] as const)('%s is no answer', async (_, host, trust) => {
  await expect(ask(host, trust)).rejects.toMatchObject({ code: 'check_unreachable', retry: true });
});
