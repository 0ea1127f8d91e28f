import { blocks, type Findings, type MetricLine, type Verdict } from '../evidence.ts';
import { changeText, exactText, numberText } from '../number-text.ts';
import { momentText } from './texts.ts';

/** "9 of 10 gates passed; not passed: auc". */
export function countedGates({ verdicts }: Pick<Findings, 'verdicts'>): string {
  const judged = verdicts.filter(({ status }) => status !== 'off');
  const passed = judged.filter(({ status }) => status === 'pass');
  const rest = judged.filter(({ status }) => status !== 'pass').map(({ gate, status }) => `${gate} (${status})`);
  return `${passed.length} of ${judged.length} gates passed${rest.length === 0 ? '' : `; not passed: ${rest.join(', ')}`}`;
}

/** How a gate came out, and whether that would have kept the version out. */
export function verdictWords(verdict: Verdict): string {
  const { status, mode, until } = verdict;
  const warns = mode === 'warn' ? `only warns${until === undefined ? '' : ` until ${momentText(until)}`}` : null;
  return [status, blocks(verdict) ? 'blocks' : warns].filter((part) => part !== null).join(', ');
}

/** "0.861; live before: 0.852 → 0.861; needs at least 0.8": the value, the same of what was live then, and what a gate demands. */
export function metricWords(metric: MetricLine): string {
  return [valueText(metric), beforeText(metric), boundText(metric), reviewedText(metric)]
    .filter((part) => part !== null)
    .join('; ');
}

function valueText({ candidate }: MetricLine): string {
  return candidate === null ? 'not logged' : numberText(candidate);
}

function beforeText({ candidate, champion }: MetricLine): string | null {
  if (champion === null) return null;
  return `live before: ${candidate === null ? numberText(champion) : changeText(champion, candidate)}`;
}

function boundText({ bound }: MetricLine): string | null {
  return bound === undefined ? null : `needs ${bound.sign === '≥' ? 'at least' : 'at most'} ${exactText(bound.value)}`;
}

function reviewedText({ reviewed }: MetricLine): string | null {
  if (reviewed === undefined) return null;
  return `reviewers saw ${reviewed === null ? 'none' : numberText(reviewed)}`;
}
