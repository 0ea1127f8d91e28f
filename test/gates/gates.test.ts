import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, negated, numberOf, plus, reaches, times } from '../../src/gates/decimal.ts';
import { judge } from '../../src/gates/judge.ts';
import { gatesOf, gateTable } from '../../src/gates/table.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { nobodyAsked, nothingPast } from '../../src/release/gate-facts.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { facts, withRun } from '../evidence/facts.ts';
import { having, holdout, later, live, train, verdictOf } from './verdict.ts';

const atLeast: GateConfig = { kind: 'metric', metric: 'auc', min: 0.8 };
const register = 'Register a better version.';
const checkAgain = 'Log it on the run, then check again.';

const metricCases: readonly [
  what: string,
  GateConfig,
  VersionFacts,
  status: string,
  reason: string,
  cure: string | null,
][] = [
  ['above its minimum', atLeast, having(['auc', 0.861]), 'pass', '`auc` 0.861, needs ≥ 0.80.', null],
  ['on its minimum', atLeast, having(['auc', 0.8]), 'pass', '`auc` 0.80, needs ≥ 0.80.', null],
  ['under its minimum', atLeast, having(['auc', 0.71]), 'fail', '`auc` 0.71, needs ≥ 0.80.', register],
  ['a hair under its minimum', atLeast, having(['auc', 0.7999999]), 'fail', '`auc` 0.7999999, needs ≥ 0.80.', register],
  [
    'one bit under its minimum',
    atLeast,
    having(['auc', 0.7999999999999999]),
    'fail',
    '`auc` 0.7999999999999999, needs ≥ 0.80.',
    register,
  ],
  [
    'on its maximum',
    { kind: 'metric', metric: 'ms', max: 50 },
    having(['ms', 50]),
    'pass',
    '`ms` 50, needs ≤ 50.',
    null,
  ],
  [
    'above its maximum',
    { kind: 'metric', metric: 'ms', max: 50 },
    having(['ms', 50.004]),
    'fail',
    '`ms` 50.004, needs ≤ 50.',
    register,
  ],
  [
    'between its bounds',
    { kind: 'metric', metric: 'rate', min: 0.1, max: 0.3 },
    having(['rate', 0.2]),
    'pass',
    '`rate` 0.20, needs ≥ 0.10 and ≤ 0.30.',
    null,
  ],
  [
    'under its bounds',
    { kind: 'metric', metric: 'rate', min: 0.1, max: 0.3 },
    having(['rate', 0.0999999]),
    'fail',
    '`rate` 0.0999999, needs ≥ 0.10 and ≤ 0.30.',
    register,
  ],
  [
    'on its data set',
    { ...atLeast, dataset: 'holdout' },
    having(['auc', 0.9, train], ['auc', 0.7, holdout]),
    'fail',
    '`auc` on holdout 0.70, needs ≥ 0.80.',
    register,
  ],
  [
    'the same on two data sets',
    atLeast,
    having(['auc', 0.9, train], ['auc', 0.9, holdout]),
    'pass',
    '`auc` 0.90, needs ≥ 0.80.',
    null,
  ],
  ['missing', atLeast, having(['f1', 0.9]), 'missing', '`auc` is missing.', checkAgain],
  ['missing without a run', atLeast, facts({ run: null, metrics: [] }), 'missing', '`auc` is missing.', checkAgain],
  [
    'missing on its data set',
    { ...atLeast, dataset: 'holdout' },
    having(['auc', 0.9, train]),
    'missing',
    '`auc` is logged, but not on holdout.',
    checkAgain,
  ],
  [
    'not logged yet',
    atLeast,
    withRun({ status: 'running' }, having()),
    'not-logged-yet',
    '`auc` is not logged yet: the run is still going.',
    'Wait until the run ends.',
  ],
  [
    'NaN',
    atLeast,
    having(['auc', 'NaN']),
    'nan',
    '`auc` is NaN, which no bound can judge.',
    'Log a finite number, or register a better version.',
  ],
  [
    'infinite, which every minimum would let through',
    atLeast,
    having(['auc', 'Infinity']),
    'nan',
    '`auc` is Infinity, which no bound can judge.',
    'Log a finite number, or register a better version.',
  ],
  [
    'infinite as MLflow stores it',
    atLeast,
    having(['auc', 1.7976931348623157e308]),
    'nan',
    '`auc` is Infinity, which no bound can judge.',
    'Log a finite number, or register a better version.',
  ],
  [
    'different on two data sets',
    atLeast,
    having(['auc', 0.9, train], ['auc', 0.7, holdout]),
    'cannot-tell',
    '`auc` has several values: 0.70 on holdout, 0.90 on train.',
    'Say in the policy which one counts, for example `dataset: train`.',
  ],
];

test.each(metricCases)('metric: %s', (_, config, candidate, status, reason, cure) => {
  expect(verdictOf(config, { candidate })).toMatchObject({ status, reason, cure });
});

const up: GateConfig = { kind: 'improves', improves: 'auc', by: 0.005 };
const down: GateConfig = { kind: 'improves', improves: 'loss', by: 0.1, direction: 'lower' };
const logIt = 'Measure v12 on the same data and log it as `baseline.auc`.';
const orAllow = 'Measure v12 on the same data and log it as `baseline.auc`, or write `different-data: allow`.';

const improvesCases: readonly [
  what: string,
  GateConfig,
  VersionFacts,
  VersionFacts | null,
  status: string,
  reason: string,
  cure: string | null,
][] = [
  [
    'by more',
    up,
    having(['auc', 0.87]),
    live(['auc', 0.861]),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861, plus 0.005).',
    null,
  ],
  [
    'by exactly that, where binary subtraction falls short',
    { ...up, by: 0.1 },
    having(['auc', 0.3]),
    live(['auc', 0.2]),
    'pass',
    '`auc` 0.30, needs ≥ 0.30 (v12 0.20, plus 0.10).',
    null,
  ],
  [
    'by less',
    up,
    having(['auc', 0.863]),
    live(['auc', 0.861]),
    'fail',
    '`auc` 0.863, needs ≥ 0.866 (v12 0.861, plus 0.005).',
    register,
  ],
  [
    'by a hair less',
    up,
    having(['auc', 0.8659999]),
    live(['auc', 0.861]),
    'fail',
    '`auc` 0.8659999, needs ≥ 0.866 (v12 0.861, plus 0.005).',
    register,
  ],
  [
    'not at all, and none is asked',
    { kind: 'improves', improves: 'auc' },
    having(['auc', 0.861]),
    live(['auc', 0.861]),
    'pass',
    '`auc` 0.861, needs ≥ 0.861 (v12 0.861).',
    null,
  ],
  [
    'lower is better',
    down,
    having(['loss', 0.2]),
    live(['loss', 0.3]),
    'pass',
    '`loss` 0.20, needs ≤ 0.20 (v12 0.30, minus 0.10).',
    null,
  ],
  [
    'lower is better, and it rose',
    down,
    having(['loss', 0.35]),
    live(['loss', 0.3]),
    'fail',
    '`loss` 0.35, needs ≤ 0.20 (v12 0.30, minus 0.10).',
    register,
  ],
  [
    'the same data',
    up,
    having(['auc', 0.9, holdout]),
    live(['auc', 0.8, holdout]),
    'pass',
    '`auc` 0.90, needs ≥ 0.805 (v12 0.80, plus 0.005).',
    null,
  ],
  [
    'data known of the candidate only',
    up,
    having(['auc', 0.9]),
    live(['auc', 0.8, null]),
    'not-comparable',
    'v12 logged `auc` without its data set, so it may be of other data.',
    orAllow,
  ],
  [
    'data known of the champion only',
    up,
    having(['auc', 0.9, null]),
    live(['auc', 0.8]),
    'not-comparable',
    '`auc` was logged without its data set, so v12’s may be of other data.',
    orAllow,
  ],
  [
    'different data',
    up,
    having(['auc', 0.9, holdout]),
    live(['auc', 0.8, later]),
    'not-comparable',
    '`auc` was measured on different data (aaaaaaa, v12 bbbbbbb).',
    orAllow,
  ],
  [
    'different data, allowed',
    { ...up, 'different-data': 'allow' },
    having(['auc', 0.9, holdout]),
    live(['auc', 0.8, later]),
    'pass',
    '`auc` 0.90, needs ≥ 0.805 (v12 0.80, plus 0.005). Data: holdout aaaaaaa; v12: holdout bbbbbbb.',
    null,
  ],
  [
    'nothing live',
    up,
    having(['auc', 0.9]),
    null,
    'no-champion',
    'Nothing is live yet, so there is nothing to improve on.',
    null,
  ],
  ['nothing live, and missing', up, having(), null, 'missing', '`auc` is missing.', checkAgain],
  ['missing', up, having(), live(['auc', 0.8]), 'missing', '`auc` is missing.', checkAgain],
  [
    'not logged yet',
    up,
    withRun({ status: 'running' }, having()),
    live(['auc', 0.8]),
    'not-logged-yet',
    '`auc` is not logged yet: the run is still going.',
    'Wait until the run ends.',
  ],
  [
    'NaN',
    up,
    having(['auc', 'NaN']),
    live(['auc', 0.8]),
    'nan',
    '`auc` is NaN, which no bound can judge.',
    'Log a finite number, or register a better version.',
  ],
  [
    'the champion lacks it',
    up,
    having(['auc', 0.9]),
    live(),
    'not-comparable',
    'v12, which is live, has no such number: `auc` is missing.',
    logIt,
  ],
  [
    'the champion has NaN',
    up,
    having(['auc', 0.9]),
    live(['auc', 'NaN']),
    'not-comparable',
    'v12, which is live, has no such number: `auc` is NaN, which no bound can judge.',
    logIt,
  ],
  [
    'several values',
    up,
    having(['auc', 0.9, train], ['auc', 0.7, holdout]),
    live(['auc', 0.8]),
    'cannot-tell',
    '`auc` has several values: 0.70 on holdout, 0.90 on train.',
    'Say in the policy which one counts, for example `dataset: train`.',
  ],
];

test.each(improvesCases)('improves: %s', (_, config, candidate, before, status, reason, cure) => {
  expect(verdictOf(config, { candidate, champion: before })).toMatchObject({ status, reason, cure });
});

const labels: readonly [GateConfig, label: string, direction: string][] = [
  [atLeast, 'auc ≥ 0.80', 'higher'],
  [{ kind: 'metric', metric: 'ms', max: 50 }, 'ms ≤ 50', 'lower'],
  [
    { kind: 'metric', metric: 'rate', min: 0.1, max: 0.3, dataset: 'holdout' },
    'rate on holdout ≥ 0.10 and ≤ 0.30',
    'unknown',
  ],
  [up, 'auc up by ≥ 0.005', 'higher'],
  [down, 'loss down by ≥ 0.10', 'lower'],
  [{ kind: 'improves', improves: 'auc' }, 'auc not worse than live', 'higher'],
];

test.each(labels)('the gate %o is called %s', (config, label, direction) => {
  const [gate] = gatesOf([config]);
  expect(gate).toMatchObject({ label, about: { direction } });
});

test('verdicts come in the order of the policy, each with its gate', () => {
  const verdicts = judge(gatesOf([up, atLeast]), {
    candidate: facts(),
    champion: null,
    past: nothingPast,
    outside: nobodyAsked,
    now: 0,
  });
  expect(verdicts.map(({ gate, status }) => [gate, status])).toEqual([
    ['auc up by ≥ 0.005', 'no-champion'],
    ['auc ≥ 0.80', 'pass'],
  ]);
});

test('a verdict never depends on the order of metrics', () => {
  const value = fc.constantFrom<number | 'NaN'>(0.1, 0.8, 0.9, 'NaN');
  const some = fc.array(
    fc.tuple(
      fc.constantFrom('auc', 'loss', 'baseline.auc', 'auc_stderr'),
      value,
      fc.constantFrom(null, holdout, later, train),
    ),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(
      some,
      some,
      fc.constantFrom<GateConfig>(
        up,
        { ...up, 'different-data': 'allow', significant: true },
        down,
        atLeast,
        { ...atLeast, dataset: 'holdout' },
        { kind: 'not-worse', 'not-worse': '*', tolerance: 0.1 },
        { kind: 'not-worse', 'not-worse': ['auc', 'loss'], 'different-data': 'allow' },
        { kind: 'latency', latency: 'loss', max: 0.5 },
        { kind: 'documented', documented: { metrics: ['*'] } },
      ),
      (now, before, config) => {
        const one = verdictOf(config, { candidate: having(...now), champion: live(...before) })?.status;
        const turned = { candidate: having(...now.toReversed()), champion: live(...before.toReversed()) };
        expect(verdictOf(config, turned)?.status).toBe(one);
      },
    ),
  );
});

test('numbers are reckoned as on paper: exact where binary ones are not', () => {
  const sum = (a: number, b: number) => numberOf(plus(decimal(a), decimal(b)));
  expect(0.1 + 0.2 <= 0.3).toBe(false);
  expect([sum(0.1, 0.2), sum(0.3, -0.1), sum(-0.5, 1e-7)]).toEqual([0.3, 0.2, -0.4999999]);
  expect(numberOf(times(decimal(1.1), decimal(-1.1)))).toBe(-1.21);
  expect(reaches(plus(decimal(0.3), negated(decimal(0.1))), decimal(0.2))).toBe(true);
  expect(reaches(plus(decimal(0.3), negated(decimal(0.1))), decimal(0.2000000000000001))).toBe(false);
  expect(reaches(plus(decimal(1e300), decimal(-1e-300)), decimal(1e300))).toBe(false);
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b, c) => {
      expect(reaches(plus(decimal(a), decimal(b)), decimal(c))).toBe(BigInt(a) + BigInt(b) >= BigInt(c));
    }),
  );
});

test('an unknown kind is a bug, not a verdict', () => {
  expect(() => gatesOf([{ kind: 'constructor' }])).toThrow(TypeError);
});

test('every kind is named by the key that it is written under', () => {
  for (const [kind, { schema }] of gateTable) expect(Object.keys(schema.shape)).toContain(kind);
});
