import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { approveRelease, rejectRelease, requestNext } from '../../blocks/actions.ts';
import type { HandlerDeps } from '../../handlers/deps.ts';
import { ReleaseError } from '../../src/errors.ts';
import { laneKey, ReleaseId, ShortDigest, shortDigest } from '../../src/release/ids.ts';
import { type Stage, stage } from '../features/support.ts';
import { until } from '../support/until.ts';

interface Sent {
  readonly secret?: string;
  /** How far the sender's clock is from ours, in milliseconds. */
  readonly off?: number;
  readonly type?: string;
}

/** Sends what Slack would send, signed. */
async function send(
  on: Stage,
  body: string,
  { secret, off = 0, type = 'application/x-www-form-urlencoded' }: Sent = {},
): Promise<number> {
  const ts = Math.floor((Date.now() + off) / 1000);
  const digest = createHmac('sha256', secret ?? on.slack.signingSecret)
    .update(`v0:${ts}:${body}`)
    .digest('hex');
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': String(ts),
    'x-slack-signature': `v0=${digest}`,
  };
  const response = await fetch(`http://127.0.0.1:${on.port}/slack/events`, { method: 'POST', headers, body });
  return response.status;
}

function typed(text: string, more: Record<string, string> = {}): string {
  const fields = {
    command: '/mlops',
    text,
    user_id: 'U0KIM',
    channel_id: 'C0PROD',
    team_id: 'T0SANDBOX',
    trigger_id: '1.2.3',
  };
  return new URLSearchParams({ ...fields, ...more }).toString();
}

function pressed(action: string, value: string, more: object = {}): string {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0KIM', team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX' },
    trigger_id: '9.9.9',
    container: { type: 'message', channel_id: 'C0PROD', message_ts: '1.000001' },
    actions: [{ type: 'button', action_id: action, block_id: 'b', action_ts: '5.5', value }],
    ...more,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

async function inReview(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const on = await stage(options);
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  return on;
}

async function approval(on: Stage): Promise<string> {
  const [open] = (await on.store.lane(laneKey('churn', 'production'))).open;
  const state = open && (await on.store.release(open.release));
  if (!state?.evidence) throw new Error('Nothing is in review');
  return approveRelease.encode({ release: state.id, evidence: shortDigest(state.evidence.digest) }) ?? '';
}

describe('rule 10: who may speak to us', () => {
  test.each<readonly [string, Sent, number]>([
    ['Slack', {}, 200],
    ['Slack with the secret before it was changed', { secret: 'the-old-secret' }, 200],
    ['Slack with a charset', { type: 'application/x-www-form-urlencoded; charset=utf-8' }, 200],
    ['Slack with a clock a little off', { off: 290_000 }, 200],
    ['somebody else', { secret: 'guessed' }, 401],
    ['somebody who repeats an old request', { off: -310_000 }, 401],
    ['somebody whose clock is ahead', { off: 310_000 }, 401],
  ])('%s', async (_, sent, status) => {
    expect(await send(await stage(), typed('help'), sent)).toBe(status);
  });

  test('nothing else is answered, and a body has an end', async () => {
    const on = await stage();
    const at = `http://127.0.0.1:${on.port}`;
    expect((await fetch(`${at}/`)).status).toBe(404);
    expect((await fetch(`${at}/slack/events`)).status).toBe(405);
    expect((await fetch(`${at}/slack/events`, { method: 'POST', body: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect((await fetch(`${at}/slack/events`, { method: 'POST', body: 'ssl_check=1' })).status).toBe(200);
  });

  test.each(['//', '//%', '/\\\\', '*', '/webhooks/mlflow/%zz'])(
    'asked for %s it answers 404 and lives on',
    async (path) => {
      const on = await stage();
      const asked = request({ port: on.port, host: '127.0.0.1', path }).end();
      const [answer] = await once(asked, 'response');
      expect(answer.statusCode).toBe(404);
      expect(await send(on, typed('help'))).toBe(200);
    },
  );
});

describe('once', () => {
  test('the same command delivered twice is handled and answered once', async () => {
    const on = await stage();
    on.version(0.9);
    await send(on, typed('promote churn@1 to staging'));
    await on.settled();
    const told = on.slack.traffic().length;
    await send(on, typed('promote churn@1 to staging'));
    await on.edge.idle(2_000);
    expect(on.slack.traffic().length).toBe(told);
    expect((await on.store.history(laneKey('churn', 'staging'), 10)).length).toBe(1);
  });

  test('two people press at one instant: each is answered', async () => {
    const on = await inReview();
    const press = (who: string) =>
      on.slack.as(who).press(({ json }) => json.includes(rejectRelease.id), rejectRelease.id);
    await Promise.all([press('kim'), press('plat')]);
    await on.settled();
    const answers = await Promise.all(
      ['kim', 'plat'].map((who) => on.slack.as(who).submit('modal', { reason: `${who} says no` })),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(['acked', 'acked']);
    await on.settled();
    const told = [...on.told('kim'), ...on.told('plat')].join('\n');
    expect(told).toContain('Rejected');
    expect(told).toContain('This release was rejected (');
  });
});

describe('rule 9: when it cannot be written down', () => {
  const lost = (error: unknown) => (deps: HandlerDeps) => ({
    ...deps,
    inbox: { ...deps.inbox, take: () => Promise.reject(error) },
  });

  test('a command is acknowledged with a sentence, and nothing is done', async () => {
    const on = await stage({ deps: lost(new ReleaseError('store_unavailable')) });
    on.version(0.9);
    const acted = await on.type('pat', 'promote churn@1 to staging');
    expect(acted.outcome).toBe('acked');
    expect(on.told('pat').at(-1)).toContain('I could not write this down; nothing was done. Try again.');
  });

  test('where the write may have happened, it does not say that nothing was done', async () => {
    const on = await stage({ deps: lost(new ReleaseError('store_outcome_unknown')) });
    on.version(0.9);
    await on.type('pat', 'promote churn@1 to staging');
    expect(on.told('pat').at(-1)).toContain('may or may not count');
  });

  test('a modal stays open with the sentence, what was typed in it', async () => {
    const broken = { now: false };
    const on = await inReview({
      deps: (deps) => ({
        ...deps,
        inbox: {
          ...deps.inbox,
          take: (delivery) =>
            broken.now ? Promise.reject(new ReleaseError('store_unavailable')) : deps.inbox.take(delivery),
        },
      }),
    });
    await on.press('kim', rejectRelease);
    broken.now = true;
    const acted = await on.slack.as('kim').submit('modal', { reason: 'recall fell' });
    expect(JSON.stringify(acted.errors)).toContain('I could not write this down');
    expect(on.slack.seenBy('kim').modals).toHaveLength(1);
    broken.now = false;
    await on.submit('kim', 'recall fell');
    expect(on.seen('pat')).toContain('recall fell');
  });

  test('what was written down but not finished is said to come later, and stays in the inbox', async () => {
    const on = await stage({ releases: { handle: () => Promise.reject(new ReleaseError('registry_unreachable')) } });
    await on.type('pat', 'promote churn@1 to staging');
    expect(on.told('pat').at(-1)).toContain('This is written down');
    expect(await on.inbox.oldest()).not.toBeNull();
  });
});

describe('when something breaks after it was written down', () => {
  test('rule 9: a bug is not silence: the person hears that it comes later, and it stays in the inbox', async () => {
    const on = await stage({ releases: { handle: () => Promise.reject(new Error('a bug')) } });
    await on.type('pat', 'promote churn@1 to staging');
    expect(on.told('pat').at(-1)).toContain('This is written down');
    expect(await on.inbox.oldest()).not.toBeNull();
  });

  test('a question that breaks is answered, too', async () => {
    const on = await stage({ releases: { status: () => Promise.reject(new Error('a bug')) } });
    await on.type('pat', 'status');
    expect(on.told('pat').at(-1)).toContain('Something in me broke');
  });

  test('rule 9: a click whose card cannot be looked up comes later', async () => {
    const of = () => Promise.reject(new ReleaseError('store_unavailable'));
    const on = await stage({ deps: (deps) => ({ ...deps, book: { ...deps.book, of } }) });
    const answers = await listener();
    const value = approveRelease.encode({
      release: ReleaseId.parse('r-0000000001'),
      evidence: ShortDigest.parse('0'.repeat(12)),
    });
    expect(await send(on, pressed(approveRelease.id, value ?? '', { response_url: answers.url }))).toBe(200);
    expect(await until(() => answers.heard[0])).toContain('This is written down');
    expect(await on.inbox.oldest()).not.toBeNull();
  });
});

describe('whose button', () => {
  test('a button on a message that is not the card counts for nothing', async () => {
    const on = await inReview();
    const answers = await listener();
    await send(on, pressed(approveRelease.id, await approval(on), { response_url: answers.url }));
    expect(await until(() => answers.heard[0])).toContain('This is not the card of this release');
    expect(on.seen('pat')).toContain('0 of 2 approvals');
    expect(await on.inbox.oldest()).toBeNull();
  });

  test.each([
    ['no.such.action', '{}'],
    [approveRelease.id, 'not json'],
    [approveRelease.id, '{"release":"r-0000000000"}'],
  ])('%s with %s is acknowledged and told', async (action, value) => {
    const on = await stage();
    const answers = await listener();
    expect(await send(on, pressed(action, value, { response_url: answers.url }))).toBe(200);
    expect(await until(() => answers.heard[0])).toContain('I do not understand this button any more');
  });

  test('a person of another workspace in a shared channel is refused before anything is stored', async () => {
    const on = await inReview();
    const answers = await listener();
    const user = { id: 'U0KIM', team_id: 'T0OTHER' };
    await send(on, pressed(approveRelease.id, await approval(on), { response_url: answers.url, user }));
    expect(await until(() => answers.heard[0])).toContain('Only members of this workspace');
    expect(on.seen('pat')).toContain('0 of 2 approvals');
  });

  test('answers go to Slack alone', async () => {
    const on = await stage({ deps: (deps) => ({ ...deps, answerHost: 'hooks.slack.com' }) });
    const answers = await listener();
    await send(on, pressed('no.such.action', '{}', { response_url: answers.url }));
    await on.edge.idle(2_000);
    expect(answers.heard).toEqual([]);
  });
});

describe('over Socket Mode', () => {
  test('the same story', async () => {
    const on = await inReview({ transport: 'socket' });
    await on.press('kim', approveRelease);
    expect(on.told('kim').at(-1)).toContain('1 of 2');
    await on.press('kim', rejectRelease);
    await on.submit('kim', 'I looked again');
    expect(on.seen('pat')).toContain('I looked again');
  });
});

describe('the end', () => {
  test('what runs is waited for, but not for ever', async () => {
    const on = await stage({ releases: { handle: () => new Promise(() => undefined) } });
    on.version(0.9);
    await on.slack.as('pat').command('prod', '/mlops', 'promote churn@1 to staging');
    const began = performance.now();
    await on.edge.stop(200);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await on.inbox.oldest()).not.toBeNull();
  });
});

/** Somewhere that answers may be sent to. */
async function listener() {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    heard.push(Buffer.concat(chunks).toString());
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { heard, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/answer` };
}
