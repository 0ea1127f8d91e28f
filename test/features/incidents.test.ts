import { expect, test } from 'vitest';
import type { Action } from '../../blocks/action.ts';
import {
  acknowledgeIncident,
  cancelReturn,
  moreOfIncident,
  openRunbook,
  rollBackIncident,
  snoozeInput,
} from '../../blocks/incident-actions.ts';
import { CommandId, IncidentId, Version } from '../../src/release/ids.ts';
import type { IncidentEvent } from '../../src/release/incident/event.ts';
import { incidentStream } from '../../src/release/stream.ts';
import { symptom } from '../blocks/incident-scenes.ts';
import { type Stage, stage } from './support.ts';

const incident = IncidentId.parse('i-abcdefgh12');
const minute = 60_000;
const policy = `admin: C0ADMIN
groups: { reviewers: [U0KIM] }
environments:
  staging:
    registry: mlflow-staging
    channel: C0STAGING
    alerts: C0PROD
    approvals: none
    watch: 10m
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
models:
  churn: { owner: [U0PAT], pattern: deploy-model, path: [staging], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;

type Draft = IncidentEvent extends infer T ? (T extends unknown ? Omit<T, 'v' | 'incident' | 'look'> : never) : never;

/** A stage where version 2 replaced version 1, and where errors rose since. */
async function alerted(about: Partial<Extract<Draft, { kind: 'incident-opened' }>> = {}) {
  const on = await stage({ policy });
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging`);
    await on.settle(11 * minute);
  }
  const lane = on.lane('staging');
  const stream = incidentStream(incident, lane);
  let length = 0;
  /** So many things happen to the incident, and everything that follows. */
  async function happens(...drafts: readonly Draft[]): Promise<void> {
    const events = drafts.map((draft): IncidentEvent => ({ ...draft, v: 1, incident, look: null }));
    length = (await on.store.load(stream)).length;
    const appended = await on.store.append({
      command: CommandId.parse(`signals-${length}`),
      by: { kind: 'signalbox', rule: 'signals' },
      at: on.clock.now(),
      policy: 1,
      appends: [{ stream, expected: length, events }],
      basedOn: [],
    });
    expect(appended.kind).toBe('appended');
    await on.settle();
  }
  const { live } = await on.store.lane(lane);
  if (live === null) throw new Error('nothing is live');
  const alert = symptom({ startedAt: on.clock.now() - minute, at: on.clock.now() });
  await happens({
    kind: 'incident-opened',
    model: 'churn',
    environment: 'staging',
    lane,
    of: 'errors',
    channel: 'C0STAGING',
    live: { version: live.version, release: live.release, since: live.since },
    target: Version.parse('1'),
    advice: 'roll-back',
    why: 'Began 10 min after v2 went live. v1 is the last version that was trusted here.',
    symptom: alert,
    ...about,
  });
  return { on, lane, happens, alert };
}

/** The message of the incident, as Slack has it. */
function parent(on: Stage) {
  return messageOf(on, 'errors of churn in staging');
}

function messageOf(on: Stage, words: string) {
  const all = [...on.slack.world.messages.values()].flat();
  const found = all.find((one) => JSON.stringify(one).includes(words));
  if (!found) throw new Error('no alert was posted');
  return found;
}

async function choose<T>(on: Stage, who: string, action: Action<T>, value: T) {
  const acted = await on.slack.as(who).press(parent(on).ts, action.id, action.encode(value) ?? '');
  await on.settled();
  return acted;
}

test('an alert is one message in the channel for alerts, and a line under the release that it is about', async () => {
  const { on } = await alerted();
  const text = JSON.stringify(parent(on).content);
  expect(text).toContain('Roll back to v1');
  expect(text).toMatch(/"type":"link","url":"[^"]*\/archives\/C0STAGING\/p/);
  expect(on.slack.seenBy('kim').text.match(/CRITICAL: errors of churn in staging/g)).toHaveLength(1);
  const under = [...on.slack.world.messages.values()].flat().filter((one) => JSON.stringify(one).includes('"Alert: "'));
  expect(under).toHaveLength(1);
  expect(JSON.stringify(under)).toMatch(/\/archives\/C0PROD\/p/);
});

test('whoever answers for the model acknowledges it, and its message says so', async () => {
  const { on } = await alerted();
  await on.press('pat', acknowledgeIncident);
  expect(on.told('pat').at(-1)).toContain('Acknowledged');
  expect(JSON.stringify(parent(on).content)).toContain('Acknowledged by ');
  expect(JSON.stringify(parent(on).content)).not.toContain(acknowledgeIncident.id);
});

test('who has no part in it is told who has', async () => {
  const { on } = await alerted();
  await on.press('lee', acknowledgeIncident);
  expect(on.told('lee').at(-1)).toContain('You cannot acknowledge here. Can: @pat or @otto.');
  expect(JSON.stringify(parent(on).content)).not.toContain('Acknowledged by ');
});

test('who presses as the second hears who was first, and when', async () => {
  const { on } = await alerted();
  await on.press('pat', acknowledgeIncident);
  // His screen is behind.
  const behind = [parent(on).ts, acknowledgeIncident.id, undefined, { version: 0 }] as const;
  await on.slack.as('otto').press(...behind);
  await on.settled();
  expect(on.told('otto').at(-1)).toContain('@pat has acknowledged it already, ');
  expect(JSON.stringify(parent(on).content).match(/Acknowledged by /g)).toHaveLength(1);
});

test('a snooze asks for how long', async () => {
  const { on } = await alerted();
  await choose(on, 'pat', moreOfIncident, { verb: 'snooze', incident });
  await on.submit('pat', { [snoozeInput.block]: '240' });
  expect(JSON.stringify(parent(on).content)).toContain('Snoozed until ');
  expect(on.handled.at(-1)?.request).toMatchObject({ kind: 'snooze', incident });
});

test('what is no problem needs a reason, and has no buttons any more', async () => {
  const { on } = await alerted();
  await choose(on, 'pat', moreOfIncident, { verb: 'dismiss', incident });
  await on.submit('pat', 'a load test');
  expect(JSON.stringify(parent(on).content)).toContain('a load test');
  expect(JSON.stringify(parent(on).content)).not.toContain('"actions"');
});

test('the way back is prefilled with what the signal says, and goes back', async () => {
  const { on } = await alerted();
  await on.press('otto', rollBackIncident);
  await on.submit('otto');
  expect(on.handled.at(-1)?.request).toMatchObject({ kind: 'roll-back', environment: 'staging' });
  expect(JSON.stringify(on.handled.at(-1)?.request)).toContain('errors: error rate 4.10 % > 1 %');
  expect(on.model('staging')?.aliases.get('champion')).toBe('1');
});

test('a countdown can be cancelled, and the runbook is a link', async () => {
  const { on, happens } = await alerted();
  const until = on.clock.now() + 20 * minute;
  await happens({ kind: 'countdown-started', until, target: Version.parse('1'), live: Version.parse('2') });
  expect(JSON.stringify(parent(on).content)).not.toContain(openRunbook.id);
  await on.press('pat', cancelReturn);
  expect(on.told('pat').at(-1)).toContain('nothing goes back by itself');
  expect(JSON.stringify(parent(on).content)).toContain('The return was cancelled by ');
});

test('the picture comes into the thread once the number moved, with words for who does not see it', async () => {
  const { on, happens, alert } = await alerted();
  const before = on.slack.world.files.size;
  const reading = {
    name: 'error rate',
    value: 7.3,
    bound: { sign: '≤' as const, value: 1 },
    trained: 0.6,
    samples: 5,
    unit: '%',
  };
  on.clock.advance(6 * minute);
  await happens({ kind: 'symptom-changed', symptom: { ...alert, at: on.clock.now(), reading } });
  await on.settle();
  const files = [...on.slack.world.files.values()].slice(before);
  expect(files).toHaveLength(1);
  expect(JSON.stringify(files[0])).toContain('Needs ≤ 1 %');
});

test('once it is over its message says how long it lasted, and the line under the release, too', async () => {
  const { on, happens } = await alerted();
  on.clock.advance(39 * minute);
  await happens(
    { kind: 'symptom-resolved', source: 'alertmanager', key: 'errors', at: on.clock.now() },
    { kind: 'incident-resolved' },
  );
  const seen = JSON.stringify([...on.slack.world.messages.values()].flat().map(({ content }) => content));
  expect(seen).toContain('Resolved: errors of churn in staging');
  expect(seen).toContain('Alert over: ');
  expect(seen).not.toContain('"Alert: "');
});

test('what goes on after another version went live says which is live now', async () => {
  const { on } = await alerted({ of: 'input-drift', advice: 're-evaluate' });
  const shown = () => JSON.stringify(messageOf(on, 'input drift of churn in staging').content);
  expect(shown()).toContain('Live now: v2');
  await on.type('pat', `promote churn@${on.version(0.95)} to staging`);
  await on.settle(11 * minute);
  expect(shown()).toContain('Live now: v3');
  expect(shown()).toContain('It was about v2');
  expect(shown()).toContain('Last verified: v2');
});

test('buttons on a copy of the message count for nothing', async () => {
  const { on, lane } = await alerted();
  const stream = incidentStream(incident, lane);
  const posted = (await on.book.of(stream)).get('card');
  if (posted === undefined) throw new Error('nothing is posted');
  await on.book.put(stream, 'card', { ...posted, ts: '1.000001' });
  await on.press('pat', acknowledgeIncident);
  expect(on.told('pat').at(-1)).toContain('This is not the message of this alert');
  expect(JSON.stringify(await on.store.load(stream))).not.toContain('incident-acknowledged');
});
