import { expect, test } from 'vitest';
import { decideEndWatch } from '../../../src/release/decide-live.ts';
import { decideRollback } from '../../../src/release/decide-open.ts';
import type { Actor } from '../../../src/release/event.ts';
import { decideOnIncident } from '../../../src/release/incident/decide-person.ts';
import { autoRollback } from '../../../src/release/incident/return.ts';
import type { SignalKind } from '../../../src/release/incident/signal.ts';
import { people } from '../../world/policy.ts';
import { by, id, said, signalbox, v } from '../scene.ts';
import { after, afterSignal, at, hour, incident, mapped, scene, start, take, watched } from './scene.ts';

const cases: readonly (readonly [string, Actor, number | null, string])[] = [
  ['to the newest trusted version', autoRollback, null, 'back opened'],
  ['to the same by its number', autoRollback, 12, 'back opened'],
  ['nowhere else', autoRollback, 11, 'no: not-allowed'],
  ['no other rule', signalbox, 12, 'no: not-allowed'],
  ['no registry', { kind: 'registry', name: 'main' }, 12, 'no: not-allowed'],
];

test.each(cases)('a rule goes back alone %s', (_, who, to, expected) => {
  const version = to === null ? null : v(to);
  expect(said(decideRollback(scene(), { id: id(90), by: who, version, reason: 'errors' }))).toBe(expected);
});

const ended = { now: start + hour, state: watched };
const watch = (of: SignalKind) => after(scene(), take(scene(), [mapped({}, { of })]));

test.each<readonly [SignalKind, string]>([
  ['errors', 'unchanged'],
  ['latency', 'unchanged'],
  ['performance', 'unchanged'],
  ['data-broken', 'unchanged'],
  ['input-drift', 'v14 verified'],
  ['prediction-drift', 'v14 verified'],
])('while %s are open, a watch ends as: %s', (of, expected) => {
  expect(said(decideEndWatch({ ...watch(of), ...ended }))).toBe(expected);
});

test('quiet to the end: nothing was wrong, it was resolved, or somebody said that it was no problem', () => {
  const open = afterSignal(scene());
  const dismissed = decideOnIncident(open, incident(open), people.own, { kind: 'dismiss', reason: 'a test' });
  for (const facts of [scene(), afterSignal(open, { state: 'resolved' }), after(open, dismissed, by(people.own))])
    expect(said(decideEndWatch({ ...facts, ...ended }))).toBe('v14 verified');
  expect(said(decideEndWatch({ ...at(scene(), start), state: watched }))).toBe('unchanged');
});
