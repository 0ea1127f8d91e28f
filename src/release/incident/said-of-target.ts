import { count } from '../view-numbers.ts';
import type { Mapped } from './mapping.ts';
import { readingWords } from './reading-words.ts';
import type { Reading, Signal } from './signal.ts';
import type { IncidentState } from './state.ts';
import { type Teller, type Telling, tell } from './telling.ts';

/** Alerts without a window are of the same time when they were said within so long. */
const sameTimeMs = 15 * 60_000;

/** What was said of the version that a rollback would go to, measured alike and on the same window: the incident tells it, once. Pure. */
export function withSaidOfTarget(telling: Telling, { version, signal }: Mapped, teller: Teller): Telling {
  const { phase, scored, target, live, symptoms } = telling.state;
  const { reading } = signal;
  if (phase !== 'open' || scored !== null || target === null || version !== target || target === live?.version)
    return telling;
  if (reading === null || reading.value === 'NaN') return telling;
  const isBeside = symptoms.some((one) => one.version !== target && isOfTheSame(one, reading, signal));
  if (!isBeside) return telling;
  const { name, value } = reading;
  return tell(telling, { kind: 'target-scored', version, name, value, words: wordsOf(reading) }, teller);
}

function isOfTheSame(one: IncidentState['symptoms'][number], { name }: Reading, { window, at }: Signal): boolean {
  if (one.resolvedAt !== null || one.reading?.name !== name) return false;
  if (one.window === null || window === null) return Math.abs(one.at - at) <= sameTimeMs;
  return one.window.from < window.to && window.from < one.window.to;
}

function wordsOf(reading: Reading): string {
  const of = reading.samples === null ? '' : `, of ${count(reading.samples, 'sample')}`;
  return `${readingWords(reading)}${of}`.slice(0, 300);
}
