import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { type Json, type JsonObject, objectOf } from '../../sandbox/slack/json.ts';
import type { ManifestInput } from '../../sandbox/slack/manifest.ts';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import { parseJson } from '../../sandbox/slack/parse-json.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';

let slack: Workspace;

const PEOPLE = [
  { name: 'pat', id: 'U0PAT' },
  { name: 'kim', id: 'U0KIM', admin: true },
  { name: 'gus', id: 'U0GUS', kind: 'guest' as const },
  { name: 'one', id: 'U0ONE', kind: 'single-channel-guest' as const },
  { name: 'sam', id: 'U0SAM', kind: 'stranger' as const },
  { name: 'old', id: 'U0OLD', deleted: true },
];

async function start(options: WorkspaceOptions = {}): Promise<void> {
  slack = await startWorkspace({
    people: PEOPLE,
    groups: [
      { handle: 'reviewers', id: 'S0REV', people: ['kim', 'old'] },
      { handle: 'gone', id: 'S0GONE', disabled: true },
    ],
    channels: [
      { name: 'releases', id: 'C0REL', people: ['pat', 'kim', 'sam'], app: true },
      { name: 'open', id: 'C0OPEN', people: ['pat'] },
      { name: 'secret', id: 'C0SEC', kind: 'private', people: ['kim'] },
      { name: 'old', id: 'C0OLD', archived: true, app: true },
    ],
    ...options,
  });
}

beforeEach(() => start());
afterEach(() => slack.close());

type How = { readonly token?: string; readonly as?: 'form' | 'json' | 'multipart' };

async function request(
  method: string,
  args: JsonObject,
  { token = slack.botToken, as = 'form' }: How = {},
): Promise<Response> {
  const entries = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  const body = { form: new URLSearchParams(entries), json: JSON.stringify(args), multipart: form }[as];
  const headers = {
    authorization: `Bearer ${token}`,
    ...(as === 'json' ? { 'content-type': 'application/json; charset=utf-8' } : {}),
  };
  return fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers, body });
}

async function call(method: string, args: JsonObject = {}, how: How = {}): Promise<JsonObject> {
  return objectOf(parseJson(await (await request(method, args, how)).text()));
}

const divider = { type: 'divider' };
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] };
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

async function posted(args: JsonObject = {}): Promise<string> {
  const answer = await call('chat.postMessage', { channel: 'C0REL', text: 'hello', ...args });
  expect(answer).toMatchObject({ ok: true });
  return String(answer['ts']);
}

const REFUSALS: readonly (readonly [method: string, args: JsonObject, error: string])[] = [
  ['chat.nothing', {}, 'unknown_method'],
  ['chat.postMessage', { text: 'x' }, 'invalid_arguments'],
  ['chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0SEC', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0OLD', text: 'x' }, 'is_archived'],
  ['chat.postMessage', { channel: 'C0REL' }, 'no_text'],
  ['chat.postMessage', { channel: 'C0REL', text: 'x', thread_ts: '1700000000.000001' }, 'thread_not_found'],
  ['chat.postMessage', { channel: 'C0REL', text: 'x', thread_ts: 'yesterday' }, 'invalid_thread_ts'],
  ['chat.postMessage', { channel: 'C0REL', text: 'x', blocks: 'no json' }, 'invalid_blocks_format'],
  ['chat.postMessage', { channel: 'C0REL', text: 'x', markdown_text: 'y' }, 'markdown_text_conflict'],
  ['chat.postMessage', { channel: 'C0REL', text: 'x', metadata: { event_type: 'x' } }, 'invalid_metadata_format'],
  [
    'chat.postMessage',
    { channel: 'C0REL', text: 'x', metadata: { event_type: 'x', event_payload: { a: { b: { c: { d: 1 } } } } } },
    'invalid_metadata_format',
  ],
  [
    'chat.postMessage',
    { channel: 'C0REL', text: 'x', metadata: { event_type: 'x', event_payload: { a: 'x'.repeat(8000) } } },
    'metadata_too_large',
  ],
  [
    'chat.postMessage',
    { channel: 'C0REL', text: 'x', blocks: Array(5).fill(section('x'.repeat(2500))) },
    'msg_blocks_too_long',
  ],
  ['chat.postEphemeral', { channel: 'C0REL', user: 'U0GUS', text: 'x' }, 'user_not_in_channel'],
  ['chat.update', { channel: 'C0REL', ts: '1700000000.000001', text: 'x' }, 'message_not_found'],
  ['chat.delete', { channel: 'C0REL', ts: '1700000000.000001' }, 'message_not_found'],
  ['chat.getPermalink', { channel: 'C0REL', message_ts: '1' }, 'message_not_found'],
  ['conversations.info', { channel: 'C0SEC' }, 'channel_not_found'],
  ['conversations.history', { channel: 'C0OPEN' }, 'not_in_channel'],
  ['conversations.history', { channel: 'C0REL', limit: 1000 }, 'invalid_limit'],
  ['conversations.history', { channel: 'C0REL', cursor: 'made up' }, 'invalid_cursor'],
  ['conversations.replies', { channel: 'C0REL', ts: '1700000000.000001' }, 'thread_not_found'],
  ['conversations.join', { channel: 'C0OLD' }, 'is_archived'],
  ['conversations.list', { types: 'everything' }, 'invalid_types'],
  ['conversations.open', { users: 'U0OLD' }, 'user_disabled'],
  ['users.info', { user: 'U0NONE' }, 'user_not_found'],
  ['users.lookupByEmail', { email: 'sam@corp.example' }, 'users_not_found'],
  ['usergroups.users.list', { usergroup: 'S0GONE' }, 'no_such_subteam'],
  [
    'views.open',
    { trigger_id: 'made up', view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] } },
    'invalid_trigger_id',
  ],
  ['views.open', { trigger_id: 'x', view: { type: 'modal' } }, 'invalid_arguments'],
  [
    'views.update',
    { view_id: 'V0', view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] } },
    'not_found',
  ],
  [
    'views.publish',
    {
      user_id: 'U0PAT',
      view: { type: 'home', blocks: Array(3).fill(section('x'.repeat(100))), private_metadata: 'x'.repeat(3001) },
    },
    'invalid_arguments',
  ],
  ['files.info', { file: 'F0' }, 'file_not_found'],
  ['files.completeUploadExternal', { files: [{ id: 'F0' }] }, 'file_not_found'],
  ['bots.info', { bot: 'B0' }, 'bot_not_found'],
  ['reactions.add', { channel: 'C0REL', timestamp: '1', name: 'eyes' }, 'message_not_found'],
  ['apps.connections.open', {}, 'not_allowed_token_type'],
];

test.each(REFUSALS)('%s %j is refused', async (method, args, error) => {
  expect(await call(method, args)).toMatchObject({ ok: false, error });
});

test.each(['form', 'json', 'multipart'] as const)('a %s body says the same', async (as) => {
  const answer = await call('chat.postMessage', { channel: '#releases', text: 'hé', blocks: [section('*b*')] }, { as });
  expect(answer).toMatchObject({
    ok: true,
    channel: 'C0REL',
    message: { text: 'hé', blocks: [{ block_id: expect.any(String) }], bot_id: 'B0SANDBOX' },
  });
});

test('a number is no thread_ts', async () => {
  const ts = await posted();
  expect(
    await call('chat.postMessage', { channel: 'C0REL', text: 'x', thread_ts: Number(ts) }, { as: 'json' }),
  ).toMatchObject({ error: 'invalid_thread_ts' });
});

test('tokens: none, wrong, and the wrong kind', async () => {
  expect(await call('auth.test', {}, { token: '' })).toMatchObject({ error: 'not_authed' });
  expect(await call('auth.test', {}, { token: 'xoxb-else' })).toMatchObject({ error: 'invalid_auth' });
  expect(await call('auth.test', {}, { token: slack.appToken })).toMatchObject({ error: 'not_allowed_token_type' });
  expect(await call('auth.test')).toMatchObject({
    ok: true,
    user_id: 'U0SANDBOX',
    bot_id: 'B0SANDBOX',
    team_id: 'T0SANDBOX',
  });
});

test('invalid blocks say where, as Slack does', async () => {
  const answer = await call('chat.postMessage', { channel: 'C0REL', text: 'x', blocks: [section('x'.repeat(3001))] });
  expect(answer).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'] },
  });
});

describe('an app with few scopes', () => {
  const few = (bot: string[], settings: ManifestInput['settings'] = {}): ManifestInput => ({
    display_information: { name: 'Few' },
    oauth_config: { scopes: { bot } },
    settings,
  });

  test('hears which it needs and which it has', async () => {
    await slack.close();
    await start({ manifest: few(['chat:write', 'channels:read', 'users:read']) });
    expect(await call('usergroups.list')).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'usergroups:read',
      provided: 'chat:write,channels:read,users:read',
    });
    expect(await call('conversations.list', { types: 'public_channel,private_channel' })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
    expect(await call('chat.postMessage', { channel: 'C0OPEN', text: 'x' })).toMatchObject({ error: 'not_in_channel' });
    expect(await call('users.info', { user: 'U0PAT' })).not.toMatchObject({
      user: { profile: { email: expect.anything() } },
    });
  });

  test('cannot open a socket when Socket Mode is off', async () => {
    expect(await call('apps.connections.open', {}, { token: slack.appToken })).toMatchObject({
      error: 'socket_mode_not_enabled',
    });
  });
});

test('chat.update: own messages, 4,000 characters, rich text stays, metadata stays, blocks go when only text comes', async () => {
  const metadata = { event_type: 'card', event_payload: { key: 'r1' } };
  const ts = await posted({ blocks: [rich], metadata });
  const update = (args: JsonObject) => call('chat.update', { channel: 'C0REL', ts, ...args });
  expect(await update({ text: 'x'.repeat(4000), blocks: [rich] })).toMatchObject({ ok: true });
  expect(await update({ text: 'x'.repeat(4001), blocks: [rich] })).toMatchObject({ error: 'msg_too_long' });
  expect(await update({ text: 'x', blocks: [divider] })).toMatchObject({ error: 'block_mismatch' });
  expect(await update({ text: 'x' })).toMatchObject({ error: 'block_mismatch' });
  expect(await update({ text: 'y', blocks: [rich, divider] })).toMatchObject({
    ok: true,
    message: { metadata, edited: { user: 'U0SANDBOX' } },
  });
  const plain = await posted({ blocks: [divider] });
  const bare = await call('chat.update', { channel: 'C0REL', ts: plain, text: 'only text' });
  expect(bare['message']).not.toHaveProperty('blocks');
  const theirs = await slack.as('pat').say('mine', { channel: 'releases' });
  expect(await call('chat.update', { channel: 'C0REL', ts: theirs.ts, text: 'x' })).toMatchObject({
    error: 'cant_update_message',
  });
  expect(await call('chat.delete', { channel: 'C0REL', ts: theirs.ts })).toMatchObject({
    error: 'cant_delete_message',
  });
});

test('an ephemeral message is seen by one, is not in the history, and cannot be updated', async () => {
  const { message_ts: ts } = await call('chat.postEphemeral', { channel: 'C0REL', user: 'U0PAT', text: 'psst' });
  expect(slack.seenBy('pat').text).toContain('psst');
  expect(slack.seenBy('kim').text).not.toContain('psst');
  expect(await call('chat.update', { channel: 'C0REL', ts: String(ts), text: 'x' })).toMatchObject({
    error: 'message_not_found',
  });
  expect(await call('conversations.history', { channel: 'C0REL' })).toMatchObject({ messages: [] });
});

test('history and replies: newest first, pages, metadata on demand, threads apart', async () => {
  const first = await posted({ metadata: { event_type: 'card', event_payload: { key: 'k1' } } });
  const reply = await posted({ text: 'in thread', thread_ts: first });
  const last = await posted({ text: 'last' });
  expect(await call('chat.postMessage', { channel: 'C0REL', text: 'x', thread_ts: reply })).toMatchObject({
    error: 'cannot_reply_to_message',
  });
  const page = await call('conversations.history', { channel: 'C0REL', limit: 1 });
  expect(page).toMatchObject({ has_more: true, messages: [{ ts: last }] });
  const cursor = String(objectOf(page['response_metadata'])['next_cursor']);
  const next = await call('conversations.history', { channel: 'C0REL', limit: 1, cursor, include_all_metadata: true });
  expect(next).toMatchObject({
    has_more: false,
    messages: [{ ts: first, reply_count: 1, metadata: { event_payload: { key: 'k1' } } }],
  });
  const without = await call('conversations.history', { channel: 'C0REL', latest: first, inclusive: true });
  expect(without).toMatchObject({ messages: [{ ts: first }] });
  expect(JSON.stringify(without)).not.toContain('k1');
  expect(await call('conversations.replies', { channel: 'C0REL', ts: first })).toMatchObject({
    messages: [{ ts: first }, { ts: reply, thread_ts: first }],
  });
});

test('people as Slack shows them', async () => {
  const shown: readonly (readonly [string, JsonObject])[] = [
    [
      'U0PAT',
      {
        is_bot: false,
        deleted: false,
        is_restricted: false,
        team_id: 'T0SANDBOX',
        tz: 'Europe/Amsterdam',
        profile: { email: 'pat@corp.example' },
      },
    ],
    ['U0KIM', { is_admin: true }],
    ['U0GUS', { is_restricted: true, is_ultra_restricted: false }],
    ['U0ONE', { is_restricted: true, is_ultra_restricted: true }],
    ['U0SAM', { is_stranger: true, team_id: 'TX0SANDBOX' }],
    ['U0OLD', { deleted: true }],
    ['U0SANDBOX', { is_bot: true }],
  ];
  for (const [user, fields] of shown)
    expect(await call('users.info', { user })).toMatchObject({ ok: true, user: fields });
  const { members } = await call('users.list', { limit: 1000 });
  expect(JSON.stringify(members)).not.toContain('U0SAM');
  expect(await call('users.list', { limit: 2 })).toMatchObject({
    members: [{}, {}],
    response_metadata: { next_cursor: expect.stringMatching(/.+/) },
  });
  expect(await call('users.lookupByEmail', { email: 'KIM@corp.example' })).toMatchObject({ user: { id: 'U0KIM' } });
  expect(await call('usergroups.list', { include_users: true })).toMatchObject({
    usergroups: [{ id: 'S0REV', handle: 'reviewers', users: ['U0KIM', 'U0OLD'] }],
  });
  expect(await call('usergroups.users.list', { usergroup: 'S0REV' })).toMatchObject({ users: ['U0KIM', 'U0OLD'] });
});

test('channels: info, members, list, join, open', async () => {
  expect(await call('conversations.info', { channel: 'C0OPEN' })).toMatchObject({
    channel: { name: 'open', is_member: false, is_private: false },
  });
  expect(await call('conversations.join', { channel: 'C0OPEN' })).toMatchObject({ channel: { is_member: true } });
  expect(await call('conversations.join', { channel: 'C0OPEN' })).toMatchObject({ warning: 'already_in_channel' });
  expect(await call('conversations.members', { channel: 'C0OPEN' })).toMatchObject({ members: ['U0PAT', 'U0SANDBOX'] });
  const { channels } = await call('conversations.list', {
    types: 'public_channel,private_channel',
    exclude_archived: true,
  });
  expect(channels).toMatchObject([{ id: 'C0REL' }, { id: 'C0OPEN' }]);
  const opened = await call('conversations.open', { users: 'U0PAT' });
  expect(await call('conversations.open', { users: 'U0PAT' })).toEqual(opened);
  expect(await call('chat.postMessage', { channel: 'U0PAT', text: 'hi' })).toMatchObject({
    channel: objectOf(opened['channel'])['id'],
  });
  expect(slack.seenBy('pat').channels['direct message']).toMatchObject([{ text: 'hi' }]);
});

test('views: the hash guards, external ids are unique while open, Home needs its tab', async () => {
  const home = (text: string) => ({ type: 'home', blocks: [section(text)] });
  const first = await call('views.publish', { user_id: 'U0PAT', view: home('one') });
  const { hash } = objectOf(first['view']);
  expect(await call('views.publish', { user_id: 'U0PAT', view: home('two'), hash: String(hash) })).toMatchObject({
    ok: true,
  });
  expect(await call('views.publish', { user_id: 'U0PAT', view: home('three'), hash: String(hash) })).toMatchObject({
    error: 'hash_conflict',
  });
  expect(slack.seenBy('pat').home).toMatchObject({ blocks: [{ text: { text: 'two' } }], type: 'home' });
});

test('one message a second in a channel after a short burst; other channels and methods go on; time heals', async () => {
  for (let count = 0; count < 5; count += 1) await posted();
  const limited = await request('chat.postMessage', { channel: 'C0REL', text: 'too much' });
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('1');
  expect(await limited.json()).toEqual({ ok: false, error: 'ratelimited' });
  expect(await call('chat.postMessage', { channel: 'C0OPEN', text: 'x' })).toMatchObject({ ok: true });
  slack.advance(1000);
  await posted();
  for (let count = 0; count < 20; count += 1) await call('usergroups.list');
  const second = await request('usergroups.list', {});
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '3']);
  expect(slack.traffic().filter(({ status }) => status === 429)).toMatchObject([
    { refused: 'ratelimited' },
    { name: 'usergroups.list' },
  ]);
});

const PINGS: readonly (readonly [string, JsonObject, readonly Json[]])[] = [
  ['a mention in text', { text: '<@U0KIM> look' }, [{ mention: '<@U0KIM>', where: 'text' }]],
  ['a mention in mrkdwn', { text: 'x', blocks: [section('<@U0KIM>')] }, [{ mention: '<@U0KIM>', where: 'blocks' }]],
  [
    'a group in rich text',
    {
      text: 'x',
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: 'S0REV' }] }],
        },
      ],
    },
    [{ mention: '<!subteam^S0REV>', where: 'blocks' }],
  ],
  [
    'smuggled markup',
    { text: 'v <!channel>', blocks: [section('model <!here|x>')] },
    [
      { mention: '<!here>', where: 'blocks' },
      { mention: '<!channel>', where: 'text' },
    ],
  ],
  ['escaped markup', { text: 'v &lt;!channel&gt;', blocks: [section('&lt;@U0KIM&gt;')] }, []],
  [
    'markup in plain text',
    { text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: '<!channel>' } }] },
    [],
  ],
  [
    'markup in a rich text leaf',
    {
      text: 'x',
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '<!channel>' }] }],
        },
      ],
    },
    [],
  ],
  ['somebody who is not in the channel', { text: '<@U0GUS>' }, []],
  ['names that are linked', { text: '@kim', link_names: true }, [{ mention: '<@U0KIM>', where: 'text' }]],
];

test.each(PINGS)('pings: %s', async (_name, message, pings) => {
  const ts = await posted(message);
  expect(slack.seenBy('kim').pings).toMatchObject(pings);
  const blocks = message['blocks'] === undefined ? {} : { blocks: message['blocks'] };
  await call('chat.update', { channel: 'C0REL', ts, text: '<@U0KIM> edited', ...blocks });
  expect(slack.seenBy('kim').pings).toHaveLength(pings.length);
});

test('chat.unfurl shows a link that is in the message, and no other', async () => {
  const url = 'https://mlflow.example.com/m/churn';
  const message = await slack.as('pat').say(`see ${url}`, { channel: 'releases' });
  const unfurl = (link: string) =>
    call('chat.unfurl', { channel: 'C0REL', ts: message.ts, unfurls: { [link]: { blocks: [section('churn')] } } });
  expect(await unfurl(url)).toEqual({ ok: true });
  expect(slack.seenBy('kim').channels['releases']).toMatchObject([{ attachments: [{ from_url: url }] }]);
  expect(await unfurl('https://else.example')).toMatchObject({ error: 'cannot_unfurl_url' });
});
