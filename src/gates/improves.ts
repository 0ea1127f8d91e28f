import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import { apart, exactText } from '../release/number-text.ts';
import { decimalSum, sumReaches } from './decimal.ts';
import { dataset, distance, metricName } from './fields.ts';
import type { Answer, Gate } from './gate.ts';
import { nameOf, type Reading, read } from './reading.ts';

/** `{ improves: auc, by: 0.005 }`: at least that much better than the champion, measured on the same data. */
export const Improves = z.strictObject({
  improves: metricName,
  by: distance.default(0),
  direction: z
    .enum(['higher', 'lower'], 'neither higher nor lower. Write `direction: lower` where less is better.')
    .default('higher'),
  dataset: dataset.optional(),
  'different-data': z
    .literal('allow', 'not a choice. Write `allow`, or leave it out to refuse different data.')
    .optional(),
});
export type Improves = z.output<typeof Improves>;

type Measured = Extract<Reading, { kind: 'value' }>;

/** Passes when the candidate's metric is better than the champion's by at least `by`; the distance itself is enough. */
export function improves(config: Improves): Gate {
  const wanted = { metric: config.improves, dataset: config.dataset };
  return {
    kind: 'improves',
    label: labelOf(config),
    about: { name: config.improves, direction: config.direction },
    check({ candidate, champion }) {
      const reading = read(candidate, wanted);
      if (reading.kind === 'none') return reading.answer;
      if (champion === null)
        return { status: 'no-champion', reason: 'Nothing is live yet, so there is nothing to improve on.', cure: null };
      const before = read(champion, wanted);
      if (before.kind === 'none') return unreadable(champion, before.answer);
      if (config['different-data'] !== 'allow' && differ(reading, before))
        return differentData(config, reading, before, champion);
      return compared(config, reading.value, before.value, champion);
    },
  };
}

function labelOf({ improves: metric, by, direction, dataset: on }: Improves): string {
  const name = nameOf({ metric, dataset: on }).replaceAll('`', '');
  if (by === 0) return `${name} not worse than live`;
  return `${name} ${direction === 'higher' ? 'up' : 'down'} by ≥ ${exactText(by)}`;
}

function compared(
  { improves: metric, by, direction, dataset: on }: Improves,
  now: number,
  before: number,
  champion: VersionFacts,
): Answer {
  const higher = direction === 'higher';
  const passed = higher ? sumReaches(now, -by, before) : sumReaches(before, -by, now);
  const needed = decimalSum(before, higher ? by : -by);
  const [value, bound] = apart(now, needed);
  const how = by === 0 ? '' : `, ${higher ? 'plus' : 'minus'} ${exactText(by)}`;
  return {
    status: passed ? 'pass' : 'fail',
    reason: `${nameOf({ metric, dataset: on })} ${value}, needs ${higher ? '≥' : '≤'} ${bound} (v${champion.version} ${apart(before, needed)[0]}${how}).`,
    cure: passed ? null : 'Register a better version.',
  };
}

/** The champion cannot be changed for the sake of a gate: what it lacks makes the two not comparable. */
function unreadable(champion: VersionFacts, { reason }: Answer): Answer {
  return {
    status: 'not-comparable',
    reason: `v${champion.version}, which is live, has no such number: ${reason}`,
    cure: `Log it on the run of v${champion.version}, or judge by a fixed bound.`,
  };
}

function differ(now: Measured, before: Measured): boolean {
  return now.digest !== null && before.digest !== null && now.digest !== before.digest;
}

function differentData(
  { improves: metric }: Improves,
  now: Measured,
  before: Measured,
  champion: VersionFacts,
): Answer {
  return {
    status: 'not-comparable',
    reason: `\`${metric}\` was measured on different data (${now.digest?.slice(0, 7)}, v${champion.version} ${before.digest?.slice(0, 7)}).`,
    cure: `Measure both on the same data, or write \`different-data: allow\`.`,
  };
}
