import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatesOf, gateTable } from '../../src/gates/table.ts';
import { few, together } from '../../src/gates/together.ts';
import { blocks, mayBeAccepted, VerdictStatus } from '../../src/release/evidence.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { matches } from '../../src/release/pattern.ts';

const span = 'not a duration. Write a number and a unit, for example 30m, 72h or 7d.';
const distance = 'not a distance. Write a number like 0.005, or a part of the live value like "2%".';
const slices = 'Write the name of a metric, or a list of them, for example `recall/*`; `*` stands for anything.';
const baseline =
  'not a name for the live version’s values. Write under which name runs log them, for example `baseline.*`; `*` stands for the metric.';
const size = 'not a size. Write a number and a unit, for example 500MB or 2GiB.';
const address =
  'not the address of a check. Write one like `https://risk.example/check`, without user, password or fragment.';
const documented =
  'not what must be documented. Write for example `{ params: [seed], tags: [team], description: true }`.';
const freshness = 'not what must be fresh. Write `{ trained: 7d }`, `{ data: 30d }` or both.';
const checks = 'Write `checks: all`, or a list of their names, for example `[ci, lint]`; `*` stands for anything.';
const significant = 'not a choice. Write `significant: true`, or `significant: { confidence: 0.95 }`.';

const wrong: readonly [written: object, path: string, message: string][] = [
  [{ improves: 'auc', by: -1 }, 'by', 'below zero. Write how much better it must be, for example 0.005.'],
  [{ improves: 'auc', by: '2' }, 'by', distance],
  [{ improves: 'auc', by: '-2%' }, 'by', distance],
  [{ improves: 'auc', by: null }, 'by', distance],
  [{ improves: 'auc', baseline: '*' }, 'baseline', baseline],
  [
    { improves: 'auc', baseline: 'auc' },
    '',
    'a metric compared with itself. Write another name as `baseline`, for example `baseline.auc`.',
  ],
  [{ improves: 'auc', significant: false }, 'significant', significant],
  [
    { improves: 'auc', significant: { confidence: 95 } },
    'significant.confidence',
    'not a confidence. Write one from 0.8 to 0.9999, for example 0.95.',
  ],
  [
    { improves: 'auc', significant: { level: 1 } },
    'significant',
    'there is no `level` here. Write one of `confidence`, `stderr`.',
  ],
  [
    { improves: 'auc', 'different-data': true },
    'different-data',
    'not a choice. Write `allow`, or leave it out to refuse different data.',
  ],
  [
    { improves: 'auc', direction: 'up' },
    'direction',
    'neither higher nor lower. Write `direction: lower` where less is better.',
  ],
  [{ 'not-worse': [] }, 'not-worse', `empty. ${slices}`],
  [{ 'not-worse': '' }, 'not-worse', `empty. ${slices}`],
  [{ 'not-worse': ['a', 1] }, 'not-worse', `not a name. ${slices}`],
  [{ 'not-worse': 'a', baseline: 'live' }, 'baseline', baseline],
  [{ 'not-worse': 'a', baseline: '*' }, 'baseline', baseline],
  [{ 'not-worse': 'a', tolerance: '1 percent' }, 'tolerance', distance],
  [{ labels: 'order' }, 'labels', 'not a choice. Write `labels: same`, or leave the gate out.'],
  [{ documented: {} }, 'documented', documented],
  [{ documented: ['seed'] }, 'documented', documented],
  [
    { documented: { param: 'seed' } },
    'documented',
    'there is no `param` here. Write one of `params`, `tags`, `metrics`, `artifacts`, `description`, `datasets`, `run-name`, `model-card`.',
  ],
  [
    { documented: { description: { min: 0 } } },
    'documented.description.min',
    'not how long a description must be. Write `true`, or `{ min: 40 }` for at least so many characters.',
  ],
  [
    { documented: { datasets: false } },
    'documented.datasets',
    'not which data sets. Write `true`, or a list of their contexts, for example `[training]`.',
  ],
  [{ reproducible: false }, 'reproducible', 'not a choice. Write `reproducible: true`, or leave the gate out.'],
  [{ reproducible: true, branch: '' }, 'branch', 'not a branch. Write its name, for example `main`.'],
  [{ schema: 'forward' }, 'schema', 'not a way to compare. Write `backward`, or `same` where nothing may change.'],
  [{ latency: 'p95_ms' }, 'max', 'not a number. Write one like 0.80, without quotes.'],
  [{ cost: 'cost', max: '1' }, 'max', 'not a number. Write one like 0.80, without quotes.'],
  [{ size: 500 }, 'size', size],
  [{ size: '500' }, 'size', size],
  [{ size: '500Mb' }, 'size', size],
  [{ fresh: {} }, 'fresh', freshness],
  [{ fresh: { 'data-end': 'snapshot' } }, 'fresh', freshness],
  [{ fresh: '7d' }, 'fresh', freshness],
  [{ fresh: { trained: '1 week' } }, 'fresh.trained', span],
  [{ soak: 24, in: 'staging' }, 'soak', span],
  [{ soak: '24h' }, 'in', 'not an environment. Write its name, for example `staging`.'],
  [{ 'passed-in': '' }, 'passed-in', 'empty. Write an environment, for example `staging`.'],
  [
    { 'not-rolled-back': 'yes' },
    'not-rolled-back',
    'not a choice. Write `not-rolled-back: true`, or leave the gate out.',
  ],
  [{ 'rollback-ready': 'yes' }, 'rollback-ready', 'not a choice. Write `rollback-ready: true`, or leave the gate out.'],
  [{ checks: 'ci' }, 'checks', `not a choice of checks. ${checks}`],
  [{ checks: [] }, 'checks', `empty. ${checks}`],
  [{ http: 'risk.example' }, 'http', address],
  [{ http: 'https://pat:secret@risk.example' }, 'http', address],
  [{ http: 'ftp://risk.example' }, 'http', address],
  [
    { http: 'http://risk.example' },
    '',
    'a check over plain http. Write an https address, or `private: allow` where it stays inside your network.',
  ],
  [
    { http: 'https://risk.example', secret: 'hunter2' },
    'secret',
    'a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    { http: 'https://risk.example', timeout: '2m' },
    'timeout',
    'not a time that a check may take. Write one from 1s to 30s.',
  ],
  [{ http: 'https://risk.example', timeout: 'soon' }, 'timeout', span],
];

test.each(wrong)('%o is refused with words', (written, path, message) => {
  const kind = [...gateTable.keys()].find((key) => Object.hasOwn(written, key)) ?? '';
  const issues = gateTable.get(kind)?.schema.safeParse(written).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toContainEqual([path, message]);
});

const labels: readonly [GateConfig, label: string][] = [
  [{ kind: 'improves', improves: 'auc', by: '2%' }, 'auc up by ≥ 2 %'],
  [{ kind: 'improves', improves: 'auc', by: 0.005, significant: true }, 'auc up by ≥ 0.005, beyond noise'],
  [{ kind: 'improves', improves: 'auc', significant: true }, 'auc better beyond noise'],
  [{ kind: 'not-worse', 'not-worse': 'recall/*', tolerance: 0.01 }, 'recall/* down by ≤ 0.01'],
  [{ kind: 'not-worse', 'not-worse': 'loss', tolerance: '2%', direction: 'lower' }, 'loss up by ≤ 2 %'],
  [{ kind: 'not-worse', 'not-worse': ['a', 'b', 'c'], dataset: 'holdout' }, 'a, b and 1 more on holdout not worse'],
  [{ kind: 'labels', labels: 'same' }, 'labels same as live'],
  [
    { kind: 'documented', documented: { 'model-card': 'owner', params: 'a', tags: 'b' } },
    'documented: params, tags and 1 more',
  ],
  [{ kind: 'from-experiment', 'from-experiment': 'growth/churn' }, 'from growth/churn'],
  [{ kind: 'reproducible', reproducible: true, branch: 'main' }, 'reproducible from main'],
  [{ kind: 'schema', schema: 'backward' }, 'schema fits those who call it'],
  [{ kind: 'latency', latency: 'p95_ms', max: 50 }, 'p95_ms ≤ 50'],
  [{ kind: 'cost', cost: 'usd', max: 0.2, dataset: 'replay' }, 'usd on replay ≤ 0.20'],
  [{ kind: 'size', size: '500MB' }, 'size ≤ 500 MB'],
  [{ kind: 'fresh', fresh: { trained: '7d', data: '30d' } }, 'trained ≤ 7 days, data ≤ 30 days ago'],
  [{ kind: 'soak', soak: '24h', in: 'staging' }, '24 hours in staging'],
  [{ kind: 'passed-in', 'passed-in': 'staging' }, 'verified in staging'],
  [{ kind: 'not-rolled-back', 'not-rolled-back': true }, 'not rolled back before'],
  [{ kind: 'rollback-ready', 'rollback-ready': true }, 'a way back is ready'],
  [{ kind: 'checks', checks: 'all' }, 'all checks of the commit'],
  [{ kind: 'checks', checks: ['ci', 'lint', 'types'] }, 'checks ci, lint and 1 more'],
  [{ kind: 'http', http: 'https://risk.example/v1', name: 'risk' }, 'risk check'],
];

test.each(labels)('the gate %o is called %s, which fits on a phone', (config, label) => {
  expect(gatesOf([config])[0]?.label).toBe(label);
  expect(label.length).toBeLessThanOrEqual(42);
});

test('what a schema gave out it reads again: a policy is kept, and gates are made of it later', () => {
  for (const { kind, written } of examples()) {
    const schema = gateTable.get(kind)?.schema;
    const once = schema?.parse(written);
    expect(schema?.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  }
});

test('no field is named like a gate, so that one entry is one gate', () => {
  for (const [kind, { schema }] of gateTable)
    expect(Object.keys(schema.shape).filter((key) => gateTable.has(key))).toEqual([kind]);
});

function examples() {
  return labels.map(([{ kind, ...written }]) => ({ kind, written }));
}

test('a pattern matches what the same expression matches, and takes no longer for a longer one', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (written, name) => {
      expect(matches(written, name)).toBe(new RegExp(`^${written.replaceAll('*', '.*')}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
  expect(matches(`${'a*'.repeat(2_000)}b`, 'a'.repeat(20_000))).toBe(false);
});

test('of several answers the gravest counts: together they pass, or may be accepted, only when each of them may', () => {
  const answer = fc.record({
    status: fc.constantFrom(...VerdictStatus.options),
    reason: fc.constant('So.'),
    cure: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 6 }), (answers) => {
      const all = together(answers, 'All fine.');
      expect(blocks(all)).toBe(answers.some(blocks));
      expect(mayBeAccepted(all)).toBe(answers.some(blocks) && answers.filter(blocks).every(mayBeAccepted));
    }),
  );
});

test('a few of many', () => {
  const letters = ['a', 'b', 'c', 'd', 'e'];
  expect([0, 1, 2, 3, 5].map((count) => few(letters.slice(0, count)))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'a, b, c and 2 more',
  ]);
});
