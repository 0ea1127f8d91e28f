/** A number as people write it: `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** True when `a + b` is at least `c` in decimal arithmetic: 0.2 + 0.1 reaches 0.3, as it does on paper. */
export function sumReaches(a: number, b: number, c: number): boolean {
  const [x, y, z] = [decimal(a), decimal(b), decimal(c)];
  const exponent = Math.min(x.exponent, y.exponent, z.exponent);
  return scaled(x, exponent) + scaled(y, exponent) >= scaled(z, exponent);
}

function decimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  return { digits: BigInt(whole + decimals), exponent: Number(power) - decimals.length };
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
