import type { ChartRow, ChartView } from '../release/chart-view.ts';
import { legible } from './legible.ts';
import { standingOf, type Trend } from './standing.ts';

/** The longest text that Slack takes for a picture. */
const longest = 1_000;
const longestName = 80;

const trends: Record<Trend, string> = {
  better: 'better',
  worse: 'worse',
  same: 'the same',
  up: 'higher',
  down: 'lower',
  unknown: 'not comparable',
};

/** The chart in words: each metric with both numbers, which side is better, and the bound. */
export function altText({ title, candidate, champion, rows }: ChartView): string {
  const start = `Chart: ${title}, ${candidate} against ${champion}, which is live.`;
  const sentences = rows.map(sentence);
  const told = sentences.filter((_, at) => fits([start, ...sentences.slice(0, at + 1)]));
  const rest = sentences.length - told.length;
  return [start, ...told, ...(rest === 0 ? [] : [`And ${rest} more.`])].join(' ');
}

function fits(sentences: readonly string[]): boolean {
  return sentences.join(' ').length <= longest - ' And 99 more.'.length;
}

function sentence(row: ChartRow): string {
  const { trend, candidate, champion, bound } = standingOf(row);
  const needs = bound === null ? '' : `, needs ${bound.text}`;
  return `${legible(row.name, longestName)} ${candidate.text}, was ${champion.text}: ${trends[trend]}${needs}.`;
}
