import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { type JsonObject, objectOf } from '../../sandbox/slack/json.ts';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import { parseJson } from '../../sandbox/slack/parse-json.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { until } from '../support/until.ts';

/** An app without Bolt: answers what it is told, and keeps the raw requests. */
type Raw = { readonly body: string; readonly headers: Readonly<Record<string, unknown>> };

let slack: Workspace;
let app: Server;
let raw: Raw[] = [];
let answer: { status: number; body: string } = { status: 200, body: '' };

async function start(options: WorkspaceOptions = {}): Promise<void> {
  slack = await startWorkspace({
    people: [
      { name: 'pat', id: 'U0PAT' },
      { name: 'kim', id: 'U0KIM' },
      { name: 'old', deleted: true },
    ],
    channels: [
      { name: 'releases', id: 'C0REL', people: ['pat', 'kim'], app: true },
      { name: 'secret', kind: 'private', people: ['kim'], app: true },
    ],
    ackMs: 300,
    ...options,
  });
  const address = app.address();
  slack.sendTo(`http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`);
}

beforeEach(async () => {
  raw = [];
  answer = { status: 200, body: '' };
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    raw.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.writeHead(answer.status).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  await start();
});

afterEach(async () => {
  await slack.close();
  app.closeAllConnections();
  app.close();
});

async function api(method: string, args: Record<string, string> = {}): Promise<Response> {
  return fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    body: new URLSearchParams(args),
  });
}

async function control(what: string, body?: JsonObject): Promise<JsonObject> {
  const init = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  return objectOf(parseJson(await (await fetch(`${slack.url}/control/${what}`, init)).text()));
}

const responseUrl = () => new URLSearchParams(raw.at(-1)?.body).get('response_url') ?? '';
const respond = (body: JsonObject) =>
  fetch(responseUrl(), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('a slash command has exactly the fields and headers that Slack sends', async () => {
  await slack
    .as('pat')
    .command('releases', '/mlops', 'promote churn@14 <b> & @kim #releases http://x.example/y churn.ml');
  const [request] = raw;
  expect(request?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-signature': expect.stringMatching(/^v0=[0-9a-f]{64}$/),
    'x-slack-request-timestamp': expect.stringMatching(/^\d{10}$/),
  });
  const fields = Object.fromEntries(new URLSearchParams(request?.body));
  expect(Object.keys(fields).sort()).toEqual(
    [
      ...[
        'api_app_id',
        'channel_id',
        'channel_name',
        'command',
        'is_enterprise_install',
        'response_url',
        'team_domain',
      ],
      ...['team_id', 'text', 'token', 'trigger_id', 'user_id', 'user_name'],
    ].sort(),
  );
  expect(fields['text']).toBe(
    'promote churn@14 &lt;b&gt; &amp; <@U0KIM|kim> <#C0REL|releases> <http://x.example/y> <http://churn.ml|churn.ml>',
  );
});

test('a response URL works five times in thirty minutes, and says why not', async () => {
  await slack.as('pat').command('releases', '/mlops', 'x');
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await respond({ text: `answer ${count}` })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  await slack.as('pat').command('releases', '/mlops', 'x');
  expect((await respond({ text: '' })).status).toBe(400);
  expect((await respond({ text: 'x', blocks: [{ type: 'banner' }] })).status).toBe(400);
  expect((await respond({ text: 'for all', response_type: 'in_channel' })).status).toBe(200);
  slack.advance(30 * 60_000 + 1);
  const late = await respond({ text: 'late' });
  expect([late.status, await late.text()]).toEqual([404, 'expired_url']);
  expect(slack.seenBy('kim').text).toContain('for all');
});

test('faults: a response URL fails like a method', async () => {
  await slack.as('pat').command('releases', '/mlops', 'x');
  slack.faults.add({ kind: 'error', on: 'response_url', times: 1 });
  slack.faults.add({ kind: 'rate-limited', on: 'response_url', retryAfter: 3, after: 1, times: 1 });
  slack.faults.add({ kind: 'answer-lost', on: 'response_url', times: 1 });
  expect((await respond({ text: 'not done' })).status).toBe(503);
  const limited = await respond({ text: 'not done' });
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
  await expect(respond({ text: 'done' })).rejects.toThrow();
  expect(slack.seenBy('pat').ephemerals).toMatchObject([{ text: 'done' }]);
});

test('an ephemeral card can be replaced and taken away by its response URL', async () => {
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: '1' };
  answer = {
    status: 200,
    body: JSON.stringify({ text: 'preview', blocks: [{ type: 'actions', elements: [button] }] }),
  };
  await slack.as('pat').command('releases', '/mlops', 'rollback');
  answer = { status: 200, body: '' };
  await slack.as('pat').press((message) => message.text === 'preview', 'go');
  const payload = objectOf(parseJson(new URLSearchParams(raw.at(-1)?.body).get('payload') ?? ''));
  expect(payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(payload).not.toHaveProperty('message');
  const url = String(payload['response_url']);
  const post = (body: JsonObject) =>
    fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  await post({ replace_original: true, text: 'started' });
  expect(slack.seenBy('pat').ephemerals).toMatchObject([{ text: 'started' }]);
  await post({ delete_original: true });
  expect(slack.seenBy('pat').ephemerals).toEqual([]);
});

test('a trigger opens one modal within three seconds', async () => {
  const open = async () =>
    (
      await api('views.open', {
        trigger_id: new URLSearchParams(raw.at(-1)?.body).get('trigger_id') ?? '',
        view: JSON.stringify({ type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] }),
      })
    ).json();
  await slack.as('pat').command('releases', '/mlops', 'x');
  expect(await open()).toMatchObject({ ok: true, view: { type: 'modal' } });
  expect(await open()).toMatchObject({ error: 'exchanged_trigger_id' });
  await slack.as('pat').command('releases', '/mlops', 'x');
  slack.advance(3_001);
  expect(await open()).toMatchObject({ error: 'expired_trigger_id' });
});

test('what the person reads when an answer is useless', async () => {
  answer = { status: 500, body: 'oops' };
  expect(await slack.as('pat').command('releases', '/mlops', 'x')).toMatchObject({
    outcome: 'refused',
    notice: '/mlops failed with the error "http_service_error"',
  });
  answer = { status: 200, body: JSON.stringify({ text: 'x', blocks: [{ type: 'banner' }] }) };
  expect(await slack.as('pat').command('releases', '/mlops', 'x')).toMatchObject({
    outcome: 'acked',
    notice: '/mlops failed with the error "invalid_command_response"',
  });
  expect(await slack.as('pat').command('releases', '/nothing', 'x')).toMatchObject({
    outcome: 'not-sent',
    notice: '/nothing is not a valid command',
  });
  slack.sendTo('http://127.0.0.1:1/');
  expect(await slack.as('pat').command('releases', '/mlops', 'x')).toMatchObject({
    outcome: 'unreachable',
    notice: expect.stringContaining('dispatch_failed'),
  });
});

test('who cannot do it in Slack cannot do it here', async () => {
  await expect(slack.as('old').command('releases', '/mlops', 'x')).rejects.toThrow('deactivated');
  await expect(slack.as('pat').command('secret', '/mlops', 'x')).rejects.toThrow('not in secret');
  expect(() => slack.as('nobody')).toThrow('Nobody here is called nobody');
  await api('chat.postMessage', { channel: 'C0REL', text: 'card' });
  await expect(slack.as('pat').press(() => true, 'approve')).rejects.toThrow(
    'There is no approve here; there is: nothing to press',
  );
});

test('an older screen presses what it still shows', async () => {
  const blocks = (value: string) =>
    JSON.stringify([
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value }],
      },
    ]);
  const posted = objectOf(
    parseJson(await (await api('chat.postMessage', { channel: 'C0REL', text: 'card', blocks: blocks('old') })).text()),
  );
  await api('chat.update', { channel: 'C0REL', ts: String(posted['ts']), text: 'card', blocks: blocks('new') });
  await slack.as('kim').press(String(posted['ts']), 'approve', undefined, { version: 0 });
  expect(raw.at(-1)?.body).toContain(encodeURIComponent('"value":"old"'));
  await slack.as('kim').press(String(posted['ts']), 'approve');
  expect(raw.at(-1)?.body).toContain(encodeURIComponent('"value":"new"'));
});

test('faults: the post is done although its answer is lost; storms, errors and outages end', async () => {
  slack.faults.add({ kind: 'answer-lost', on: 'chat.postMessage', times: 1 });
  await expect(api('chat.postMessage', { channel: 'C0REL', text: 'once' })).rejects.toThrow();
  expect(slack.seenBy('pat').text).toContain('once');
  slack.faults.add({ kind: 'rate-limited', on: 'chat.*', retryAfter: 7, times: 2 });
  const storm = await Promise.all([api('chat.update'), api('chat.postMessage'), api('auth.test')]);
  expect(storm.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [429, '7'],
    [429, '7'],
    [200, null],
  ]);
  slack.faults.add({ kind: 'error', on: 'users.info', after: 1, times: 1 });
  const users = [
    await api('users.info', { user: 'U0PAT' }),
    await api('users.info', { user: 'U0PAT' }),
    await api('users.info', { user: 'U0PAT' }),
  ];
  expect(users.map(({ status }) => status)).toEqual([200, 503, 200]);
  slack.faults.add({ kind: 'down', ms: 5_000, on: 'team.info', times: 1 });
  await expect(api('team.info')).rejects.toThrow();
  await expect(api('auth.test')).rejects.toThrow();
  expect(await slack.as('pat').command('releases', '/mlops', 'x')).toMatchObject({ outcome: 'dropped' });
  expect(await control('faults', { kind: 'latency', ms: 1, on: 'nothing' })).toEqual({ ok: true });
  slack.advance(5_000);
  expect((await api('auth.test')).status).toBe(200);
});

test('faults: dropped, repeated, reordered, and an ack that is lost after the app did its work', async () => {
  const pat = slack.as('pat');
  slack.faults.add({ kind: 'drop', on: 'command *', times: 1 });
  expect(await pat.command('releases', '/mlops', 'dropped')).toMatchObject({ outcome: 'dropped' });
  expect(raw).toHaveLength(0);
  slack.faults.add({ kind: 'ack-lost', on: 'command *', times: 1 });
  expect(await pat.command('releases', '/mlops', 'lost')).toMatchObject({
    outcome: 'ack-lost',
    notice: expect.stringContaining('operation_timeout'),
  });
  slack.faults.add({ kind: 'repeat', on: 'command *', times: 1, copies: 2 });
  await pat.command('releases', '/mlops', 'three');
  expect(raw).toHaveLength(4);
  slack.faults.add({ kind: 'reorder', on: 'command *', times: 1, ms: 100 });
  await Promise.all([pat.command('releases', '/mlops', 'first'), pat.command('releases', '/mlops', 'second')]);
  expect(raw.slice(-2).map(({ body }) => new URLSearchParams(body).get('text'))).toEqual(['second', 'first']);
});

test('the same seed strikes the same calls', async () => {
  const play = async (seed: number): Promise<readonly number[]> => {
    const other = await startWorkspace({ seed, faults: [{ kind: 'error', on: 'auth.test', chance: 0.5 }] });
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      statuses.push(
        (await fetch(`${other.apiUrl}auth.test`, { headers: { authorization: `Bearer ${other.botToken}` } })).status,
      );
    }
    await other.close();
    return statuses;
  };
  expect(await play(7)).toEqual(await play(7));
  expect(new Set(await play(7)).size).toBe(2);
  expect(await play(7)).not.toEqual(await play(8));
});

test('dice thrown anew from the same seed strike the same calls, and what struck is counted', async () => {
  const play = async (seed: number): Promise<readonly number[]> => {
    await control('seed-faults', { seed });
    const calls = Array.from({ length: 12 }, () => () => api('auth.test'));
    const statuses: number[] = [];
    for (const call of calls) statuses.push((await call()).status);
    return statuses;
  };
  slack.faults.add({ kind: 'error', on: 'auth.test', chance: 0.5 });
  const first = await play(7);
  expect(await play(7)).toEqual(first);
  expect(await play(8)).not.toEqual(first);
  expect(slack.faults.armed()).toMatchObject([{ seen: 36, struck: expect.any(Number) }]);
  expect(first).toContain(503);
});

test('people and channels have the same ids in every run, deliveries never have', async () => {
  const ids = new Set<string | null>();
  for (let run = 0; run < 2; run += 1) {
    await slack.close();
    await start();
    expect(slack.addPerson({ name: 'new.one' }).id).toBe('U0NEWONE');
    expect(slack.addPerson({ name: 'newone' }).id).toBe('U0NEWONE2');
    expect(slack.addChannel({ name: 'ml-alerts' }).id).toBe('C0MLALERTS');
    await slack.as('pat').command('releases', '/mlops', 'x');
    ids.add(new URLSearchParams(raw.at(-1)?.body).get('trigger_id'));
  }
  expect(ids.size).toBe(2);
});

test('the control API by HTTP does what the one in the process does', async () => {
  expect(await control('people', { name: 'new', id: 'U0NEW' })).toMatchObject({ id: 'U0NEW', kind: 'member' });
  expect(await control('channels', { name: 'more', people: ['new'], app: true })).toMatchObject({
    members: ['U0NEW', 'U0SANDBOX'],
  });
  expect(await control('groups', { handle: 'team', people: ['new'] })).toMatchObject({ users: ['U0NEW'] });
  expect(await control('command', { as: 'new', channel: 'more', command: '/mlops', text: 'help' })).toMatchObject({
    outcome: 'acked',
  });
  const blocks = JSON.stringify([
    { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
  ]);
  await api('chat.postMessage', { channel: 'more', text: 'the card', blocks });
  expect(await control('press', { as: 'new', where: { containing: 'Go' }, action: 'go' })).toMatchObject({
    outcome: 'acked',
  });
  expect(await control('say', { as: 'new', text: 'hello', channel: 'more' })).toMatchObject({ ts: expect.any(String) });
  expect(await control('change-person', { who: 'new', deleted: true })).toMatchObject({ outcome: 'acked' });
  expect(await control('seen/pat')).toMatchObject({ text: expect.stringContaining('the card') });
  expect(await control('press', { as: 'pat', where: 'home', action: 'go' })).toEqual({
    error: 'pat does not see home',
  });
  expect(await control('command', { as: 'pat' })).toMatchObject({ error: expect.stringContaining('channel') });
  expect(await control('nothing', {})).toEqual({ error: 'There is no such control' });
});

test('a manifest without the scopes for its events and commands is refused', async () => {
  const manifest = {
    display_information: { name: 'App' },
    features: { slash_commands: [{ command: '/mlops' }] },
    oauth_config: { scopes: { bot: ['chat:write'] } },
    settings: { event_subscriptions: { bot_events: ['app_home_opened', 'user_change'] } },
  };
  const started = startWorkspace({ manifest });
  await expect(started).rejects.toThrow('user_change needs the scope users:read');
  await expect(started).rejects.toThrow('A slash command needs the scope commands');
});

test('without interactivity in the manifest a click goes nowhere', async () => {
  await slack.close();
  await start({
    manifest: { display_information: { name: 'App' }, oauth_config: { scopes: { bot: ['chat:write'] } } },
  });
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
  await api('chat.postMessage', {
    channel: 'C0REL',
    text: 'card',
    blocks: JSON.stringify([{ type: 'actions', elements: [button] }]),
  });
  expect(await slack.as('pat').press(() => true, 'go')).toMatchObject({ outcome: 'refused' });
  expect(raw).toEqual([]);
});

test('the eleventh socket is turned away, and a ticket opens one socket', async () => {
  await slack.close();
  await start({ socketMode: true });
  const ticket = async (): Promise<string> => {
    const opened = await fetch(`${slack.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.appToken}` },
    });
    return String(objectOf(parseJson(await opened.text()))['url']);
  };
  const first = async (url: string): Promise<JsonObject> => {
    const socket = new WebSocket(url);
    const { promise, resolve } = Promise.withResolvers<JsonObject>();
    socket.addEventListener('message', ({ data }) => resolve(objectOf(parseJson(String(data)))), { once: true });
    socket.addEventListener('error', () => resolve({ type: 'error' }), { once: true });
    return promise;
  };
  for (let count = 1; count <= 10; count += 1) {
    expect(await first(await ticket())).toMatchObject({
      type: 'hello',
      num_connections: count,
      connection_info: { app_id: 'A0SANDBOX' },
    });
  }
  expect(await first(await ticket())).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  slack.sockets.cut();
  const url = await ticket();
  expect(await first(url)).toMatchObject({ type: 'hello' });
  expect(await first(url)).toEqual({ type: 'error' });
});

test('as a process it prints what an app needs, and ends on SIGTERM', async () => {
  const child = spawn(process.execPath, ['sandbox/main.ts', '--port', '0', '--socket-mode'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  const url = await until(() => printed.includes('SIGNING_SECRET') && /SLACK_API_URL=(\S+)/.exec(printed)?.[1]);
  const answered = await fetch(`${url}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: 'Bearer xapp-sandbox' },
  });
  expect(await answered.json()).toMatchObject({ ok: true, url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1/) });
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});
