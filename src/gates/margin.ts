import { z } from 'zod';
import { exactText } from '../release/number-text.ts';
import { type Decimal, decimal, negated, numberOf, plus, reaches, times } from './decimal.ts';

const cure = 'Write a number like 0.005, or a part of the live value like "2%".';

const distance = z
  .number(`not a distance. ${cure}`)
  .nonnegative('below zero. Write how much better it must be, for example 0.005.');

/** A distance, absolute or as a part of what is live: `0.005` or `"2%"`. */
export const margin = z.union(
  [distance, z.string().regex(/^\d{1,4}(\.\d{1,6})?\s?%$/, `not a distance. ${cure}`)],
  `not a distance. ${cure}`,
);
export type Margin = z.output<typeof margin>;

/** True when there is no distance at all. */
export function isNone(of: Margin): boolean {
  return size(of) === 0;
}

/** "0.005" or "2 %". */
export function marginText(of: Margin): string {
  return typeof of === 'number' ? exactText(of) : `${exactText(size(of))} %`;
}

/** The bound that lies a margin beyond a value, or (`easier`) before it, where better lies in this direction. */
export function boundBeside(
  value: number,
  by: Margin,
  side: 'harder' | 'easier',
  direction: 'higher' | 'lower',
): Decimal {
  const from = decimal(value);
  const shift = typeof by === 'number' ? decimal(by) : part(from, size(by));
  return plus(from, (side === 'harder') === (direction === 'higher') ? shift : negated(shift));
}

/** True when a value is on the bound, or on its better side; reckoned as on paper. */
export function meets(value: number, bound: Decimal, direction: 'higher' | 'lower'): boolean {
  return direction === 'higher' ? reaches(decimal(value), bound) : reaches(bound, decimal(value));
}

/** How far on the worse side of the bound a value lies; negative on its better side. */
export function shortBy(value: number, bound: Decimal, direction: 'higher' | 'lower'): number {
  const gap = numberOf(plus(bound, negated(decimal(value))));
  return direction === 'higher' ? gap : -gap;
}

/** So many per cent of a size, whatever its sign. */
function part(of: Decimal, percent: number): Decimal {
  const whole = of.digits < 0n ? negated(of) : of;
  const { digits, exponent } = times(whole, decimal(percent));
  return { digits, exponent: exponent - 2 };
}

function size(of: Margin): number {
  return typeof of === 'number' ? of : Number(of.replace('%', ''));
}
