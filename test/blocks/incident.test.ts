import { expect, test } from 'vitest';
import { healthLines, healthNote } from '../../blocks/health-lines.ts';
import { dismissModal, retrainModal, snoozeModal } from '../../blocks/incident-modals.ts';
import { leaves, nobody } from '../../blocks/leaves.ts';
import { characters, type Message } from '../../blocks/message.ts';
import { drawPost } from '../../blocks/post.ts';
import { laneKey } from '../../src/release/ids.ts';
import { incidentPosts } from '../../src/release/incident/posts.ts';
import type { LaneIncident } from '../../src/release/lane-state.ts';
import {
  aroundIncident,
  type Happening,
  incident,
  incidentLog,
  incidentOf,
  minute,
  opened,
  stories,
  symptom,
} from './incident-scenes.ts';
import { expectMessage } from './promises.ts';
import { names, t0 } from './scenes.ts';

const reading = { name: 'error rate', value: 4.1, bound: null, trained: 0.6, samples: 9, unit: '%' } as const;

function postsOf(story: readonly Happening[], over: Parameters<typeof aroundIncident>[0] = {}) {
  const parent = 'http://slack.corp.example/archives/C0PROD/p1';
  return incidentPosts({ state: incidentOf(story), log: incidentLog(story), around: aroundIncident(over), parent });
}

function drawn(story: readonly Happening[], over: Parameters<typeof aroundIncident>[0] = {}): readonly Message[] {
  return postsOf(story, over).map((post) => drawPost(post, { names, mentions: [] }));
}

function text(messages: readonly Message[]): string {
  return JSON.stringify(messages);
}

test.each(Object.entries(stories))('an incident that is %s keeps to the limits', (_, story) => {
  const messages = drawn(story);
  for (const message of messages) expectMessage(message);
});

test.each([
  ['open', 'CRITICAL churn production: errors 4.10 % &gt; 1 % since 09:58 UTC. v14 live 40 min. Roll back to v12?'],
  ['drift', 'WARNING churn production: input drift 0.62 &gt; 0.50 since 09:58 UTC. v14 live 40 min. Retrain?'],
  ['counting', 'Back to v12 by itself at 10:01:01 UTC.'],
  ['resolved', 'Resolved: churn production: errors, after 41 min.'],
  ['dismissed', 'Not a problem: churn production: errors.'],
  ['no number', 'CRITICAL churn production: broken data since 09:58 UTC. v14 live 40 min. Mend upstream.'],
])('the notification of one that is %s', (name, words) => {
  expect(drawn(stories[name] ?? [])[0]?.text).toContain(words);
});

test.each([
  ['counting', 'churn production: v14 goes back to v12 by itself at 10:01:01 UTC. Cancel stands on the alert.'],
  ['reminded', 'churn production: Nobody has acknowledged this yet, reminder 2'],
  ['reopened', 'churn production: Fires again: Churn answers with errors, error rate 4.10 % &gt; 1 %'],
])('a notification of what comes to the thread of one that is %s says what it is about', (name, words) => {
  expect(drawn(stories[name] ?? []).map((message) => message.text)).toContain(words);
});

test('who must act hears it before the thread of the release does, which nobody waits for', () => {
  const posts = postsOf(stories['counting'] ?? []);
  expect(posts.map(({ key }) => key)).toEqual(['card', 'ping:1', 'line:release']);
});

test.each<readonly [string, readonly Happening[], readonly string[]]>([
  ['goes back', stories['gone back'] ?? [], ['ping:1', 'ping:3']],
  [
    'does not',
    [...(stories['counting'] ?? []), [{ kind: 'countdown-ended', release: null, words: 'busy' }, 2]],
    ['ping:1', 'ping:2'],
  ],
  ['is not to, says somebody', stories['cancelled'] ?? [], ['ping:1']],
])('on-call is told that it goes back, and pinged again once it %s', (_, story, pings) => {
  const rung = postsOf(story, { tell: ['@ml-oncall'] }).filter(({ key }) => key.startsWith('ping:'));
  expect(rung.map(({ key }) => key)).toEqual(pings);
  expect(rung.every(({ mentions }) => mentions.includes('@ml-oncall'))).toBe(true);
});

test.each([
  ['fraud-detection-europe-west', 'production-europe', 'prediction-drift', 'Roll back to v12?'],
  ['m', 'p', 'errors', 'Roll back to v12?'],
] as const)('the ask is never what a notification of %s leaves out', (model, environment, of, ask) => {
  const long = symptom({ reading: { ...reading, value: 0.123456789, bound: { sign: '≤', value: 0.1234567 } } });
  const [card] = drawn([opened({ model, environment, of, symptom: long })]);
  expect(card?.text.length).toBeLessThanOrEqual(140);
  expect(card?.text.endsWith(ask)).toBe(true);
});

test('the numbers of what is over are those that it had', () => {
  const two: readonly Happening[] = [
    opened(),
    [{ kind: 'symptom-changed', symptom: symptom({ key: 'latency', title: 'Also slow', reading: null }) }, 5],
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'latency', at: t0 + 12 * minute }, 12],
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'errors', at: t0 + 39 * minute }, 40],
  ];
  const now = text(drawn(two.slice(0, 3)));
  expect(now).toContain('And 1 more alert, 1 over: see the thread');
  expect(now).not.toContain('error rate was ');
  const over = text(drawn([...two, [{ kind: 'incident-resolved' }, 40]]));
  expect(over).toContain('error rate was ');
  expect(over).toContain('And 1 more alert: see the thread');
  expect(text(drawn(stories['gone back'] ?? []))).toContain('error rate was ');
});

test('what began on an earlier day says on which', () => {
  const [card] = drawn([opened({ symptom: symptom({ startedAt: t0 - 30 * 60 * minute }) })]);
  expect(card?.text).toContain('since 2026-11-01 04:00 UTC');
});

test.each([
  [
    'open',
    ['error rate ', '4.10 % > 1 %', 'At training 0.60 %, on 12340 samples', 'Began 38 min after v14 went live.'],
  ],
  [
    'open',
    ['Live now: v14', 'r-eeeeeeeeee', 'Last verified: v12', 'Recommended: roll back to v12.', 'Roll back to v12'],
  ],
  ['no release in weeks', ['No release in 19 days, so probably not the release.', 'Recommended: look.']],
  ['drift', ['Most moved: ', 'tenure', '+1', 'Recommended: retrain.']],
  ['counting', ['v14 goes back to v12 by itself at ', 'Cancel the return', 'incident.cancel-return']],
  ['cancelled', ['The return was cancelled by ', '@Kim Example', 'nothing goes back by itself']],
  ['gone back', ['Over: errors of ', 'Lasted ', 'It goes back by itself now: ', 'r-bbbbbbbbbb', 'v12 is live now']],
  ['withheld', ['Nothing goes back by itself', 'its source is not signed']],
  [
    'worse',
    ['Another alert: ', 'Also slow', 'Worse, critical now: ', 'One alert is over: ', 'v12 on the same window: '],
  ],
  ['reminded', ['Nobody has acknowledged this yet', 'reminder 2', 'after 2 reminders']],
  ['acknowledged', ['Acknowledged by ', '@Kim Example']],
  ['snoozed', ['Snoozed until ', 'Snoozed by ']],
  ['dismissed', ['Not a problem: errors of ', 'Load test', 'Quiet until the next release here, or ']],
  ['heard again', ['Alerts of this kind are heard again: ', 'another version is live']],
  ['resolved', ['Lasted ', '41 min', 'Alert over: ']],
  ['reopened', ['Fires again: ', 'CRITICAL']],
])('one that is %s says %j', (name, words) => {
  const seen = text(drawn(stories[name] ?? []));
  for (const word of words) expect(seen).toContain(word);
});

test('how long it lasted is not said where somebody said that it was no problem', () => {
  expect(text(drawn(stories['heard again'] ?? []))).not.toContain('Lasted ');
});

test.each(['resolved', 'dismissed', 'gone back', 'heard again'])(
  'there is nothing to press on one that is %s',
  (name) => {
    expect(text(drawn(stories[name] ?? []))).not.toContain('"actions"');
  },
);

test.each(['drift', 'no release in weeks', 'no number', 'gone back'])(
  'no way back is offered on one that is %s',
  (name) => {
    expect(text(drawn(stories[name] ?? []))).not.toContain('incident.roll-back');
  },
);

test('a retraining is a button where it is recommended, and an entry of the menu elsewhere', () => {
  const drift = text(drawn(stories['drift'] ?? []).slice(0, 1));
  const labels = [...drift.matchAll(/"text":"(Retrain…|Acknowledge|Runbook|Snooze…|Not a problem…)"/g)];
  expect(labels.map(([, label]) => label)).toEqual(['Retrain…', 'Acknowledge', 'Runbook', 'Snooze…', 'Not a problem…']);
  expect(drift).toContain('incident.retrain');
  const open = text(drawn(stories['open'] ?? []));
  expect(open).not.toContain('incident.retrain');
  expect(open).toContain('Retrain…');
});

test('what a check of our own found is said once, though its title has the number', () => {
  const own = symptom({ source: 'checks', key: 'error rate', title: 'error rate 0.08, needs ≤ 0.01' });
  const thread = text(drawn([opened(), [{ kind: 'symptom-changed', symptom: own }, 5]]).slice(1));
  expect(thread).toContain('error rate 0.08, needs ≤ 0.01');
  expect(thread).not.toContain('4.10 %');
});

test('where nothing is enforced neither a rollback nor a retraining is offered', () => {
  const advised = text(drawn(stories['open'] ?? [], { acts: false }));
  expect(text(drawn(stories['open'] ?? []))).toContain('incident.roll-back');
  expect(advised).not.toContain('incident.roll-back');
  expect(advised).not.toContain('Retrain…');
});

test('what was said is offered once: an acknowledged one has no Acknowledge, an untrained model no Retrain', () => {
  expect(text(drawn(stories['acknowledged'] ?? []))).not.toContain('incident.acknowledge');
  expect(text(drawn(stories['open'] ?? [], { trains: false }))).not.toContain('Retrain…');
});

test('the longest texts there are keep to the limits, and outside text is no markup', () => {
  const wild = '<!channel> *x* `y` \u202e'.repeat(60);
  const long = (max: number) => wild.slice(0, max);
  const reading = {
    name: long(200),
    value: 1e-17,
    bound: { sign: '≥', value: 2e-17 },
    trained: '-Infinity',
    samples: 9e15,
    unit: long(20),
  } as const;
  const features = Array.from({ length: 10 }, () => ({ name: long(200), value: 1, bound: 1 }));
  const worst = symptom({
    title: long(300),
    words: long(1_000),
    reading,
    features,
    url: `http://x.example/${'a'.repeat(480)}`,
  });
  const key = laneKey('m'.repeat(200), 'e'.repeat(55));
  const story: readonly Happening[] = [
    opened({ model: long(200), environment: long(200), lane: key, why: long(1_000), symptom: worst }),
    [{ kind: 'symptom-changed', symptom: { ...worst, key: 'b' } }, 1],
    [{ kind: 'incident-dismissed', reason: long(500), until: 9e12 }, 2],
    [{ kind: 'incident-ended', release: null, words: long(500) }, 3],
  ];
  for (const until of [1, 2, 3, 4])
    for (const message of drawn(story.slice(0, until), {
      links: { runbook: `http://x.example/${'a'.repeat(900)}`, dashboard: null, ticket: null },
    })) {
      expectMessage(message);
      expect(characters(message.blocks)).toBeLessThan(6_000);
    }
});

test.each([
  ['snooze', snoozeModal],
  ['dismiss', dismissModal],
  ['retrain', retrainModal],
])('the window to %s keeps to the limits', (_, draw) => {
  const view = draw({ incident, lane: laneKey('m'.repeat(200), 'e'.repeat(200)) });
  expect(view.title.text.length).toBeLessThanOrEqual(24);
  expect(view.private_metadata?.length).toBeLessThanOrEqual(3_000);
  expect(view.private_metadata).not.toBe('');
});

test('status lists open alerts, the worst first, and what somebody said is no problem', () => {
  const one = (over: Partial<LaneIncident>): LaneIncident => ({
    incident,
    of: 'errors',
    phase: 'open',
    severity: 'critical',
    openedAt: 1e12,
    resolvedAt: null,
    until: null,
    acknowledged: false,
    ...over,
  });
  const incidents = [
    one({ of: 'input-drift', phase: 'dismissed', until: 2e12 }),
    one({ of: 'latency', severity: 'warning', acknowledged: true }),
    one({}),
    one({ of: 'performance', phase: 'resolved' }),
  ];
  const seen = healthLines({ incidents }).map((words) => JSON.stringify(leaves(words, nobody)));
  expect(seen).toHaveLength(3);
  expect(seen[0]).toContain('errors since ');
  expect(seen[1]).toContain(', acknowledged');
  expect(seen[2]).toContain('Alerts of input drift are quiet until the next release');
  expect(healthNote({ incidents })).toBe('2 alerts, 1 kind of alerts quiet');
  expect(healthNote({ incidents: incidents.filter(({ phase }) => phase === 'resolved') })).toBeNull();
});
