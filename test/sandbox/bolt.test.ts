import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { until } from '../support/until.ts';
import { type BoltApp, boltApp, type Heard, type Transport } from './bolt-app.ts';

const TRANSPORTS: readonly Transport[] = ['http', 'socket'];

let workspace: Workspace | undefined;
let bolt: BoltApp | undefined;

afterEach(async () => {
  await bolt?.stop();
  await workspace?.close();
});

async function start(
  transport: Transport,
  listen: (app: App, heard: Heard[]) => void,
  ackMs = 3000,
): Promise<Workspace> {
  const started = await startWorkspace({
    socketMode: transport === 'socket',
    ackMs,
    eventRetryMs: [0, 0],
    people: [
      { name: 'pat', id: 'U0PAT' },
      { name: 'kim', id: 'U0KIM' },
      { name: 'gus', id: 'U0GUS', kind: 'guest' },
      { name: 'sam', id: 'U0SAM', kind: 'stranger' },
      { name: 'old', id: 'U0OLD', deleted: true },
    ],
    groups: [{ handle: 'reviewers', id: 'S0REV', people: ['kim'] }],
    channels: [
      { name: 'releases', id: 'C0REL', people: ['pat', 'kim', 'gus', 'sam'], app: true, external: true },
      { name: 'quiet', id: 'C0QUIET', people: ['pat'] },
    ],
  });
  workspace = started;
  bolt = await boltApp(started, transport, listen);
  return started;
}

const modal = (title: string): ModalView => ({
  type: 'modal',
  callback_id: 'reason',
  notify_on_close: true,
  title: { type: 'plain_text', text: title },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: { type: 'plain_text', text: 'Why' },
      element: { type: 'plain_text_input', action_id: 'text', min_length: 3 },
    },
  ],
});

const card: KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'churn v14' } },
  {
    type: 'actions',
    block_id: 'buttons',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        value: 'r1',
        text: { type: 'plain_text', text: 'Approve' },
        confirm: {
          title: { type: 'plain_text', text: 'Sure?' },
          text: { type: 'plain_text', text: 'It goes live' },
          confirm: { type: 'plain_text', text: 'Yes' },
          deny: { type: 'plain_text', text: 'No' },
        },
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: { type: 'plain_text', text: 'Withdraw' }, value: 'withdraw' }],
      },
      {
        type: 'static_select',
        action_id: 'env',
        options: ['staging', 'production'].map((value) => ({
          text: { type: 'plain_text', text: value },
          value,
        })),
      },
      { type: 'external_select', action_id: 'model', min_query_length: 1 },
    ],
  },
];

describe.each(TRANSPORTS)('a Bolt app over %s', (transport) => {
  test('answers a slash command in its ack, by response URL and by a post', async () => {
    const slack = await start(transport, (app) => {
      app.command('/mlops', async ({ ack, respond, client, command }) => {
        await ack({ text: `working on ${command.text}` });
        await respond({ text: 'done', replace_original: false });
        await client.chat.postMessage({ channel: command.channel_id, text: `<@${command.user_id}> asked` });
      });
    });
    const done = await slack.as('pat').command('#releases', '/mlops', 'promote churn@14');
    expect(done).toMatchObject({ outcome: 'acked', status: 200 });
    await until(() => slack.seenBy('kim').text.includes('asked'));
    expect(slack.seenBy('pat').text).toContain('working on promote churn@14');
    expect(slack.seenBy('pat').ephemerals).toHaveLength(2);
    expect(slack.seenBy('kim').ephemerals).toEqual([]);
    expect(slack.seenBy('pat').pings).toMatchObject([{ mention: '<@U0PAT>', where: 'text' }]);
  });

  test('gets buttons, menus and select options; a declined confirm sends nothing', async () => {
    const slack = await start(transport, (app) => {
      app.action('approve', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'Approved', blocks: [], replace_original: true });
      });
      app.action(/.*/, async ({ ack, action }) => {
        if (!('action_id' in action) || action.action_id !== 'approve') await ack();
      });
      app.options('model', async ({ ack, payload }) => {
        await ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: payload.value }] });
      });
    });
    await bolt?.app.client.chat.postMessage({ channel: 'C0REL', text: 'Review', blocks: card });
    const kim = slack.as('kim');
    const isCard = (message: { text: string }) => message.text === 'Review';
    expect(await kim.press(isCard, 'approve', 'r1', { confirm: 'no' })).toMatchObject({
      outcome: 'not-sent',
      notice: 'It goes live',
    });
    expect(await kim.suggest(isCard, 'model', 'churn')).toMatchObject([{ value: 'churn' }]);
    expect(await kim.press(isCard, 'model', 'churn')).toMatchObject({ outcome: 'acked' });
    expect(await kim.press(isCard, 'more', 'withdraw')).toMatchObject({ outcome: 'acked' });
    expect(await kim.press(isCard, 'env', 'production')).toMatchObject({ outcome: 'acked' });
    expect(await slack.as('sam').press(isCard, 'approve')).toMatchObject({ outcome: 'acked' });
    await until(() => slack.seenBy('pat').text.includes('Approved'));
    const pressed = bolt?.heard.filter(({ kind }) => kind === 'block_actions').map(({ body }) => body) ?? [];
    expect(pressed).toHaveLength(4);
    expect(pressed[1]).toMatchObject({ actions: [{ selected_option: { value: 'withdraw' }, block_id: 'buttons' }] });
    expect(pressed[2]).toMatchObject({
      container: { type: 'message', channel_id: 'C0REL', is_ephemeral: false },
      state: { values: { buttons: { env: { selected_option: { value: 'production' } } } } },
      user: { id: 'U0KIM', team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX' },
    });
    expect(pressed[3]).toMatchObject({ user: { id: 'U0SAM', team_id: 'TX0SANDBOX' }, team: { id: 'T0SANDBOX' } });
    await expect(kim.press(isCard, 'approve')).rejects.toThrow('does not see');
  });

  test('opens, refuses, pushes, updates and closes modals', async () => {
    const slack = await start(transport, (app) => {
      app.command('/mlops', async ({ ack, client, command }) => {
        await client.views.open({ trigger_id: command.trigger_id, view: modal('Reject') });
        await ack();
      });
      app.view('reason', async ({ ack, view }) => {
        const text = view.state.values['why']?.['text']?.value ?? '';
        if (text === 'bad') await ack({ response_action: 'errors', errors: { why: 'Say more' } });
        else if (text === 'push') await ack({ response_action: 'push', view: modal('Second') });
        else if (text === 'update') await ack({ response_action: 'update', view: modal('Changed') });
        else if (text === 'wrong') await ack({ response_action: 'errors', errors: { nowhere: 'x' } });
        else if (text === 'clear') await ack({ response_action: 'clear' });
        else await ack();
      });
      app.view({ callback_id: 'reason', type: 'view_closed' }, async ({ ack }) => ack());
    });
    const pat = slack.as('pat');
    await pat.command('releases', '/mlops', 'reject');
    expect(await pat.submit('modal', {})).toMatchObject({
      outcome: 'not-sent',
      errors: { why: 'Please complete this required field.' },
    });
    expect(await pat.submit('modal', { text: 'x' })).toMatchObject({ outcome: 'not-sent' });
    expect(await pat.submit('modal', { why: 'bad' })).toMatchObject({ outcome: 'acked', errors: { why: 'Say more' } });
    expect(await pat.submit('modal', { text: 'wrong' })).toMatchObject({ notice: expect.stringContaining('trouble') });
    await pat.submit('modal', { text: 'update' });
    expect(pat.seen().modals).toMatchObject([{ title: { text: 'Changed' } }]);
    await pat.submit('modal', { text: 'push' });
    await pat.submit('modal', { text: 'push' });
    expect(pat.seen().modals).toHaveLength(3);
    expect(await pat.submit('modal', { text: 'push' })).toMatchObject({ notice: expect.stringContaining('trouble') });
    await pat.submit('modal', { text: 'good' });
    expect(pat.seen().modals).toHaveLength(2);
    await pat.close();
    await until(() => bolt?.heard.some(({ kind }) => kind === 'view_closed'));
    await pat.submit('modal', { text: 'clear' });
    expect(pat.seen().modals).toEqual([]);
  });

  test('gets shortcuts and events, and publishes a Home tab', async () => {
    const slack = await start(transport, (app) => {
      app.shortcut('new', async ({ ack }) => ack());
      app.shortcut({ callback_id: 'link', type: 'message_action' }, async ({ ack }) => ack());
      app.event('app_home_opened', async ({ client, event }) => {
        await client.views.publish({
          user_id: event.user,
          view: {
            type: 'home',
            blocks: [
              {
                type: 'actions',
                elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
              },
            ],
          },
        });
      });
      app.event('app_mention', async ({ say }) => void (await say('hello')));
      app.action('go', async ({ ack }) => ack());
    });
    const pat = slack.as('pat');
    const asked = await pat.say('<@U0SANDBOX> look at https://mlflow.example.com/#/models/churn', {
      channel: 'releases',
    });
    await until(() => slack.seenBy('kim').text.includes('hello'));
    expect(await pat.shortcut('new')).toMatchObject({ outcome: 'acked' });
    expect(await pat.shortcut('link', { channel: 'releases', ts: asked.ts })).toMatchObject({ outcome: 'acked' });
    await pat.openHome();
    await until(() => pat.seen().home);
    expect(await pat.press('home', 'go')).toMatchObject({ outcome: 'acked' });
    expect(bolt?.heard.find(({ kind }) => kind === 'block_actions')?.body).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
    });
    if (transport === 'http') expect(await slack.verifyUrl()).toBe(true);
    await pat.say('in private');
    await slack.as('gus').join('quiet');
    await slack.changePerson('gus', { deleted: true });
    await slack.setGroup('reviewers', ['pat', 'kim']);
    const kinds = new Set(bolt?.heard.map(({ kind }) => kind));
    const events = [
      'app_mention',
      'link_shared',
      'app_home_opened',
      'message',
      'member_joined_channel',
      'user_change',
      'subteam_members_changed',
    ];
    expect([...kinds]).toEqual(
      expect.arrayContaining([...events.map((event) => `event ${event}`), 'shortcut', 'message_action']),
    );
    expect(bolt?.heard.find(({ kind }) => kind === 'event user_change')?.body).toMatchObject({
      event: { user: { id: 'U0GUS', deleted: true } },
    });
  });

  test('that does not ack in time leaves the person with an error, and the lapse is on record', async () => {
    const slack = await start(
      transport,
      (app) => {
        app.command('/mlops', async () => {});
        app.action('approve', async () => {});
        app.view('reason', async () => {});
      },
      200,
    );
    await bolt?.app.client.chat.postMessage({ channel: 'C0REL', text: 'Review', blocks: card });
    const pat = slack.as('pat');
    expect(await pat.command('releases', '/mlops', 'x')).toMatchObject({
      outcome: 'timeout',
      notice: '/mlops failed with the error "operation_timeout"',
    });
    expect(await pat.press(() => true, 'approve')).toMatchObject({ outcome: 'timeout' });
    expect(slack.traffic().filter(({ refused }) => refused === 'timeout')).toHaveLength(2);
    expect(pat.seen().notices).toHaveLength(2);
  });

  test('hears an event again when it was not taken, and what is repeated on purpose', async () => {
    const slack = await start(transport, (app) => {
      app.event('app_mention', async () => {});
      app.command('/mlops', async ({ ack }) => ack());
    });
    slack.faults.add({ kind: 'ack-lost', on: 'event app_mention', times: 1 });
    slack.faults.add({ kind: 'repeat', on: 'command /mlops', times: 1 });
    await slack.as('pat').say('<@U0SANDBOX> hi', { channel: 'releases' });
    await slack.as('pat').command('releases', '/mlops', 'help');
    const mentions = await until(() => {
      const heard = bolt?.heard.filter(({ kind }) => kind === 'event app_mention') ?? [];
      return heard.length > 1 && heard;
    });
    expect(mentions.map(({ retry }) => retry ?? 0)).toEqual([0, 1]);
    expect(new Set(mentions.map(({ body }) => body['event_id'])).size).toBe(1);
    const commands = bolt?.heard.filter(({ kind }) => kind === 'command') ?? [];
    expect(commands).toHaveLength(2);
    expect(new Set(commands.map(({ body }) => body['trigger_id'])).size).toBe(1);
  });

  test('uploads a file into a thread and shows it in an image block when it is ready', async () => {
    const slack = await start(transport, () => {});
    const client = bolt?.app.client;
    const posted = await client?.chat.postMessage({ channel: 'C0REL', text: 'Charts' });
    slack.faults.add({ kind: 'file-not-ready', ms: 2_000, times: 1 });
    const file = Buffer.from('not really a picture');
    await client?.filesUploadV2({
      channel_id: 'C0REL',
      thread_ts: posted?.ts ?? '',
      file,
      filename: 'auc.png',
      title: 'AUC',
    });
    const [id = ''] = slack.world.files.keys();
    const image: KnownBlock = { type: 'image', slack_file: { id }, alt_text: 'AUC over time' };
    const show = () => client?.chat.postMessage({ channel: 'C0REL', text: 'AUC', blocks: [image] });
    await expect(show()).rejects.toThrow('invalid_blocks');
    slack.advance(2_000);
    await expect(client?.files.info({ file: id })).resolves.toMatchObject({
      file: { mimetype: 'image/png', size: file.length },
    });
    await expect(show()).resolves.toMatchObject({ ok: true });
    expect(slack.seenBy('pat').channels['releases']).toMatchObject([
      {},
      { thread_ts: posted?.ts, files: [{ title: 'AUC' }] },
      {},
    ]);
  });
});

test('Socket Mode: a connection that breaks before the ack leaves the person with an error', async () => {
  const slack = await start('socket', (app) => {
    app.command('/mlops', async ({ ack }) => ack());
  });
  slack.faults.add({ kind: 'cut', on: 'command *', times: 1 });
  expect(await slack.as('pat').command('releases', '/mlops', 'x')).toMatchObject({
    outcome: 'unreachable',
    notice: expect.stringContaining('dispatch_failed'),
  });
});

test('Socket Mode: a refresh and a cut are survived, and the next command arrives', async () => {
  const slack = await start('socket', (app) => {
    app.command('/mlops', async ({ ack }) => ack());
  });
  slack.sockets.cut();
  await until(() => slack.traffic().filter(({ name }) => name === 'socket connected').length > 1, { within: 15_000 });
  expect(await slack.as('pat').command('releases', '/mlops', 'help')).toMatchObject({ outcome: 'acked' });
  slack.sockets.refresh();
  await until(() => slack.traffic().filter(({ name }) => name === 'socket connected').length > 2, { within: 15_000 });
  expect(await slack.as('pat').command('releases', '/mlops', 'help')).toMatchObject({ outcome: 'acked' });
});

test('a wrong signing secret is refused by Bolt, and the person sees that it failed', async () => {
  const slack = await startWorkspace({
    people: [{ name: 'pat' }],
    channels: [{ name: 'releases', people: ['pat'], app: true }],
  });
  workspace = slack;
  bolt = await boltApp({ ...slack, apiUrl: slack.apiUrl, signingSecret: 'another' }, 'http', () => {});
  expect(await slack.as('pat').command('releases', '/mlops', 'help')).toMatchObject({
    outcome: 'refused',
    status: 401,
  });
});
