import { expect, test } from 'vitest';
import type { GateFacts } from '../../src/gates/gate.ts';
import { gatesOf } from '../../src/gates/table.ts';
import {
  type CheckAnswer,
  type CommitCheck,
  type Lived,
  nobodyAsked,
  nothingPast,
  type TakenBack,
} from '../../src/release/gate-facts.ts';
import { Version } from '../../src/release/ids.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { champion, facts, withRun } from '../evidence/facts.ts';
import { having, live, verdictOf } from './verdict.ts';

type Case = readonly [
  what: string,
  GateConfig,
  Partial<GateFacts>,
  status: string,
  reason: string,
  cure?: string | null,
];

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse('2026-11-22T12:00:00Z');

const fast: GateConfig = { kind: 'latency', latency: 'p95_ms', max: 50 };
const cheap: GateConfig = { kind: 'cost', cost: 'cost_per_1k', max: 0.2 };

const bounds: readonly Case[] = [
  [
    'on the bound, beside the champion',
    fast,
    { candidate: having(['p95_ms', 50]), champion: live(['p95_ms', 48]) },
    'pass',
    '`p95_ms` 50, needs ≤ 50 (v12 48).',
    null,
  ],
  [
    'a hair above it',
    fast,
    { candidate: having(['p95_ms', 50.0001]), champion: live() },
    'fail',
    '`p95_ms` 50.0001, needs ≤ 50.',
    'Make it faster, and register a new version.',
  ],
  ['nothing live', fast, { candidate: having(['p95_ms', 1]), champion: null }, 'pass', '`p95_ms` 1, needs ≤ 50.'],
  ['missing', fast, {}, 'missing', '`p95_ms` is missing.'],
  [
    'not logged yet',
    fast,
    { candidate: withRun({ status: 'running' }) },
    'not-logged-yet',
    '`p95_ms` is not logged yet: the run is still going.',
  ],
  ['NaN', fast, { candidate: having(['p95_ms', 'NaN']) }, 'nan', '`p95_ms` is NaN, which no bound can judge.'],
  [
    'on a data set that it was not logged on',
    { ...fast, dataset: 'load' },
    { candidate: having(['p95_ms', 1]) },
    'missing',
    '`p95_ms` is logged, but not on load.',
  ],
  [
    'within the price',
    cheap,
    { candidate: having(['cost_per_1k', 0.2]), champion: live() },
    'pass',
    '`cost_per_1k` 0.20, needs ≤ 0.20.',
  ],
  [
    'too dear',
    cheap,
    { candidate: having(['cost_per_1k', 0.21]), champion: live(['cost_per_1k', 0.1]) },
    'fail',
    '`cost_per_1k` 0.21, needs ≤ 0.20 (v12 0.10).',
    'Make it cheaper, and register a new version.',
  ],
];

function weighing(bytes: number, files = 3): Partial<GateFacts> {
  const { artifacts } = facts();
  return {
    candidate: facts({ artifacts: { ...artifacts, bytes, files } }),
    champion: champion({ artifacts: { ...artifacts, bytes: 4e8 } }),
  };
}

const small: GateConfig = { kind: 'size', size: '500MB' };

const sizes: readonly Case[] = [
  ['on the bound', small, weighing(5e8), 'pass', '500 MB in 3 files, needs ≤ 500 MB (v12 400 MB).', null],
  [
    'one byte above it',
    small,
    weighing(5e8 + 1, 1),
    'fail',
    '500.000001 MB in 1 file, needs ≤ 500 MB (v12 400 MB).',
    'Leave out what serving does not need, and register a new version.',
  ],
  [
    'in binary units',
    { kind: 'size', size: '0.5 GiB' },
    weighing(2 ** 29),
    'pass',
    '0.50 GiB in 3 files, needs ≤ 0.50 GiB (v12 0.3725 GiB).',
  ],
  [
    'in bytes',
    { kind: 'size', size: '100B' },
    { ...weighing(101), champion: null },
    'fail',
    '101 B in 3 files, needs ≤ 100 B.',
  ],
  ['no files', small, weighing(0, 0), 'missing', 'The version has no files.'],
];

const young: GateConfig = { kind: 'fresh', fresh: { trained: '7d' } };
const recent: GateConfig = { kind: 'fresh', fresh: { data: '30d' } };

function trained(ago: number): Partial<GateFacts> {
  return { now, candidate: withRun({ endedAt: now - ago }) };
}

function dataTo(text: string, tags: Readonly<Record<string, string>> = {}): Partial<GateFacts> {
  return { now, candidate: facts({ params: { data_end: text }, tags }) };
}

const fresh: readonly Case[] = [
  ['exactly as old as allowed', young, trained(7 * day), 'pass', 'Trained 7 days ago, needs ≤ 7 days.', null],
  [
    'a millisecond older',
    young,
    trained(7 * day + 1),
    'fail',
    'Trained over 7 days ago, needs ≤ 7 days.',
    'Train it again.',
  ],
  ['much older', young, trained(9.5 * day), 'fail', 'Trained 9 days ago, needs ≤ 7 days.'],
  [
    'a bound in hours',
    { kind: 'fresh', fresh: { trained: '1d' } },
    trained(26 * hour),
    'fail',
    'Trained 26 hours ago, needs ≤ 24 hours.',
  ],
  [
    'a run that says only when it began',
    young,
    { now, candidate: withRun({ endedAt: null, startedAt: now - day }) },
    'pass',
    'Trained 1 day ago, needs ≤ 7 days.',
  ],
  [
    'a run that says nothing',
    young,
    { now, candidate: withRun({ endedAt: null, startedAt: null }) },
    'cannot-tell',
    'The run does not say when it ended.',
  ],
  [
    'a run that goes on',
    young,
    { now, candidate: withRun({ status: 'running' }) },
    'not-logged-yet',
    'The run is still going.',
  ],
  ['no run', young, { now, candidate: facts({ run: null }) }, 'missing', 'The version has no run.'],
  ['data to a day', recent, dataTo('2026-10-30'), 'pass', 'Data to 2026-10-30, 23 days ago, needs ≤ 30 days.'],
  [
    'data to a moment',
    recent,
    dataTo('2026-10-23T14:00:00+02:00'),
    'pass',
    'Data to 2026-10-23, 30 days ago, needs ≤ 30 days.',
  ],
  [
    'data to a moment a second earlier',
    recent,
    dataTo('2026-10-23T13:59:59+02:00'),
    'fail',
    'Data to 2026-10-23, over 30 days ago, needs ≤ 30 days.',
    'Train it on newer data.',
  ],
  [
    'data to milliseconds',
    recent,
    dataTo(String(now - day)),
    'pass',
    'Data to 2026-11-21, 1 day ago, needs ≤ 30 days.',
  ],
  [
    'data to a day that is yet to come',
    recent,
    dataTo('2026-12-01'),
    'cannot-tell',
    '`data_end` is 2026-12-01, which is yet to come.',
  ],
  ['data to no date', recent, dataTo('October'), 'cannot-tell', '`data_end` is `October`, which is no date.'],
  [
    'data to a moment without a zone',
    recent,
    dataTo('2026-10-30T10:00'),
    'cannot-tell',
    '`data_end` is `2026-10-30T10:00`, which is no date.',
  ],
  [
    'data that does not say',
    recent,
    { now },
    'missing',
    '`data_end` is missing.',
    'Log it on the run, then check again.',
  ],
  [
    'data under another name, and training too',
    { kind: 'fresh', fresh: { trained: '7d', data: '30d', 'data-end': 'snapshot' } },
    { now, candidate: withRun({ endedAt: now - 8 * day }, facts({ tags: { snapshot: '2026-11-20' } })) },
    'fail',
    'Trained 8 days ago, needs ≤ 7 days.',
  ],
  [
    'both fresh',
    { kind: 'fresh', fresh: { trained: '7d', data: '30d' } },
    { now, candidate: withRun({ endedAt: now - 2 * day }, facts({ params: { data_end: '2026-11-20' } })) },
    'pass',
    'Trained 2 days ago, needs ≤ 7 days. Data to 2026-11-20, 2 days ago, needs ≤ 30 days.',
  ],
];

function stayed(change: Partial<Lived> | null): Partial<GateFacts> {
  const stay: Lived = { version: Version.parse('9'), since: now - 30 * hour, until: null, verified: true, ...change };
  return { now, past: { ...nothingPast, lived: new Map(change === null ? [] : [['staging', stay]]) } };
}

const passed: GateConfig = { kind: 'passed-in', 'passed-in': 'staging' };
const soaked: GateConfig = { kind: 'soak', soak: '24h', in: 'staging' };

const stays: readonly Case[] = [
  ['verified', passed, stayed({}), 'pass', 'v9 in staging is verified.', null],
  ['verified and replaced since', passed, stayed({ until: now }), 'pass', 'v9 in staging is verified.'],
  ['never there', passed, stayed(null), 'fail', 'It was never live in staging.', 'Release it to staging first.'],
  [
    'still watched',
    passed,
    stayed({ verified: false }),
    'fail',
    'v9 in staging is still being watched.',
    'Wait until its watch is over.',
  ],
  [
    'replaced while it was watched',
    passed,
    stayed({ verified: false, until: now }),
    'fail',
    'v9 in staging was replaced before its watch was over.',
    'Release it to staging again.',
  ],
  [
    'soaked exactly long enough',
    soaked,
    stayed({ since: now - 24 * hour }),
    'pass',
    '24 hours in staging, needs ≥ 24 hours.',
    null,
  ],
  [
    'a millisecond short',
    soaked,
    stayed({ since: now - 24 * hour + 1 }),
    'fail',
    '23 hours in staging, needs ≥ 24 hours.',
    'Wait until 2026-11-22 12:01 UTC.',
  ],
  [
    'long enough, and replaced since',
    soaked,
    stayed({ since: now - 48 * hour, until: now - hour }),
    'pass',
    '47 hours in staging, needs ≥ 24 hours.',
  ],
  [
    'replaced too early, however long ago',
    soaked,
    stayed({ since: now - 90 * day, until: now - 90 * day + hour }),
    'fail',
    '1 hour in staging, needs ≥ 24 hours; then it was replaced.',
    'Release it to staging again, and leave it there.',
  ],
  [
    'long enough, but not verified',
    soaked,
    stayed({ verified: false }),
    'fail',
    'v9 in staging is still being watched.',
  ],
  ['never soaked', soaked, stayed(null), 'fail', 'It was never live in staging.'],
];

function back(...taken: readonly Partial<TakenBack>[]): Partial<GateFacts> {
  const one: TakenBack = { version: Version.parse('13'), commit: 'ffffffffff', at: now - day, why: 'Errors rose.' };
  return { now, past: { ...nothingPast, takenBack: taken.map((change) => ({ ...one, ...change })) } };
}

const clean: GateConfig = { kind: 'not-rolled-back', 'not-rolled-back': true };
const neither = 'Neither it nor its commit was rolled back here.';
const mend = 'Mend what was wrong, and register a new version.';

const takenBack: readonly Case[] = [
  ['nothing was', clean, back(), 'pass', neither, null],
  ['others were', clean, back({}), 'pass', neither],
  [
    'this version was',
    clean,
    back({}, { version: Version.parse('14') }),
    'fail',
    'v14 was rolled back here on 2026-11-21: Errors rose.',
    mend,
  ],
  [
    'another version of its commit was',
    clean,
    back({ commit: facts().run?.commit ?? '' }),
    'fail',
    'Commit a1b2c3d (v13) was rolled back here on 2026-11-21: Errors rose.',
    mend,
  ],
  [
    'its commit is unknown, and a commit was',
    clean,
    { ...back({ commit: null, version: Version.parse('11') }, {}), candidate: withRun({ commit: null }) },
    'cannot-tell',
    'The run names no commit, and v13 was rolled back on 2026-11-21.',
  ],
  ['no commit is known at all', clean, { ...back({ commit: null }), candidate: facts({ run: null }) }, 'pass', neither],
];

function ci(...checks: readonly (readonly [string, CommitCheck['state']])[]): Partial<GateFacts> {
  return { outside: { ...nobodyAsked, checks: checks.map(([name, state]) => ({ name, state, url: null })) } };
}

const green: GateConfig = { kind: 'checks', checks: 'all' };
const named: GateConfig = { kind: 'checks', checks: ['ci / *', 'license'] };

const checks: readonly Case[] = [
  [
    'all succeeded',
    green,
    ci(['ci', 'success'], ['lint', 'success']),
    'pass',
    '`ci` and `lint`: green on a1b2c3d.',
    null,
  ],
  [
    'one failed',
    green,
    ci(['ci', 'failure'], ['lint', 'success']),
    'fail',
    '`ci` failed on a1b2c3d.',
    'Mend it, and train from the mended commit.',
  ],
  [
    'one is running',
    green,
    ci(['ci', 'pending']),
    'not-logged-yet',
    'CI is still running: `ci` on a1b2c3d.',
    'Wait until it ends.',
  ],
  [
    'one failed while another is running',
    green,
    ci(['a', 'pending'], ['b', 'failure']),
    'fail',
    '`b` failed on a1b2c3d. CI is still running: `a` on a1b2c3d.',
  ],
  ['none ran', green, ci(), 'missing', 'No check ran on a1b2c3d.', 'Run CI on the commit, then check again.'],
  ['the commit is not known', green, {}, 'cannot-tell', 'The git host does not know commit a1b2c3d.'],
  [
    'no commit',
    green,
    { ...ci(['ci', 'success']), candidate: withRun({ commit: null }) },
    'missing',
    'The run names no commit.',
  ],
  [
    'no run',
    green,
    { ...ci(['ci', 'success']), candidate: facts({ run: null }) },
    'missing',
    'The run names no commit.',
  ],
  [
    'those that are named',
    named,
    ci(['ci / test', 'success'], ['license', 'success'], ['flaky', 'failure']),
    'pass',
    '`ci / test` and `license`: green on a1b2c3d.',
  ],
  [
    'one that is named did not run',
    named,
    ci(['ci / test', 'success']),
    'missing',
    'No check `license` ran on a1b2c3d.',
  ],
  [
    'the same name twice, once failed',
    { kind: 'checks', checks: ['ci'] },
    ci(['ci', 'success'], ['ci', 'failure']),
    'fail',
    '`ci` failed on a1b2c3d.',
  ],
];

const risk: GateConfig = { kind: 'http', http: 'https://risk.example/check', name: 'risk', secret: 'env:RISK_SECRET' };
const key = gatesOf([risk])[0]?.needs?.map((need) => (need.kind === 'http' ? need.key : ''))[0] ?? '';

function answered(answer: CheckAnswer): Partial<GateFacts> {
  return { outside: { ...nobodyAsked, answers: new Map([[key, answer]]) } };
}

const answers: readonly Case[] = [
  ['yes', risk, answered({ status: 'pass', reason: 'Low risk.' }), 'pass', 'Low risk.', null],
  [
    'no',
    risk,
    answered({ status: 'fail', reason: 'Too risky.' }),
    'fail',
    'Too risky.',
    'Ask those who answer for the risk check.',
  ],
  [
    'it could not tell',
    risk,
    answered({ status: 'cannot-tell', reason: 'New product.' }),
    'cannot-tell',
    'New product.',
  ],
  ['nobody asked', risk, {}, 'cannot-tell', 'The risk check was not asked.'],
  [
    'another check answered',
    { ...risk, secret: 'env:OTHER' },
    answered({ status: 'pass', reason: 'Low risk.' }),
    'cannot-tell',
    'The risk check was not asked.',
  ],
];

const all = [
  ...bounds.map((one) => ['bounds', one[0], one] as const),
  ...sizes.map((one) => ['size', one[0], one] as const),
  ...fresh.map((one) => ['fresh', one[0], one] as const),
  ...stays.map((one) => ['soak and passed-in', one[0], one] as const),
  ...takenBack.map((one) => ['not-rolled-back', one[0], one] as const),
  ...checks.map((one) => ['checks', one[0], one] as const),
  ...answers.map((one) => ['http', one[0], one] as const),
];

test.each(all)('%s: %s', (_kind, _what, [, config, asked, status, reason, cure]) => {
  const verdict = verdictOf(config, asked);
  expect(verdict).toMatchObject({ status, reason });
  if (cure !== undefined) expect(verdict?.cure).toBe(cure);
});

test('an http gate says whom to ask and how, ten seconds at most unless it says otherwise', () => {
  const ask = {
    kind: 'http',
    url: 'https://risk.example/check',
    secret: 'env:RISK_SECRET',
    timeoutMs: 10_000,
    private: false,
  };
  const [gate, inside] = gatesOf([
    risk,
    { kind: 'http', http: 'http://risk.corp:8080/v1', timeout: '5s', private: 'allow' },
  ]);
  expect(gate?.needs).toEqual([{ ...ask, key }]);
  expect(inside).toMatchObject({
    label: 'risk.corp check',
    needs: [{ secret: null, timeoutMs: 5_000, private: true }],
  });
});

test('gates about the past, and about CI, ask for it', () => {
  const kinds = gatesOf([passed, soaked, clean, green, fast, small, young]).map(({ needs = [] }) =>
    needs.map(({ kind }) => kind),
  );
  expect(kinds).toEqual([['past'], ['past'], ['past'], ['commit-checks'], [], [], []]);
});
