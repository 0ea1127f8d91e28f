import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Delivery } from '../../src/release/command.ts';
import { changed, provenBy, recorded } from '../contracts/alert-source.ts';
import { type StageOptions, stage } from '../features/support.ts';

const [watch, sql, drift] = await Promise.all(['alertmanager', 'databricks', 'drift'].map(recorded));
const bearer = { kind: 'bearer', tokens: ['s3cret'] } as const;
const basic = { kind: 'basic', user: 'signalbox', passwords: ['s3cret'] } as const;

const alerts = [
  alertSources.alertmanager({ name: 'watch', auth: bearer }),
  alertSources.databricks({ name: 'sql', auth: basic }),
  alertSources.drift({ name: 'reports', auth: { kind: 'hmac', secrets: ['s3cret'] } }),
  alertSources.drift({ name: 'open', auth: { kind: 'none' } }),
];

interface Sent {
  readonly to?: string;
  readonly body?: unknown;
  readonly proof?: string;
  readonly secret?: string;
  readonly method?: string;
}

async function post(
  port: number,
  { to = 'watch', body = watch, proof = 'bearer', secret = 's3cret', method = 'POST' }: Sent = {},
) {
  const text = JSON.stringify(body);
  // A stage's sources are asked at the workspace's time, which begins now.
  const headers = provenBy(proof, secret, text, Date.now());
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/${to}`, {
    method,
    headers,
    ...(method === 'POST' ? { body: text } : {}),
  });
  return [answer.status, await answer.text()] as const;
}

/** A stage that notes what is handled. */
async function noting(more: StageOptions = {}) {
  const handled: Delivery[] = [];
  const on = await stage({
    alerts,
    releases: {
      handle: async (delivery) => {
        handled.push(delivery);
        return { outcome: { kind: 'answer', answer: { kind: 'unchanged' } }, release: null, card: null };
      },
    },
    ...more,
  });
  return { on, handled };
}

test.each<[string, Sent, number, string]>([
  ['Alertmanager', {}, 200, ''],
  ['Databricks', { to: 'sql', body: sql, proof: 'basic' }, 200, ''],
  ['a report', { to: 'reports', body: drift, proof: 'hmac' }, 200, ''],
  ['a report of somebody whom the policy lets in unsigned', { to: 'open', body: drift, proof: 'none' }, 200, ''],
  ['an empty group', { body: changed(watch, ['alerts'], []) }, 200, ''],
  ['somebody with another token', { secret: 'guessed' }, 401, ''],
  ['somebody without one', { proof: 'none' }, 401, ''],
  ['somebody without one who sends nonsense', { proof: 'none', body: 7 }, 401, ''],
  [
    'a wrong shape',
    { body: changed(watch, ['alerts', 1, 'startsAt'], 'today') },
    400,
    '$.alerts[1].startsAt: is no time',
  ],
  ['what is no object', { to: 'open', body: [] }, 400, '$: Invalid input: expected object, received array'],
  ['what is too long', { body: changed(watch, ['more'], 'x'.repeat(1_100_000)) }, 413, ''],
  ['a source that nobody named', { to: 'nobody' }, 404, ''],
  ['a source of every object', { to: 'constructor' }, 404, ''],
  ['the name of GitHub, where nothing is known of it', { to: 'github' }, 404, ''],
  ['a question', { method: 'GET' }, 405, ''],
])('rule 10: %s is answered as it should be', async (_, sent, status, words) => {
  const { on } = await noting();
  expect(await post(on.port, sent)).toEqual([status, words]);
});

test('rule 9: a message is one delivery, stored before it is answered, and counts once however often it comes', async () => {
  const { on, handled } = await noting();
  const answers = [
    await post(on.port),
    await post(on.port),
    await post(on.port, { body: changed(watch, ['receiver'], 'x') }),
  ];
  expect(answers.map(([status]) => status)).toEqual([200, 200, 200]);
  await on.edge.idle(2_000);
  const digest = createHash('sha256').update(JSON.stringify(watch)).digest('hex');
  expect(handled).toHaveLength(2);
  expect(handled[0]).toMatchObject({
    id: expect.stringMatching(new RegExp(`^watch:${digest}:\\d+$`)),
    by: { kind: 'signalbox', rule: 'alert-webhook' },
    where: null,
    request: { kind: 'signals', source: 'watch', signed: true, signals: [{ state: 'firing' }, { state: 'resolved' }] },
  });
  expect(await on.inbox.oldest()).toBeNull();
});

test('what nobody signed is told to be unsigned', async () => {
  const { on, handled } = await noting();
  await post(on.port, { to: 'open', body: drift, proof: 'none' });
  await on.edge.idle(2_000);
  expect(handled).toMatchObject([{ request: { source: 'open', signed: false } }]);
});

test('a report says when it was made: the same one is never heard again', async () => {
  const { on, handled } = await noting();
  const sent = { to: 'reports', body: drift, proof: 'hmac' };
  expect(await post(on.port, sent)).toEqual([200, '']);
  on.clock.advance(60_000);
  expect(await post(on.port, sent)).toEqual([200, '']);
  await on.edge.idle(2_000);
  expect(handled).toHaveLength(1);
});

test('two sources may say the same', async () => {
  const { on, handled } = await noting();
  await post(on.port, { to: 'reports', body: drift, proof: 'hmac' });
  await post(on.port, { to: 'open', body: drift });
  await on.edge.idle(2_000);
  expect(handled.map(({ id }) => id.split(':')[0])).toEqual(['reports', 'open']);
});

test.each<[string, Sent]>([
  ['Alertmanager', {}],
  ['Databricks', { to: 'sql', body: sql, proof: 'basic' }],
])('the same message of %s is heard again a minute later: it does not say when it was sent', async (_, sent) => {
  const { on, handled } = await noting();
  await post(on.port, sent);
  on.clock.advance(60_000);
  await post(on.port, sent);
  await on.edge.idle(2_000);
  expect(handled).toHaveLength(2);
});

test('rule 10: where it cannot be stored, the source hears so at once and comes again', async () => {
  const take = () => Promise.reject(new ReleaseError('store_unavailable'));
  const { on, handled } = await noting({ deps: (deps) => ({ ...deps, inbox: { ...deps.inbox, take } }) });
  const headers = provenBy('bearer', 's3cret', '');
  const body = JSON.stringify(watch);
  const answer = await fetch(`http://127.0.0.1:${on.port}/webhooks/watch`, { method: 'POST', headers, body });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  await on.edge.idle(2_000);
  expect(handled).toEqual([]);
});

test('rule 9: what was stored but could not be handled stays in the inbox, whole', async () => {
  const { on } = await noting({ releases: { handle: () => Promise.reject(new ReleaseError('store_unavailable')) } });
  expect(await post(on.port)).toEqual([200, '']);
  await on.edge.idle(2_000);
  const [left] = await on.inbox.orphans(Date.now() + 60_000, 10);
  expect(left?.request).toMatchObject({ kind: 'signals', signals: [{ key: '9f3a1c2b7d5e6f01' }, {}] });
});
