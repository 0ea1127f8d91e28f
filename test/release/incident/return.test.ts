import { expect, test } from 'vitest';
import { decideOnIncident } from '../../../src/release/incident/decide-person.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import { nextIncidentLook } from '../../../src/release/incident/next-look.ts';
import { autoRollback, decideReturn } from '../../../src/release/incident/return.ts';
import { people } from '../../world/policy.ts';
import { by, id, liveVersion, v } from '../scene.ts';
import {
  after,
  afterSignal,
  at,
  back,
  hour,
  incident,
  kinds,
  mapped,
  minute,
  policyWith,
  scene,
  start,
  take,
  watchedFor,
} from './scene.ts';

const counting = afterSignal(scene({ watching: back }));
const over = at(counting, start + minute);

function returns(facts: IncidentFacts) {
  return decideReturn(facts, incident(facts), id(77));
}

/** Why the countdown ended without a release. */
function words(facts: IncidentFacts): string | null {
  const decision = returns(facts);
  const events = decision.kind === 'accepted' ? decision.appends.flatMap((one) => one.events) : [];
  const ended = events.find((event) => event.kind === 'countdown-ended');
  return ended?.kind === 'countdown-ended' && ended.release === null ? ended.words : null;
}

test('a breach starts a countdown to the exact moment, once', () => {
  expect(kinds(take(scene({ watching: back }), [mapped()]))).toEqual(['incident-opened', 'countdown-started']);
  expect(incident(counting).countdown).toEqual({ until: start + minute, target: v(12), live: v(14) });
  expect(nextIncidentLook(incident(counting), counting.policy.watching)).toBe(start + minute);
  expect(kinds(take(counting, [mapped({ key: 'b' })]))).toEqual(['symptom-changed']);
});

test.each([
  ['ask', { watching: { ...back, onBreach: 'ask' as const } }],
  ['a kind that is left to people', { watching: { ...back, automates: [] } }],
])('%s: nothing is said of a return', (_, facts) => {
  expect(kinds(take(scene(facts), [mapped()]))).toEqual(['incident-opened']);
});

test('what a guard-rail forbids is said once; what it does not forbid any more starts', () => {
  const facts = scene({ watching: back });
  const unsigned = after(facts, take(facts, [mapped()], false));
  expect(incident(unsigned).withheld).toEqual({
    guard: 'signed-source',
    words: 'nobody can prove where the alert came from',
  });
  expect(kinds(take(unsigned, [mapped({ key: 'b' })], false))).toEqual(['symptom-changed']);
  expect(kinds(take(unsigned, [mapped({ key: 'c' })]))).toEqual(['symptom-changed', 'countdown-started']);
});

test('at its end it goes back: the rollback by rule, alone, and the word of it in one', () => {
  const decision = returns(over);
  expect(kinds(decision)).toEqual(['opened', 'countdown-ended', 'incident-answered']);
  const opened = decision.kind === 'accepted' ? decision.appends[0]?.events[0] : undefined;
  expect(opened).toMatchObject({
    releaseKind: 'rollback',
    release: id(77),
    version: v(12),
    alone: true,
    undoes: id(14),
    reason: 'errors: Churn errors',
  });
  const done = after(over, decision, autoRollback);
  expect(kinds(returns(done))).toEqual([]);
  expect(incident(done)).toMatchObject({ countdown: null, answered: [{ release: id(77), how: 'rollback' }] });
  expect(done.lane.offered).toEqual([]);
});

test('not a moment earlier', () => {
  expect(kinds(returns(at(counting, start + minute - 1)))).toEqual([]);
});

test('never after Cancel, however it goes on', () => {
  const cancel = decideOnIncident(over, incident(over), people.own, { kind: 'cancel-return' });
  const cancelled = after(over, cancel, by(people.own));
  expect(kinds(returns(at(cancelled, start + hour)))).toEqual([]);
  const worse = afterSignal(at(cancelled, start + 2 * minute), { key: 'b' });
  expect(incident(worse).countdown).toBeNull();
  expect(kinds(take(worse, [mapped({ at: worse.now }, { of: 'latency' })]))).toEqual([
    'incident-opened',
    'return-withheld',
  ]);
});

test('never after Cancel, though what was cancelled is over for long and another incident of its kind opens', () => {
  const cancel = decideOnIncident(counting, incident(counting), people.own, { kind: 'cancel-return' });
  const cancelled = watchedFor(3 * hour, after(counting, cancel, by(people.own)));
  const resolved = afterSignal(at(cancelled, start + minute), { state: 'resolved' });
  const again = afterSignal(at(resolved, start + 2 * hour));
  expect(incident(again).id).not.toBe(incident(counting).id);
  expect(incident(again).withheld?.guard).toBe('nobody-cancelled');
  expect(kinds(take(again, [mapped({ key: 'b', at: again.now })]))).toEqual(['symptom-changed']);
});

test('there is no second countdown after one that came to nothing', () => {
  const busy = { ...over, lane: { ...over.lane, holder: id(3) } };
  const ended = after(busy, returns(busy), autoRollback);
  const free = at({ ...ended, lane: { ...ended.lane, holder: null } }, start + 2 * minute);
  expect(kinds(take(free, [mapped({ key: 'b', at: free.now })]))).toEqual(['symptom-changed']);
});

test('what is resolved goes nowhere, and may count down again when it fires again', () => {
  const resolved = afterSignal(counting, { state: 'resolved' });
  expect(kinds(returns(at(resolved, start + minute)))).toEqual([]);
  expect(incident(afterSignal(at(resolved, start + 2 * minute))).countdown?.until).toBe(start + 3 * minute);
});

const v15 = { ...liveVersion(15, null, 'outside'), since: start };
test.each<readonly [string, IncidentFacts, string | null]>([
  ['the policy asks now', { ...over, policy: policyWith({}) }, 'the policy leaves it to people now'],
  [
    'another kind is automated now',
    { ...over, policy: policyWith({ ...back, automates: [] }) },
    'the policy leaves errors to people',
  ],
  ['only advised now', { ...over, policy: policyWith(back, { mode: 'advise' }) }, 'nothing is enforced here'],
  ['another version is live', { ...over, lane: { ...over.lane, live: v15 } }, 'v14 is not live any more'],
  [
    'another version is what to go back to',
    { ...over, lane: { ...over.lane, trusted: [liveVersion(13, null)] } },
    'v12 is not what to go back to any more',
  ],
  ['the worker was away for long', at(counting, start + hour), 'the alert is 1 h old'],
  [
    'something is carried out',
    { ...over, lane: { ...over.lane, holder: id(3) } },
    'another release is being carried out here',
  ],
  ['it all holds', over, null],
])('at the end all is asked again: %s', (_, facts, expected) => {
  expect(words(facts)).toBe(expected);
});
