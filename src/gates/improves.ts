import { z } from 'zod';
import { apart } from '../release/number-text.ts';
import { baselineOf, type Comparison, type Live, liveText } from './baseline.ts';
import { numberOf } from './decimal.ts';
import { baseline, dataset, differentData, direction, metricName } from './fields.ts';
import type { Answer, Gate } from './gate.ts';
import { boundBeside, isNone, margin, marginText, meets } from './margin.ts';
import { beyondNoise, Significant } from './noise.ts';
import { nameOf, read } from './reading.ts';

/** `{ improves: auc, by: 0.005 }`: at least that much better than the champion, measured on the same data. */
export const Improves = z
  .strictObject({
    improves: metricName,
    by: margin.default(0),
    direction: direction.default('higher'),
    dataset: dataset.optional(),
    baseline: baseline.optional(),
    'different-data': differentData.optional(),
    significant: Significant.optional(),
  })
  .refine(
    ({ improves, baseline }) => improves !== baseline,
    'a metric compared with itself. Write another name as `baseline`, for example `baseline.auc`.',
  );
export type Improves = z.output<typeof Improves>;

/** Passes when the candidate's metric is better than the champion's by at least `by`; the distance itself is enough. */
export function improves(config: Improves): Gate {
  const comparison: Comparison = {
    metric: config.improves,
    dataset: config.dataset,
    baseline: config.baseline ?? 'baseline.*',
    differentData: config['different-data'] === 'allow',
  };
  return {
    kind: 'improves',
    label: labelOf(config),
    about: { name: config.improves, direction: config.direction },
    check({ candidate, champion }) {
      const now = read(candidate, comparison);
      if (now.kind === 'none') return now.answer;
      if (champion === null)
        return { status: 'no-champion', reason: 'Nothing is live yet, so there is nothing to improve on.', cure: null };
      const before = baselineOf(now, { candidate, champion }, comparison);
      if (before.kind === 'none') return before.answer;
      const answer = compared(config, now.value, before);
      if (answer.status !== 'pass' || !config.significant) return answer;
      const ours = { ...now, facts: candidate, metric: config.improves };
      return beyondNoise({ ...config, significant: config.significant }, ours, before, answer);
    },
  };
}

function labelOf({ improves: metric, by, direction, dataset: on, significant }: Improves): string {
  const name = nameOf({ metric, dataset: on }).replaceAll('`', '');
  const noise = significant ? ' beyond noise' : '';
  if (isNone(by)) return significant ? `${name} better${noise}` : `${name} not worse than live`;
  return `${name} ${direction === 'higher' ? 'up' : 'down'} by ≥ ${marginText(by)}${noise && ','}${noise}`;
}

function compared({ improves: metric, by, direction, dataset: on }: Improves, now: number, before: Live): Answer {
  const bound = boundBeside(before.value, by, 'harder', direction);
  const needed = numberOf(bound);
  const passed = meets(now, bound, direction);
  const higher = direction === 'higher';
  const how = isNone(by) ? '' : `, ${higher ? 'plus' : 'minus'} ${marginText(by)}`;
  const [value, limit] = apart(now, needed);
  const data = before.data === null ? '' : ` ${before.data}`;
  return {
    status: passed ? 'pass' : 'fail',
    reason: `${nameOf({ metric, dataset: on })} ${value}, needs ${higher ? '≥' : '≤'} ${limit} (${liveText(before, needed)}${how}).${data}`,
    cure: passed ? null : 'Register a better version.',
  };
}
