import type { MetricValue } from './evidence.ts';

const enoughForCards = 4;
/** Seventeen significant digits tell any two doubles apart. */
const enoughForAll = 17;

/** A number for people: at most `digits` significant ones, at least two decimals where there are any ("0.861", "0.80", "12"). */
export function numberText(value: MetricValue, digits = enoughForCards): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  return withDecimals(String(Number(value.toPrecision(digits))));
}

/** A number exactly as somebody configured it: a bound is never rounded. */
export function exactText(value: number): string {
  return numberText(value, enoughForAll);
}

/** The value with as many digits as it takes not to read as equal to, or beyond, the bound that is shown beside it. */
export function textBeside(value: number, bound: number): string {
  const side = Math.sign(value - bound);
  return atDigits(
    (digits) => numberText(value, digits),
    (text) => Math.sign(Number(text) - bound) === side,
  );
}

/** Both numbers with as many digits as it takes to see that they differ, and in which direction. */
export function apart(one: number, other: number): readonly [string, string] {
  const side = Math.sign(one - other);
  return atDigits(
    (digits): readonly [string, string] => [numberText(one, digits), numberText(other, digits)],
    ([a, b]) => Math.sign(Number(a) - Number(b)) === side,
  );
}

/** A value before and after, for one line: "0.861 → 0.859", with digits enough to see the change. */
export function changeText(before: MetricValue, after: MetricValue): string {
  const numbers = typeof before === 'number' && typeof after === 'number';
  return (numbers ? apart(before, after) : [numberText(before), numberText(after)]).join(' → ');
}

function atDigits<T>(write: (digits: number) => T, tells: (text: T) => boolean): T {
  for (let digits = enoughForCards; digits < enoughForAll; digits++) {
    const text = write(digits);
    if (tells(text)) return text;
  }
  return write(enoughForAll);
}

function withDecimals(text: string): string {
  if (text.includes('e') || Math.abs(Number(text)) >= 100) return text;
  const [whole = '', decimals = ''] = text.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}
