import type { IncidentState } from './state.ts';
import { brokenText, kindWords, leading } from './view-numbers.ts';

const longest = 300;

/** Why somebody would roll back or retrain because of it, ready to be edited: what the signal says, and which incident. */
export function reasonOf(state: IncidentState): string {
  const first = leading(state);
  const reading = first?.reading ?? null;
  const said = reading === null ? (first?.title ?? '') : `${reading.name.slice(0, 80)} ${brokenText(reading)}`;
  const since = new Date(first?.startedAt ?? state.openedAt).toISOString().slice(0, 16).replace('T', ' ');
  const what = `${kindWords[state.of]}: ${said.replace(/[\s\p{C}]+/gu, ' ').trim()}`;
  const rest = ` since ${since} UTC (${state.id})`;
  return `${what.slice(0, longest - rest.length)}${rest}`;
}
