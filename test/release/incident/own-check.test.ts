import { expect, test } from 'vitest';
import { Version } from '../../../src/release/ids.ts';
import { judgeOwnCheck, type Measured, type OwnVerdict } from '../../../src/release/incident/own-check.ts';
import { filledIn } from '../../../src/release/incident/own-query.ts';
import { ownSignal } from '../../../src/release/incident/own-signal.ts';
import { Signal } from '../../../src/release/incident/signal.ts';
import type { OwnCheck } from '../../../src/release/lane-policy.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const windowMs = 300_000;

const check: OwnCheck = {
  name: 'error rate',
  kind: 'prometheus',
  of: 'errors',
  severity: 'critical',
  ask: 'errors',
  server: 'main',
  samples: null,
  leastSamples: 0,
  bound: { sign: '≤', value: 0.01 },
  windowMs,
  everyMs: 60_000,
  breaches: 3,
};

/** Values of the windows before now, the newest first; undefined where the server says nothing of that window. */
function points(...values: readonly (number | null | undefined)[]): Measured[] {
  return values.flatMap((value, back) => (value === undefined ? [] : [{ at: now - back * windowMs, value }]));
}

const cases: readonly [what: string, values: readonly (number | null | undefined)[], meant: object, over?: object][] = [
  ['broken in all windows', [0.04, 0.03, 0.02], { kind: 'firing', value: 0.04, since: now - 2 * windowMs }],
  ['broken for longer than asked', [0.04, 0.03, 0.02, 0.09], { kind: 'firing', since: now - 2 * windowMs }],
  ['broken once, where once is enough', [0.04, 0], { kind: 'firing', since: now }, { breaches: 1 }],
  ['broken in two of three', [0.04, 0.03, 0.005], { kind: 'cannot-tell', words: 'broken in 2 of the last 3 windows' }],
  [
    'broken now and once before',
    [0.04, 0.005, 0.04],
    { kind: 'cannot-tell', words: 'broken in 2 of the last 3 windows' },
  ],
  ['kept now', [0.005, 0.04, 0.04], { kind: 'resolved', value: 0.005 }],
  ['kept now, and nothing known before', [0.005], { kind: 'resolved' }],
  ['exactly on the bound', [0.01, 0.04, 0.04], { kind: 'resolved' }],
  [
    'a gap between breaks',
    [0.04, undefined, 0.04],
    { kind: 'cannot-tell', words: 'there is no value for the 5 min before' },
  ],
  ['no value where it was asked', [0.04, null, 0.04], { kind: 'cannot-tell' }],
  [
    'nothing now',
    [undefined, 0.04, 0.04, 0.04],
    { kind: 'cannot-tell', words: 'there is no value for the last 5 min' },
  ],
  ['null now', [null, 0.04, 0.04, 0.04], { kind: 'cannot-tell' }],
  ['no points', [], { kind: 'cannot-tell' }],
  ['infinity', [Number.POSITIVE_INFINITY, 1, 1], { kind: 'firing', value: Number.POSITIVE_INFINITY }],
  ['NaN', [Number.NaN, 1, 1], { kind: 'cannot-tell' }],
  ['too little', [0.7, 0.7, 0.7], { kind: 'firing' }, { bound: { sign: '≥', value: 0.8 } }],
  ['enough', [0.8, 0.7, 0.7], { kind: 'resolved' }, { bound: { sign: '≥', value: 0.8 } }],
];

test.each(cases)('%s', (_, values, meant, over = {}) => {
  expect(judgeOwnCheck({ ...check, ...over }, { values: points(...values), samples: null }, now)).toMatchObject(meant);
});

test('no series at all says nothing', () => {
  expect(judgeOwnCheck(check, { values: null, samples: null }, now).kind).toBe('cannot-tell');
});

test('what is older than the windows, or of the future, counts for nothing', () => {
  const values = [now + 1, now - 3 * windowMs].map((at) => ({ at, value: 0.04 }));
  expect(judgeOwnCheck({ ...check, breaches: 1 }, { values, samples: null }, now).kind).toBe('cannot-tell');
});

test('of several values in a window the newest counts, in whatever order they come', () => {
  const values = [
    { at: now - 1_000, value: 0.001 },
    { at: now - 200_000, value: 0.04 },
  ];
  expect(judgeOwnCheck(check, { values, samples: null }, now)).toMatchObject({ kind: 'resolved', value: 0.001 });
  expect(judgeOwnCheck(check, { values: values.reverse(), samples: null }, now).kind).toBe('resolved');
});

const counted: readonly [what: string, samples: readonly (number | null | undefined)[] | null, meant: object][] = [
  ['enough in each', [100, 100.4, 5_000], { kind: 'firing', samples: 100 }],
  ['too few now', [99.4, 500, 500], { kind: 'cannot-tell', words: '99 samples in the last 5 min, needs 100' }],
  ['too few before', [500, 1, 500], { kind: 'cannot-tell', words: '1 sample in the 5 min before, needs 100' }],
  ['none counted', [null, 500, 500], { kind: 'cannot-tell', words: 'nobody counted the samples of the last 5 min' }],
  ['no series of samples', null, { kind: 'cannot-tell' }],
];

test.each(counted)('of samples: %s', (_, samples, meant) => {
  const asked = { ...check, samples: 'count', leastSamples: 100 };
  const measured = { values: points(0.04, 0.04, 0.04), samples: samples && points(...samples) };
  expect(judgeOwnCheck(asked, measured, now)).toMatchObject(meant);
});

test('too few samples do not resolve either', () => {
  const asked = { ...check, samples: 'count', leastSamples: 100 };
  expect(judgeOwnCheck(asked, { values: points(0), samples: points(3) }, now).kind).toBe('cannot-tell');
});

const asked = { model: 'churn', environment: 'production', version: Version.parse('14') };
const firing: OwnVerdict = { kind: 'firing', value: 0.0412, samples: 12_040, since: now - 2 * windowMs };

test('a check that fires is a signal like any other', () => {
  const signal = ownSignal(check, asked, firing, now);
  expect(Signal.parse(signal)).toEqual({
    key: 'check:error rate',
    state: 'firing',
    title: 'error rate 0.0412, needs ≤ 0.01',
    words: 'Broken in each of the last 3 windows of 5 min.',
    labels: { check: 'error rate', alertname: 'error rate' },
    kind: 'errors',
    severity: 'critical',
    ...asked,
    alias: null,
    reading: {
      name: 'error rate',
      value: 0.0412,
      bound: { sign: '≤', value: 0.01 },
      trained: null,
      samples: 12_040,
      unit: null,
    },
    features: [],
    window: { from: now - 3 * windowMs, to: now },
    startedAt: now - 2 * windowMs,
    at: now,
    url: null,
  });
});

test.each<[string, Partial<OwnCheck>, OwnVerdict, object | null]>([
  [
    'one that resolved',
    {},
    { kind: 'resolved', value: 0.002, samples: null },
    { state: 'resolved', words: 'It keeps to ≤ 0.01 again.' },
  ],
  ['one window', { breaches: 1 }, firing, { words: 'Broken in the last 5 min.' }],
  ['infinity', {}, { ...firing, value: Number.POSITIVE_INFINITY }, { title: 'error rate Infinity, needs ≤ 0.01' }],
  ['a long name', { name: 'x'.repeat(400) }, firing, { state: 'firing' }],
  ['one that cannot tell', {}, { kind: 'cannot-tell', words: 'x' }, null],
])('%s is told so', (_, over, verdict, meant) => {
  const signal = ownSignal({ ...check, ...over }, asked, verdict, now);
  if (meant === null) expect(signal).toBeNull();
  else expect(Signal.parse(signal)).toMatchObject(meant);
});

test.each([
  [
    'sum(rate(e{model="{model}",env=\'{environment}\',v="{version}"}[5m]))',
    'sum(rate(e{model="churn",env=\'production\',v="14"}[5m]))',
  ],
  ['e{model} + e{models}', 'echurn + e{models}'],
  ['e{toString}', 'e{toString}'],
])('%s is filled in', (query, filled) => {
  expect(filledIn(query, asked)).toBe(filled);
});

test('no name ends the text that it stands in', () => {
  const model = `a"b'c\\d\`e\nf$&g`;
  expect(filledIn('e{m="{model}"}', { ...asked, model })).toBe('e{m="a\\x22b\\x27c\\x5cd\\x60e\\x0af$&g"}');
});

test('a name that looks like a place to fill in stays a name', () => {
  expect(filledIn('{model}', { ...asked, model: '{version}' })).toBe('{version}');
});
