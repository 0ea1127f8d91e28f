/** A number as people write it: `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The sum as it comes out on paper: 0.1 + 0.2 is 0.3. */
export function decimalSum(a: number, b: number): number {
  const { digits, exponent } = sum(decimal(a), decimal(b));
  return Number(`${digits}e${exponent}`);
}

/** True when `a + b` is at least `c`, reckoned as on paper: 0.3 − 0.1 reaches 0.2. */
export function sumReaches(a: number, b: number, c: number): boolean {
  const total = sum(decimal(a), decimal(b));
  const bound = decimal(c);
  const exponent = Math.min(total.exponent, bound.exponent);
  return scaled(total, exponent) >= scaled(bound, exponent);
}

function sum(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: scaled(a, exponent) + scaled(b, exponent), exponent };
}

function decimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  return { digits: BigInt(whole + decimals), exponent: Number(power) - decimals.length };
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
