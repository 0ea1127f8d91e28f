import { expect, test } from 'vitest';
import { judge, judgedGates, type WeighedGate, weighedGates } from '../../src/gates/judge.ts';
import { blocks, mayBeAccepted, type VerdictStatus } from '../../src/release/evidence.ts';
import { nobodyAsked, nothingPast } from '../../src/release/gate-facts.ts';
import type { GateMode } from '../../src/release/lane-policy.ts';
import { facts } from '../evidence/facts.ts';

const until = 1_000;
const warn: GateMode = { kind: 'warn', until };
const off: GateMode = { kind: 'off', because: 'replaced by recall' };

function gate(status: VerdictStatus, mode?: GateMode): WeighedGate {
  const check = () => ({ status, reason: 'because', cure: null });
  return { kind: 'played', label: 'played', about: null, check, ...(mode && { mode }) };
}

function verdict(one: WeighedGate, now: number) {
  return judge([one], { candidate: facts(), champion: null, past: nothingPast, outside: nobodyAsked, now })[0];
}

test.each<readonly [string, WeighedGate, number, object, boolean]>([
  ['blocks by default', gate('fail'), 0, { status: 'fail' }, true],
  ['blocks when it says so', gate('fail', { kind: 'block' }), 0, { status: 'fail' }, true],
  ['warns before its date', gate('fail', warn), until - 1, { status: 'fail', mode: 'warn', until }, false],
  ['blocks by itself from its date on', gate('fail', warn), until, { status: 'fail' }, true],
  ['prints its end while it passes', gate('pass', warn), 0, { status: 'pass', mode: 'warn', until }, false],
  ['is off with its reason', gate('fail', off), 0, { status: 'off', mode: 'off', reason: 'replaced by recall' }, false],
])('a gate %s', (_, one, now, expected, holds) => {
  const answer = verdict(one, now);
  expect(answer).toMatchObject(expected);
  expect('mode' in (answer ?? {})).toBe('mode' in expected);
  expect(answer && blocks(answer)).toBe(holds);
});

test('a gate that is off is not even asked, and nothing is fetched for it', () => {
  const never: WeighedGate = {
    ...gate('pass', off),
    check: () => {
      throw new Error('asked');
    },
  };
  expect(verdict(never, 0)).toMatchObject({ status: 'off' });
  expect(judgedGates([never, gate('pass')])).toHaveLength(1);
});

test('only what could not be told, and would block, may be accepted', () => {
  const acceptable = (status: VerdictStatus, mode?: 'warn') => mayBeAccepted({ status, ...(mode && { mode }) });
  expect(acceptable('not-comparable')).toBe(true);
  expect(acceptable('cannot-tell')).toBe(true);
  expect(acceptable('cannot-tell', 'warn')).toBe(false);
  expect((['fail', 'missing', 'nan', 'not-logged-yet'] as const).some((status) => acceptable(status))).toBe(false);
});

test('modes come from the policy’s entries', () => {
  const gates = weighedGates([
    { kind: 'metric', metric: 'auc', min: 0.8, mode: warn },
    { kind: 'metric', metric: 'f1', min: 0.5 },
  ]);
  expect(gates.map(({ label, mode }) => [label, mode?.kind])).toEqual([
    ['auc ≥ 0.80', 'warn'],
    ['f1 ≥ 0.50', undefined],
  ]);
});
