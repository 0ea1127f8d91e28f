import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile } from '../../src/gates/normal-quantile.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { champion, facts, withRun } from '../evidence/facts.ts';
import { having, holdout, later, live, train, verdictOf } from './verdict.ts';

type Case = readonly [
  what: string,
  GateConfig,
  VersionFacts,
  VersionFacts | null,
  status: string,
  reason: string,
  cure?: string | null,
];

const up: GateConfig = { kind: 'improves', improves: 'auc', by: 0.005 };
const percent: GateConfig = { kind: 'improves', improves: 'auc', by: '2%' };
const logIt = 'Measure v12 on the same data and log it as `baseline.auc`.';
const register = 'Register a better version.';

const baselines: readonly Case[] = [
  [
    'the champion’s value on the same digest, whatever the other name of its data',
    up,
    having(['auc', 0.87]),
    live(['auc', 0.861, { name: 'oct', digest: 'aaaaaaaa' }], ['auc', 0.1, later]),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861, plus 0.005).',
  ],
  [
    'the same digest before what the run logged',
    up,
    having(['auc', 0.87], ['baseline.auc', 0.9]),
    live(['auc', 0.861]),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861, plus 0.005).',
  ],
  [
    'what the run logged of the champion on its data',
    up,
    having(['auc', 0.87, later], ['baseline.auc', 0.866, later]),
    live(['auc', 0.1]),
    'fail',
    '`auc` 0.87, needs ≥ 0.871 (v12 0.866 by `baseline.auc`, plus 0.005).',
    register,
  ],
  [
    'what the run logged, where neither names its data',
    up,
    having(['auc', 0.87, null], ['baseline.auc', 0.8, null]),
    live(),
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80 by `baseline.auc`, plus 0.005).',
  ],
  [
    'what the run logged under another name',
    { ...up, baseline: 'live/*' },
    having(['auc', 0.87, later], ['live/auc', 0.8, later], ['baseline.auc', 0.9, later]),
    live(['auc', 0.1]),
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80 by `live/auc`, plus 0.005).',
  ],
  [
    'what the run logged before other data that is allowed',
    { ...up, 'different-data': 'allow' },
    having(['auc', 0.87, later], ['baseline.auc', 0.8, later]),
    live(['auc', 0.1]),
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80 by `baseline.auc`, plus 0.005).',
  ],
  [
    'what the run logged on other data than its own value',
    up,
    having(['auc', 0.87, later], ['baseline.auc', 0.8, train]),
    live(['auc', 0.1]),
    'not-comparable',
    '`auc` was measured on different data (bbbbbbb, v12 aaaaaaa). `baseline.auc` is of other data than `auc`.',
    'Measure v12 on the same data and log it as `baseline.auc`, or write `different-data: allow`.',
  ],
  [
    'what the run logged on no data set, where the policy names one',
    { ...up, dataset: 'holdout' },
    having(['auc', 0.87, later], ['baseline.auc', 0.8, null]),
    live(['auc', 0.1]),
    'not-comparable',
    '`auc` was measured on different data (bbbbbbb, v12 aaaaaaa). `baseline.auc` is logged, but not on holdout.',
  ],
  [
    'what the run logged of the version that is live',
    { ...up, baseline: 'live/*' },
    { ...having(['auc', 0.87, later], ['live/auc', 0.8, later]), params: { 'live/version': 'v12' } },
    live(['auc', 0.1]),
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80 by `live/auc`, plus 0.005).',
  ],
  [
    'what the run logged of a version that is live no more',
    up,
    { ...having(['auc', 0.87, later], ['baseline.auc', 0.8, later]), params: { 'baseline.version': '11' } },
    live(),
    'not-comparable',
    'v12, which is live, has no such number: `auc` is missing. `baseline.auc` is of v11, which is not live.',
    logIt,
  ],
  [
    'a baseline that is no number',
    up,
    having(['auc', 0.87, later], ['baseline.auc', 'NaN', later]),
    live(['auc', 0.1]),
    'not-comparable',
    '`auc` was measured on different data (bbbbbbb, v12 aaaaaaa). `baseline.auc` is NaN, which no bound can judge.',
  ],
  [
    'a baseline that may still come',
    up,
    withRun({ status: 'running' }, having(['auc', 0.87, later])),
    live(['auc', 0.1]),
    'not-logged-yet',
    '`baseline.auc` is not logged yet: the run is still going.',
    'Wait until the run ends.',
  ],
  [
    'several values of the champion on the same data',
    up,
    having(['auc', 0.87]),
    live(['auc', 0.8], ['auc', 0.9]),
    'not-comparable',
    'v12, which is live, has no such number: `auc` has several values: 0.80 on holdout, 0.90 on holdout.',
  ],
  [
    'other data that is allowed, with both windows',
    { ...up, 'different-data': 'allow' },
    { ...having(['auc', 0.87, later]), params: { data_start: '2026-10-01', data_end: '2026-10-30' } },
    { ...live(['auc', 0.8]), tags: { data_end: '2026-09-30' } },
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80, plus 0.005). Data: holdout bbbbbbb, from 2026-10-01 to 2026-10-30; v12: holdout aaaaaaa, to 2026-09-30.',
  ],
  [
    'data that nobody names, allowed',
    { ...up, 'different-data': 'allow' },
    having(['auc', 0.87, null]),
    live(['auc', 0.8, null]),
    'pass',
    '`auc` 0.87, needs ≥ 0.805 (v12 0.80, plus 0.005). Data: not named; v12: not named.',
  ],
  [
    'a part of the champion’s value, exactly reached',
    percent,
    having(['auc', 0.867]),
    live(['auc', 0.85]),
    'pass',
    '`auc` 0.867, needs ≥ 0.867 (v12 0.85, plus 2 %).',
  ],
  [
    'a part of the champion’s value, a hair short of it',
    percent,
    having(['auc', 0.8669999999999999]),
    live(['auc', 0.85]),
    'fail',
    '`auc` 0.8669999999999999, needs ≥ 0.867 (v12 0.85, plus 2 %).',
    register,
  ],
  [
    'a part where less is better',
    { kind: 'improves', improves: 'mape', by: '10%', direction: 'lower' },
    having(['mape', 0.27]),
    live(['mape', 0.3]),
    'pass',
    '`mape` 0.27, needs ≤ 0.27 (v12 0.30, minus 10 %).',
  ],
  [
    'a part of a value below zero still asks for more',
    { kind: 'improves', improves: 'll', by: '10%' },
    having(['ll', -2]),
    live(['ll', -2]),
    'fail',
    '`ll` -2, needs ≥ -1.80 (v12 -2, plus 10 %).',
  ],
];

const sure: GateConfig = { ...up, significant: true };
const se = 0.001;

const noise: readonly Case[] = [
  [
    'beyond noise',
    sure,
    having(['auc', 0.87], ['auc_stderr', se]),
    live(['auc', 0.861], ['auc_stderr', se]),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861, plus 0.005). Beyond noise at 95 %: 0.002326.',
  ],
  [
    'within noise',
    sure,
    having(['auc', 0.87], ['auc_stderr', 0.01]),
    live(['auc', 0.861], ['auc_stderr', 0.01]),
    'fail',
    '`auc` is 0.009 better than v12, which may be chance (noise at 95 %: 0.02326).',
    'Evaluate on more data, or register a better version.',
  ],
  [
    'too little in the first place, whatever the noise',
    sure,
    having(['auc', 0.862]),
    live(['auc', 0.861]),
    'fail',
    '`auc` 0.862, needs ≥ 0.866 (v12 0.861, plus 0.005).',
    register,
  ],
  [
    'no standard error of its own',
    sure,
    having(['auc', 0.87]),
    live(['auc', 0.861], ['auc_stderr', se]),
    'cannot-tell',
    'Progress cannot be told from noise: `auc_stderr` is missing.',
    'Log the standard error of `auc` as `auc_stderr`.',
  ],
  [
    'no standard error of the champion',
    sure,
    having(['auc', 0.87], ['auc_stderr', se]),
    live(['auc', 0.861]),
    'cannot-tell',
    'Progress cannot be told from noise: v12: `auc_stderr` is missing.',
  ],
  [
    'the baseline’s standard error beside the baseline, with a dot, without its data set',
    sure,
    having(
      ['auc', 0.87, later],
      ['auc.stderr', se, null],
      ['baseline.auc', 0.861, later],
      ['baseline.auc.stderr', se, null],
    ),
    live(),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861 by `baseline.auc`, plus 0.005). Beyond noise at 95 %: 0.002326.',
  ],
  [
    'standard errors of the right data set, under another name, at another confidence',
    { ...up, significant: { confidence: 0.9, stderr: 'se/*' } },
    having(['auc', 0.87], ['se/auc', se], ['se/auc', 9, train]),
    live(['auc', 0.861], ['se/auc', se], ['se/auc', 9, later]),
    'pass',
    '`auc` 0.87, needs ≥ 0.866 (v12 0.861, plus 0.005). Beyond noise at 90 %: 0.001812.',
  ],
  [
    'a standard error that is none',
    sure,
    having(['auc', 0.87], ['auc_stderr', -1]),
    live(['auc', 0.861], ['auc_stderr', se]),
    'cannot-tell',
    'Progress cannot be told from noise: the standard error of `auc` is below zero.',
  ],
  [
    'a standard error that is not a number',
    sure,
    having(['auc', 0.87], ['auc_stderr', 'NaN']),
    live(['auc', 0.861], ['auc_stderr', se]),
    'cannot-tell',
    'Progress cannot be told from noise: `auc_stderr` is NaN, which no bound can judge.',
  ],
  [
    'no progress and no noise',
    { kind: 'improves', improves: 'auc', significant: true },
    having(['auc', 0.8], ['auc_stderr', 0]),
    live(['auc', 0.8], ['auc_stderr', 0]),
    'fail',
    '`auc` is 0 better than v12, which may be chance (noise at 95 %: 0).',
  ],
  [
    'where less is better',
    { kind: 'improves', improves: 'loss', direction: 'lower', significant: true },
    having(['loss', 0.2], ['loss_stderr', 0.01]),
    live(['loss', 0.3], ['loss_stderr', 0.01]),
    'pass',
    '`loss` 0.20, needs ≤ 0.30 (v12 0.30). Beyond noise at 95 %: 0.02326.',
  ],
];

const slices: GateConfig = { kind: 'not-worse', 'not-worse': 'recall/*', tolerance: 0.01 };
const noSlices = 'v12, which is live, logged nothing like `recall/*`. New: `recall/eu`.';

const notWorse: readonly Case[] = [
  [
    'exactly as much worse as is let through',
    slices,
    having(['recall/eu', 0.74]),
    live(['recall/eu', 0.75]),
    'pass',
    '`recall/eu` 0.74, needs ≥ 0.74 (v12 0.75, tolerance 0.01).',
  ],
  [
    'a hair more',
    slices,
    having(['recall/high_value', 0.7399999]),
    live(['recall/high_value', 0.75]),
    'fail',
    '`recall/high_value` 0.7399999, needs ≥ 0.74 (v12 0.75, tolerance 0.01).',
    register,
  ],
  [
    'all fine: the closest is named, and what is new',
    slices,
    having(['recall/eu', 0.9], ['recall/us', 0.745], ['recall/apac', 0.1], ['f1', 0.1]),
    live(['recall/eu', 0.5], ['recall/us', 0.75], ['f1', 0.9]),
    'pass',
    '2 metrics; the closest: `recall/us` 0.745, needs ≥ 0.74 (v12 0.75, tolerance 0.01). New: `recall/apac`.',
  ],
  [
    'the worst three by how much they fall short, the missing one first',
    slices,
    having(['recall/a', 0.6], ['recall/b', 0.5], ['recall/c', 0.7], ['recall/d', 0.8]),
    live(...['a', 'b', 'c', 'd', 'gone'].map((name): [string, number] => [`recall/${name}`, 0.8])),
    'fail',
    '`recall/gone` is missing. `recall/b` 0.50, needs ≥ 0.79 (v12 0.80, tolerance 0.01). `recall/a` 0.60, needs ≥ 0.79 (v12 0.80, tolerance 0.01). And 1 more.',
    'Log it on the run, then check again. Register a better version.',
  ],
  [
    'a slice that only the run’s baseline has',
    slices,
    having(['baseline.recall/new', 0.8, later]),
    live(['recall/eu', 0.8]),
    'fail',
    '`recall/eu` is missing. `recall/new` is missing.',
  ],
  [
    'slices that the run measured of the champion',
    slices,
    having(['recall/eu', 0.6, later], ['baseline.recall/eu', 0.7, later]),
    live(),
    'fail',
    '`recall/eu` 0.60, needs ≥ 0.69 (v12 0.70 by `baseline.recall/eu`, tolerance 0.01).',
  ],
  [
    'a slice that is not logged yet',
    slices,
    withRun({ status: 'running' }, having()),
    live(['recall/eu', 0.8]),
    'not-logged-yet',
    '`recall/eu` is not logged yet: the run is still going.',
  ],
  [
    'a slice that became NaN',
    slices,
    having(['recall/eu', 'NaN']),
    live(['recall/eu', 0.8]),
    'nan',
    '`recall/eu` is NaN, which no bound can judge.',
  ],
  [
    'a failure is never covered by what could be accepted',
    slices,
    having(['recall/a', 0.8, later], ['recall/b', 0.1]),
    live(['recall/a', 0.8], ['recall/b', 0.8]),
    'fail',
    '`recall/b` 0.10, needs ≥ 0.79 (v12 0.80, tolerance 0.01). `recall/a` was measured on different data (bbbbbbb, v12 aaaaaaa).',
  ],
  [
    'different data',
    slices,
    having(['recall/a', 0.8, later]),
    live(['recall/a', 0.8]),
    'not-comparable',
    '`recall/a` was measured on different data (bbbbbbb, v12 aaaaaaa).',
    'Measure v12 on the same data and log it as `baseline.recall/a`, or write `different-data: allow`.',
  ],
  [
    'different data, allowed and named once',
    { ...slices, 'different-data': 'allow' },
    having(['recall/a', 0.8, later], ['recall/b', 0.9, later]),
    live(['recall/a', 0.8], ['recall/b', 0.8]),
    'pass',
    '2 metrics; the closest: `recall/a` 0.80, needs ≥ 0.79 (v12 0.80, tolerance 0.01). Data: holdout bbbbbbb; v12: holdout aaaaaaa.',
  ],
  [
    'only on its data set',
    { ...slices, dataset: 'holdout' },
    having(['recall/a', 0.8]),
    live(['recall/a', 0.8], ['recall/b', 0.8, train]),
    'pass',
    '`recall/a` on holdout 0.80, needs ≥ 0.79 (v12 0.80, tolerance 0.01).',
  ],
  ['the champion has none', slices, having(['recall/eu', 0.8]), live(), 'not-comparable', noSlices],
  ['nobody has one', slices, having(), live(), 'missing', '`recall/*` is missing.'],
  [
    'one of several patterns matches nothing',
    { ...slices, 'not-worse': ['recall/*', 'f1/*'] },
    having(['recall/eu', 0.8]),
    live(['recall/eu', 0.8]),
    'missing',
    '`f1/*` is missing.',
  ],
  [
    'nothing live',
    slices,
    having(['recall/eu', 0.8]),
    null,
    'no-champion',
    'Nothing is live yet, so nothing can be worse.',
  ],
  ['nothing live, and none logged', slices, having(), null, 'missing', '`recall/*` is missing.'],
  [
    'a part, where less is better',
    { kind: 'not-worse', 'not-worse': 'loss', tolerance: '10%', direction: 'lower' },
    having(['loss', 0.33]),
    live(['loss', 0.3]),
    'pass',
    '`loss` 0.33, needs ≤ 0.33 (v12 0.30, tolerance 10 %).',
  ],
  [
    'everything, but for standard errors and baselines',
    { kind: 'not-worse', 'not-worse': '*' },
    having(['auc', 0.8]),
    live(['auc', 0.8], ['auc_stderr', 0.1], ['auc.stderr', 0.1], ['baseline.auc', 0.7]),
    'pass',
    '`auc` 0.80, needs ≥ 0.80 (v12 0.80).',
  ],
];

function labelled(text: string | null, version: VersionFacts = facts()): VersionFacts {
  return { ...version, params: text === null ? {} : { labels: text } };
}

const same: GateConfig = { kind: 'labels', labels: 'same' };

const labels: readonly Case[] = [
  [
    'the same, in JSON and in words',
    same,
    labelled('["no", "yes"]'),
    labelled('no, yes', champion()),
    'pass',
    '2 labels, in the order of v12.',
  ],
  [
    'another order',
    same,
    labelled('a,c,b'),
    labelled('a,b,c', champion()),
    'fail',
    'Labels are not those of v12: another order: number 2 is `c`, was `b`.',
    'Train with the same labels in the same order.',
  ],
  [
    'one gone and one new',
    same,
    labelled('["ham", "phish"]'),
    labelled('["ham", "spam"]', champion()),
    'fail',
    'Labels are not those of v12: lacks `spam`, adds `phish`.',
  ],
  [
    'one twice',
    same,
    labelled('a,b,b'),
    labelled('a,b', champion()),
    'fail',
    'Labels are not those of v12: another order: number 3 is `b`, was nothing.',
  ],
  ['numbers', same, labelled('[0, 1]'), labelled('0,1', champion()), 'pass', '2 labels, in the order of v12.'],
  [
    'missing',
    same,
    labelled(null),
    labelled('a', champion()),
    'missing',
    '`labels` is missing.',
    'Log it on the run, then check again.',
  ],
  [
    'missing while the run goes on',
    same,
    withRun({ status: 'running' }, labelled(null)),
    labelled('a', champion()),
    'not-logged-yet',
    '`labels` is not logged yet: the run is still going.',
  ],
  [
    'missing on the champion',
    same,
    labelled('a'),
    labelled(null, champion()),
    'not-comparable',
    'v12, which is live, has no `labels`.',
  ],
  ['a list of nothing', same, labelled('[]'), labelled('[]', champion()), 'missing', '`labels` is missing.'],
  ['nothing between commas', same, labelled(','), labelled(',', champion()), 'missing', '`labels` is missing.'],
  [
    'a list of nothing on the champion',
    same,
    labelled('a'),
    labelled('[]', champion()),
    'not-comparable',
    'v12, which is live, has no `labels`.',
  ],
  ['nothing live', same, labelled('a'), null, 'no-champion', 'Nothing is live yet, so there are no labels to keep.'],
  [
    'by a name that every object knows',
    { ...same, from: 'constructor' },
    facts(),
    champion(),
    'missing',
    '`constructor` is missing.',
  ],
  [
    'as a tag of another name',
    { ...same, from: 'classes' },
    { ...facts(), tags: { classes: 'a,b' } },
    withRun({ tags: { classes: 'a,b' } }, champion()),
    'pass',
    '2 labels, in the order of v12.',
  ],
];

const all = [
  ...baselines.map((one) => ['improves', one[0], one] as const),
  ...noise.map((one) => ['significant', one[0], one] as const),
  ...notWorse.map((one) => ['not-worse', one[0], one] as const),
  ...labels.map((one) => ['labels', one[0], one] as const),
];

test.each(all)('%s: %s', (_kind, _what, [, config, candidate, before, status, reason, cure]) => {
  const verdict = verdictOf(config, { candidate, champion: before });
  expect(verdict).toMatchObject({ status, reason });
  if (cure !== undefined) expect(verdict?.cure).toBe(cure);
});

test('the quantile of the normal distribution is right to seven digits', () => {
  const known = [
    [0.5, 0],
    [0.8, 0.841621234],
    [0.9, 1.281551566],
    [0.95, 1.644853627],
    [0.975, 1.959963985],
    [0.99, 2.326347874],
    [0.9999, 3.719016485],
  ] as const;
  for (const [probability, quantile] of known) expect(normalQuantile(probability)).toBeCloseTo(quantile, 6);
});

test('a tolerance is exact in both directions: on the bound passes, one step beyond it fails', () => {
  const cents = fc.integer({ min: 1, max: 9_999 });
  fc.assert(
    fc.property(cents, cents, fc.constantFrom('higher' as const, 'lower' as const), (before, tolerance, direction) => {
      const bound = direction === 'higher' ? before - tolerance : before + tolerance;
      const config: GateConfig = { kind: 'not-worse', 'not-worse': 'x', tolerance: tolerance / 1e4, direction };
      const said = (value: number) =>
        verdictOf(config, { candidate: having(['x', value / 1e4]), champion: live(['x', before / 1e4]) })?.status;
      expect(said(bound)).toBe('pass');
      expect(said(direction === 'higher' ? bound - 1 : bound + 1)).toBe('fail');
    }),
  );
});

test('progress in per cent is exact: on the bound passes, one step short of it fails', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 400 }), (before, percents) => {
      const config: GateConfig = { kind: 'improves', improves: 'x', by: `${percents / 4}%` };
      const bound = before * (400 + percents);
      const said = (value: number) =>
        verdictOf(config, { candidate: having(['x', value / 4e6]), champion: live(['x', before / 1e4]) })?.status;
      expect(said(bound)).toBe('pass');
      expect(said(bound - 1)).toBe('fail');
    }),
  );
});

test('a version compared with itself is never worse, and never significantly better', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.double({ noNaN: true, min: 0, max: 1e3 }),
      (value, error) => {
        const both = {
          candidate: having(['x', value], ['x_stderr', error]),
          champion: live(['x', value], ['x_stderr', error]),
        };
        expect(verdictOf({ kind: 'not-worse', 'not-worse': '*' }, both)?.status).toBe('pass');
        expect(verdictOf({ kind: 'improves', improves: 'x' }, both)?.status).toBe('pass');
        expect(verdictOf({ kind: 'improves', improves: 'x', significant: true }, both)?.status).toBe('fail');
      },
    ),
  );
});

test('where the data is not known to be the same, nothing passes that compares', () => {
  const somewhere = fc.constantFrom(null, holdout, later, train);
  fc.assert(
    fc.property(somewhere, somewhere, (now, before) => {
      const sides = { candidate: having(['x', 1, now]), champion: live(['x', 0, before]) };
      const known = now !== null && now.digest === before?.digest;
      expect(verdictOf({ kind: 'improves', improves: 'x' }, sides)?.status).toBe(known ? 'pass' : 'not-comparable');
      expect(verdictOf({ kind: 'not-worse', 'not-worse': 'x' }, sides)?.status).toBe(known ? 'pass' : 'not-comparable');
    }),
  );
});
