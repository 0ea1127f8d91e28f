import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { MockAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ReleaseError } from '../../src/errors.ts';
import { failure } from '../../src/http/answer.ts';
import { type Auth, type HttpRequest, http } from '../../src/http.ts';
import { silent, soon } from './mlflow/client.ts';

const origin = 'http://registry.test';
const anything = z.object({ ok: z.boolean() });
const ping: HttpRequest = { method: 'GET', path: '/ping' };

let agent: MockAgent;
beforeEach(() => {
  agent = new MockAgent({ enableCallHistory: true });
  agent.disableNetConnect();
});
afterEach(() => agent.close());

const client = (auth: Auth = { kind: 'none' }, baseUrl = origin) =>
  http({ baseUrl, auth, log: silent, dispatcher: agent });
const answers = (status: number, body: string, headers: Record<string, string> = {}) =>
  agent.get(origin).intercept({ path: '/ping' }).reply(status, body, { headers });

describe('what a status means', () => {
  test.each([
    [500, '{"error_code": "INTERNAL_ERROR"}', 'registry_unreachable', true],
    [502, '<html>', 'registry_unreachable', true],
    [429, '', 'registry_rate_limited', true],
    [401, '<html>', 'registry_auth', false],
    [403, 'Permission denied', 'registry_auth', false],
    [403, 'Invalid Host header - possible DNS rebinding attack detected', 'registry_host_header', false],
    [400, '{"error_code": "INVALID_PARAMETER_VALUE"}', 'registry_refused', false],
    [404, '<html>', 'registry_refused', false],
    [302, '', 'registry_refused', false],
  ])('%i %s is %s', async (status, body, code, retry) => {
    answers(status, body, { location: 'http://elsewhere.test/' });
    const answer = await client().json(anything, ping, soon());
    expect(answer).toMatchObject({ kind: 'refused', status });
    if (answer.kind === 'refused') expect(failure(answer)).toMatchObject({ code, retry, details: { status } });
  });

  test('a 403 for the host name tells which name the server has to know', async () => {
    answers(403, 'Invalid Host header - possible DNS rebinding attack detected');
    const answer = await client().json(anything, ping, soon());
    if (answer.kind === 'refused') expect(failure(answer).details).toMatchObject({ host: 'registry.test' });
    expect(answer.kind).toBe('refused');
  });

  test.each([
    ['7', 7_000],
    [new Date(1_790_000_009_000).toUTCString(), 9_000],
    ['99999999', 3_600_000],
    ['soon', undefined],
  ])('Retry-After: %s', async (header, retryAfterMs) => {
    answers(429, '', { 'retry-after': header });
    const now = () => 1_790_000_000_000;
    const asked = http({ baseUrl: origin, auth: { kind: 'none' }, log: silent, dispatcher: agent, now });
    const answer = await asked.json(anything, ping, { deadline: now() + 1_000 });
    if (answer.kind === 'refused') expect(failure(answer).details.retryAfterMs).toBe(retryAfterMs);
    expect(answer.kind).toBe('refused');
  });

  test.each(['', 'OK', '<html>', '{"ok": "yes"}', '[]'])('200 with %s is malformed where JSON is due', async (body) => {
    answers(200, body);
    await expect(client().json(anything, ping, soon())).rejects.toMatchObject({ code: 'registry_answer_malformed' });
  });

  test('what is longer than the cap is not read on', async () => {
    answers(200, 'x'.repeat(2_000));
    await expect(client().text(ping, soon(), 1_000)).rejects.toMatchObject({ code: 'registry_answer_malformed' });
  });

  test('half a surrogate pair, which no digest can be taken of, is replaced; a whole one stays', async () => {
    answers(200, '{"text": "a\\ud800b \\ud83d\\ude00"}');
    const answer = await client().json(z.object({ text: z.string() }), ping, soon());
    expect(answer).toEqual({ kind: 'ok', value: { text: 'a\ufffdb \u{1f600}' } });
  });

  test('no connection is unreachable', async () => {
    const nobody = http({ baseUrl: 'http://127.0.0.1:1', auth: { kind: 'none' }, log: silent });
    await expect(nobody.json(anything, ping, soon())).rejects.toMatchObject({
      code: 'registry_unreachable',
      retry: true,
    });
    await nobody.close();
  });
});

describe('what is sent', () => {
  const sent = () => agent.getCallHistory()?.lastCall();

  test.each<[Auth, string | undefined]>([
    [{ kind: 'none' }, undefined],
    [{ kind: 'basic', username: 'bot', password: 'p:w' }, 'Basic Ym90OnA6dw=='],
    [{ kind: 'bearer', token: 'tok' }, 'Bearer tok'],
  ])('authorization %j, never an Origin', async (auth, expected) => {
    answers(200, '{"ok": true}');
    await client(auth).json(anything, ping, soon());
    const headers = new Headers(z.record(z.string(), z.string()).parse(sent()?.headers));
    expect(headers.get('authorization') ?? undefined).toBe(expected);
    expect(headers.has('origin')).toBe(false);
  });

  test('a path in front, as --static-prefix makes one, goes before every path', async () => {
    agent.get(origin).intercept({ path: '/x/ping?a=1' }).reply(200, '{"ok": true}');
    const prefixed = client({ kind: 'none' }, `${origin}/x/`);
    expect(prefixed.server).toBe(`${origin}/x`);
    expect(await prefixed.json(anything, { ...ping, query: { a: '1' } }, soon())).toEqual({
      kind: 'ok',
      value: { ok: true },
    });
  });

  test('DELETE carries JSON', async () => {
    agent.get(origin).intercept({ path: '/ping', method: 'DELETE' }).reply(200, '{"ok": true}');
    await client().json(anything, { method: 'DELETE', path: '/ping', json: { name: 'm' } }, soon());
    expect(sent()?.body).toBe('{"name":"m"}');
  });
});

describe('how long it waits', () => {
  test('not at all once the deadline has passed', async () => {
    const late = client().json(anything, ping, { deadline: Date.now() });
    await expect(late).rejects.toMatchObject({ code: 'deadline_passed' });
    expect(agent.getCallHistory()?.calls()).toEqual([]);
  });

  test('until the deadline', async () => {
    agent.get(origin).intercept({ path: '/ping' }).reply(200, '{"ok": true}').delay(10_000);
    await expect(client().json(anything, ping, soon(50))).rejects.toMatchObject({ code: 'registry_unreachable' });
  });

  test('until its signal fires', async () => {
    agent.get(origin).intercept({ path: '/ping' }).reply(200, '{"ok": true}').delay(10_000);
    const controller = new AbortController();
    const waiting = client().json(anything, ping, { ...soon(), signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'registry_unreachable' });
  });
});

describe('a body that stops in the middle', () => {
  /** A server that promises more than it sends, then does as told. */
  async function half(then: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => then(response));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  test.each<readonly [string, (response: ServerResponse) => void]>([
    ['the registry died', (response) => response.destroy()],
    ['the deadline came', () => {}],
  ])('rule 13: %s, and it could not be found out: tried again', async (_, then) => {
    const server = http({ baseUrl: await half(then), auth: { kind: 'none' }, log: silent });
    const answer = await server.stream(ping, soon(500));
    if (answer.kind === 'refused') throw new Error('refused');
    await expect(text(answer.value)).rejects.toMatchObject({ code: 'registry_unreachable', retry: true });
  });

  test('what a caller cancels with is what it hears', async () => {
    const server = http({ baseUrl: await half(() => {}), auth: { kind: 'none' }, log: silent });
    const controller = new AbortController();
    const answer = await server.stream(ping, { ...soon(), signal: controller.signal });
    controller.abort(new ReleaseError('lease_lost'));
    if (answer.kind === 'refused') throw new Error('refused');
    await expect(text(answer.value)).rejects.toMatchObject({ code: 'lease_lost' });
  });
});
