import { z } from 'zod';
import { apart } from '../release/number-text.ts';
import { matches } from '../release/pattern.ts';
import { baselineOf, type Live, liveText, type Sides } from './baseline.ts';
import { numberOf } from './decimal.ts';
import { baselines, dataset, differentData, direction, names } from './fields.ts';
import type { Answer, Gate } from './gate.ts';
import { boundBeside, isNone, margin, marginText, meets, shortBy } from './margin.ts';
import { quoted } from './quoted.ts';
import { nameOf, read, type Wanted } from './reading.ts';
import { comparedSlices, newSlices, type Slices, unmatched } from './slices.ts';
import { few, together } from './together.ts';

/** `{ not-worse: "recall/*", tolerance: 0.01 }`: each matching metric of the champion, measured on the same data. */
export const NotWorse = z.strictObject({
  'not-worse': names('the name of a metric', 'recall/*'),
  tolerance: margin.default(0),
  direction: direction.default('higher'),
  dataset: dataset.optional(),
  baseline: baselines.optional(),
  'different-data': differentData.optional(),
});
export type NotWorse = z.output<typeof NotWorse>;

/** One metric's answer; `short` tells how far beyond the tolerance it is, and what is not there at all is furthest. */
interface Judged {
  readonly answer: Answer;
  readonly short: number;
  readonly data: string | null;
}

/** Passes when none of the champion's matching metrics got worse by more than the tolerance. */
export function notWorse(config: NotWorse): Gate {
  const patterns = [config['not-worse']].flat();
  const [baseline, differentData] = [config.baseline ?? 'baseline.*', config['different-data'] === 'allow'];
  const slices: Slices = { patterns, dataset: config.dataset, baseline, differentData };
  return {
    kind: 'not-worse',
    label: labelOf(config, patterns),
    about: aboutOf(config, patterns),
    check({ candidate, champion }) {
      if (champion !== null) return judgedTogether({ candidate, champion }, slices, config);
      return together(
        patterns.map((pattern) => unmatched(pattern, candidate, null, slices)),
        '',
      );
    },
  };
}

function labelOf({ tolerance, direction, dataset: on }: NotWorse, patterns: readonly string[]): string {
  const name = nameOf({ metric: few(patterns, 2), dataset: on }).replaceAll('`', '');
  return isNone(tolerance)
    ? `${name} not worse`
    : `${name} ${direction === 'higher' ? 'down' : 'up'} by ≤ ${marginText(tolerance)}`;
}

function aboutOf({ direction }: NotWorse, [only, ...others]: readonly string[]): Gate['about'] {
  return only === undefined || others.length > 0 ? null : { name: only, direction };
}

function judgedTogether(sides: Sides, slices: Slices, config: NotWorse): Answer {
  const { candidate, champion } = sides;
  const compared = comparedSlices(sides, slices);
  const judged = compared.map((metric) => judge(metric, sides, slices, config)).toSorted((a, b) => b.short - a.short);
  const lacking = slices.patterns.filter((pattern) => !compared.some((name) => matches(pattern, name)));
  const answers = [
    ...judged.map(({ answer }) => answer),
    ...lacking.map((pattern) => unmatched(pattern, candidate, champion, slices)),
  ];
  const closest = judged[0]?.answer.reason ?? '';
  const answer = together(
    answers,
    compared.length > 1 ? `${compared.length} metrics; the closest: ${closest}` : closest,
  );
  const added = newSlices(sides, slices).map(quoted);
  const data = judged.find((one) => one.data !== null)?.data;
  const notes = [...(added.length > 0 ? [`New: ${few(added)}.`] : []), ...(data ? [data] : [])];
  return { ...answer, reason: [answer.reason, ...notes].join(' ') };
}

function judge(metric: string, sides: Sides, slices: Slices, config: NotWorse): Judged {
  const wanted = { metric, dataset: slices.dataset };
  const now = read(sides.candidate, wanted);
  if (now.kind === 'none') return { answer: gone(now.answer), short: Infinity, data: null };
  const before = baselineOf(now, sides, { ...slices, metric });
  if (before.kind === 'none') return { answer: before.answer, short: 0, data: null };
  return against(wanted, now.value, before, config);
}

/** A slice that only the champion has is not an oversight to be mended later: the candidate fails. */
function gone(answer: Answer): Answer {
  return answer.status === 'missing' ? { ...answer, status: 'fail' } : answer;
}

function against(wanted: Wanted, now: number, before: Live, { tolerance, direction }: NotWorse): Judged {
  const bound = boundBeside(before.value, tolerance, 'easier', direction);
  const passed = meets(now, bound, direction);
  const [value, limit] = apart(now, numberOf(bound));
  const how = isNone(tolerance) ? '' : `, tolerance ${marginText(tolerance)}`;
  const sign = direction === 'higher' ? '≥' : '≤';
  return {
    short: shortBy(now, bound, direction),
    data: before.data,
    answer: {
      status: passed ? 'pass' : 'fail',
      reason: `${nameOf(wanted)} ${value}, needs ${sign} ${limit} (${liveText(before, numberOf(bound))}${how}).`,
      cure: passed ? null : 'Register a better version.',
    },
  };
}
