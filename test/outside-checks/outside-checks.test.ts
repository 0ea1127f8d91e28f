import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { canonical } from '../../src/evidence/canonical.ts';
import { type OutsideChecksOptions, outsideChecks } from '../../src/outside-checks/outside-checks.ts';
import { until } from '../support/until.ts';

type Serve = (request: IncomingMessage, response: ServerResponse) => unknown;

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const good = '{"status": "pass", "reason": "Within the risk appetite."}';
const answer =
  (body: string, status = 200, headers: Record<string, string> = { 'content-type': 'application/json' }): Serve =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

/** A team's check on this machine, and how it is asked under a public name. */
async function team(serve: Serve, options: Partial<OutsideChecksOptions> = {}) {
  const seen: Seen[] = [];
  const resolved: string[] = [];
  let open = 0;
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: await text(request) });
    serve(request, response);
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  let ids = 0;
  const checks = outsideChecks({
    now: Date.now,
    newId: () => {
      ids += 1;
      return `delivery-${ids}`;
    },
    resolve: async (hostname) => {
      resolved.push(hostname);
      return ['127.0.0.1'];
    },
    ...options,
  });
  const check = {
    url: `http://risk.example:${port}/judge?team=growth`,
    secret: 's3cret',
    timeoutMs: 20_000,
    private: true,
  };
  const ask = (
    over: Partial<Omit<typeof check, 'secret'>> & { secret?: string | null } = {},
    document: object = { v: 1, b: 2, a: 1 },
  ) => checks.ask({ ...check, ...over }, document, { deadline: Date.now() + 60_000 });
  return { ask, seen, resolved, port, open: () => open };
}

test('the question is canonical JSON, posted once, signed over time and body; the answer is read', async () => {
  const { ask, seen } = await team(answer(good));
  expect(await ask()).toEqual({ status: 'pass', reason: 'Within the risk appetite.' });
  const [request] = seen;
  expect(seen).toHaveLength(1);
  expect(request).toMatchObject({ method: 'POST', url: '/judge?team=growth', body: canonical({ v: 1, b: 2, a: 1 }) });
  const { 'x-signalbox-timestamp': time, ...headers } = request?.headers ?? {};
  expect(Math.abs(Number(time) * 1_000 - Date.now())).toBeLessThan(5_000);
  const mac = createHmac('sha256', 's3cret')
    .update(`${String(time)}.${request?.body}`)
    .digest('hex');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'signalbox',
    'x-signalbox-delivery': 'delivery-1',
    'x-signalbox-signature': `sha256=${mac}`,
  });
  expect(Object.keys(headers)).not.toContain('cookie');
  expect(Object.keys(headers)).not.toContain('authorization');
});

test.each([
  [{ deployed: 'abc1234' }, { deployed: 'abc1234' }],
  [{ exists: true }, { exists: true }],
  [
    { exists: true, updated: '2026-11-22T08:00:00Z' },
    { exists: true, updatedAt: Date.UTC(2026, 10, 22, 8) },
  ],
])('who tells what is there in place of judging is believed: %j', async (said, told) => {
  const { ask } = await team(answer(JSON.stringify(said)));
  expect(await ask()).toMatchObject({ status: 'cannot-tell', told });
});

test('without a secret nothing is signed', async () => {
  const { ask, seen } = await team(answer(good));
  await ask({ secret: null });
  expect(seen[0]?.headers['x-signalbox-signature']).toBeUndefined();
  expect(seen[0]?.headers['x-signalbox-timestamp']).toBeDefined();
});

test('the name is resolved once, and exactly what it meant then is connected to', async () => {
  const { ask, seen, resolved, port } = await team(answer(good));
  await ask();
  expect(resolved).toEqual(['risk.example']);
  expect(seen[0]?.headers.host).toBe(`risk.example:${port}`);
});

test('every connection is closed after its answer', async () => {
  const { ask, open } = await team(answer(good));
  await ask();
  await until(() => open() === 0);
});

test.each(['pass', 'fail', 'cannot-tell'])('the answer %s is taken', async (status) => {
  const { ask } = await team(answer(JSON.stringify({ status, reason: 'x' })));
  expect(await ask()).toEqual({ status, reason: 'x' });
});

test.each([
  ['no JSON', '<html>', undefined],
  ['nothing', '', undefined],
  ['half of it', '{"status": "pass", "rea', undefined],
  ['another status', '{"status": "ok", "reason": "x"}', undefined],
  ['no reason', '{"status": "pass"}', undefined],
  ['an empty reason', '{"status": "pass", "reason": ""}', undefined],
  ['a reason that is too long', JSON.stringify({ status: 'pass', reason: 'x'.repeat(301) }), undefined],
  ['more than was asked', '{"status": "pass", "reason": "x", "override": true}', undefined],
  ['a list', `[${good}]`, undefined],
  ['64 KiB and one byte', `${good}${' '.repeat(64 * 1024)}`, undefined],
  ['another content type', good, { 'content-type': 'text/plain' }],
  ['a content type that only begins so', good, { 'content-type': 'application/json-seq' }],
  ['no content type', good, {}],
])('rule 6: %s is no answer', async (_, body, headers) => {
  const { ask } = await team(answer(body, 200, headers));
  await expect(ask()).rejects.toMatchObject({ code: 'check_answer_malformed', retry: false });
});

test('a charset does no harm, nor does a reason of exactly 300 characters', async () => {
  const reason = 'x'.repeat(300);
  const { ask } = await team(
    answer(JSON.stringify({ status: 'fail', reason }), 200, { 'content-type': 'application/json; charset=utf-8' }),
  );
  expect(await ask()).toEqual({ status: 'fail', reason });
});

test.each([
  [400, 'check_refused', false],
  [401, 'check_refused', false],
  [404, 'check_refused', false],
  [408, 'check_unreachable', true],
  [429, 'check_unreachable', true],
  [500, 'check_unreachable', true],
  [503, 'check_unreachable', true],
])('rule 6: %i with a good answer in it is no answer', async (status, code, retry) => {
  const { ask } = await team(answer(good, status));
  await expect(ask()).rejects.toMatchObject({ code, retry });
});

test('Retry-After is passed on, and nobody asks before', async () => {
  let later = 0;
  const { ask, seen } = await team(answer('', 503, { 'retry-after': '30' }), { now: () => Date.now() + later });
  const refused = { code: 'check_unreachable', details: { retryAfterMs: 30_000 } };
  await expect(ask()).rejects.toMatchObject(refused);
  await expect(ask()).rejects.toMatchObject({
    code: 'check_unreachable',
    details: { retryAfterMs: expect.any(Number) },
  });
  expect(seen).toHaveLength(1);
  later = 31_000;
  await expect(ask()).rejects.toMatchObject(refused);
  expect(seen).toHaveLength(2);
});

test.each([301, 302, 307, 308])('a redirect (%i) to this machine is not followed', async (status) => {
  const inside = await team(answer(good));
  const { ask } = await team(answer('', status, { location: `http://127.0.0.1:${inside.port}/` }));
  await expect(ask()).rejects.toMatchObject({ code: 'check_refused', details: { hint: expect.any(String) } });
  expect(inside.seen).toEqual([]);
});

test.each<[string, Serve]>([
  ['never answers', () => undefined],
  [
    'begins and stops',
    (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
  ],
  ['drips', (_request, response) => void drip(response)],
])('one that %s is given up after its timeout', async (_, serve) => {
  const { ask, open } = await team(serve);
  const began = Date.now();
  await expect(ask({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'check_unreachable', retry: true });
  expect(Date.now() - began).toBeLessThan(10_000);
  await until(() => open() === 0);
});

test('one that sends without end is cut off at its cap', async () => {
  let sent = 0;
  const { ask, open } = await team((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (response.writable && sent < 500_000_000) {
        sent += 65_536;
        if (!response.write(Buffer.alloc(65_536, ' '))) return void response.once('drain', more);
      }
    };
    more();
  });
  await expect(ask()).rejects.toMatchObject({ code: 'check_answer_malformed' });
  await until(() => open() === 0);
  expect(sent).toBeLessThan(50_000_000);
});

test('one that hangs up is unreachable', async () => {
  const { ask } = await team((_request, response) => response.socket?.destroy());
  await expect(ask()).rejects.toMatchObject({ code: 'check_unreachable' });
});

test.each([
  ['a name that means this machine', 'https://risk.example/', ['127.0.0.1']],
  ['a name of which one address is private', 'https://risk.example/', ['8.8.8.8', '10.0.0.1']],
  ['a name that means IPv4 in disguise', 'https://risk.example/', ['::ffff:169.254.169.254']],
  ['an address', 'https://127.0.0.1/', []],
  ['an address in another spelling', 'https://0x7f.1/', []],
  ['an address as one number', 'https://2130706433/', []],
  ['an IPv6 address', 'https://[::1]/', []],
  ['an IPv6 address that holds IPv4', 'https://[::ffff:127.0.0.1]/', []],
  ['plain http', 'http://risk.example/', ['8.8.8.8']],
])('rule 14: %s is not asked', async (_, url, addresses) => {
  const { ask, seen } = await team(answer(good), { resolve: async () => addresses });
  await expect(ask({ url, private: false })).rejects.toMatchObject({ code: 'check_address_refused', retry: false });
  expect(seen).toEqual([]);
});

test('the system’s own resolver says that localhost is this machine', async () => {
  const checks = outsideChecks({ now: Date.now, newId: () => 'one' });
  const check = { url: 'https://localhost/', secret: null, timeoutMs: 5_000, private: false };
  await expect(checks.ask(check, {}, { deadline: Date.now() + 5_000 })).rejects.toMatchObject({
    code: 'check_address_refused',
  });
});

test.each<[string, OutsideChecksOptions['resolve']]>([
  ['is not known', () => Promise.reject(new Error('ENOTFOUND'))],
  ['has no address', async () => []],
  ['is looked for without end', () => new Promise(() => undefined)],
])('a name that %s is unreachable', async (_, resolve) => {
  const { ask } = await team(answer(good), resolve === undefined ? {} : { resolve });
  await expect(ask({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'check_unreachable', retry: true });
});

test('a call whose time is up asks nothing, one that is ended ends', async () => {
  const { seen, port } = await team(() => undefined);
  const checks = outsideChecks({ now: Date.now, newId: () => 'one', resolve: async () => ['127.0.0.1'] });
  const check = { url: `http://risk.example:${port}/`, secret: null, timeoutMs: 60_000, private: true };
  await expect(checks.ask(check, {}, { deadline: Date.now() - 1 })).rejects.toMatchObject({ code: 'deadline_passed' });
  expect(seen).toEqual([]);
  const stop = new AbortController();
  const asked = checks.ask(check, {}, { deadline: Date.now() + 60_000, signal: stop.signal });
  await Promise.all([
    expect(asked).rejects.toMatchObject({ code: 'check_unreachable' }),
    until(() => seen.length === 1).then(() => stop.abort()),
  ]);
});

test('rule 14: no error holds the secret', async () => {
  const { ask } = await team(answer('no', 400));
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(JSON.stringify([error, error instanceof Error ? [error.message, error.cause] : ''])).not.toContain('s3cret');
});

/** A byte now and then, so that no silence is ever long. */
async function drip(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}
