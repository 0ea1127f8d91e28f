import { exactText, numberText, textBeside } from '../number-text.ts';
import type { Reading } from './signal.ts';

/** A reading in one line: "error rate 0.041, needs ≤ 0.01"; the value never reads as keeping to a bound that it breaks. */
export function readingWords({ name, value, unit, bound }: Pick<Reading, 'name' | 'value' | 'unit' | 'bound'>): string {
  const text = typeof value === 'number' && bound !== null ? textBeside(value, bound.value) : numberText(value);
  const measured = `${name} ${text}${unit === null ? '' : ` ${unit}`}`;
  return bound === null ? measured : `${measured}, needs ${bound.sign} ${exactText(bound.value)}`;
}
