import { expect, test } from 'vitest';
import { judge } from '../../src/gates/judge.ts';
import { gatesOf } from '../../src/gates/table.ts';
import { nobodyAsked, nothingPast } from '../../src/release/gate-facts.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { champion, facts, measured } from '../evidence/facts.ts';

/** Twenty gates, of every kind that looks at many things. */
const twenty: readonly GateConfig[] = [
  ...Array.from({ length: 8 }, (_, index): GateConfig => ({ kind: 'metric', metric: `recall/${index}`, min: 0.5 })),
  ...Array.from({ length: 4 }, (_, index): GateConfig => ({ kind: 'improves', improves: `recall/${index}`, by: '1%' })),
  { kind: 'not-worse', 'not-worse': 'recall/*', tolerance: 0.01 },
  { kind: 'labels', labels: 'same' },
  { kind: 'schema', schema: 'backward' },
  {
    kind: 'documented',
    documented: { params: ['p*'], metrics: ['recall/*'], artifacts: ['*'], 'model-card': ['owner'] },
  },
  { kind: 'reproducible', reproducible: true },
  { kind: 'size', size: '1GB' },
  { kind: 'fresh', fresh: { trained: '7d', data: '30d' } },
  { kind: 'checks', checks: 'all' },
];

/** A version with a hundred slices and a signature of a hundred columns. */
function rich(version: typeof facts) {
  const metrics = Array.from({ length: 100 }, (_, index) =>
    measured(`recall/${index}`, 0.8, { name: 'holdout', digest: 'aaaaaaaa' }),
  );
  const inputs = JSON.stringify(Array.from({ length: 100 }, (_, index) => ({ type: 'double', name: `c${index}` })));
  return version({
    metrics,
    schema: { inputs, outputs: '[{"type":"double"}]', params: null },
    params: { labels: '[0,1]' },
  });
}

/** The least processor time that it took, in milliseconds: what others do at the same time is not counted. */
function least(times: number, work: () => unknown): number {
  const took = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...took);
}

test('one candidate with twenty gates is judged in less than five milliseconds', () => {
  const gates = gatesOf(twenty);
  const asked = { candidate: rich(facts), champion: rich(champion), past: nothingPast, outside: nobodyAsked, now: 0 };
  expect(judge(gates, asked)).toHaveLength(20);
  expect(least(20, () => judge(gates, asked))).toBeLessThan(5);
});

test('the gates of a thousand models are made in less than a second', () => {
  const models = Array.from({ length: 1_000 }, () => twenty);
  expect(least(3, () => models.map(gatesOf))).toBeLessThan(1_000);
});
