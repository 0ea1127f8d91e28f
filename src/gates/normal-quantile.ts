const central = {
  above: [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  below: [1, 17.895169469, 78.757757664, 67.1875636],
};

const tail = {
  above: [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  below: [1, 0.7370016425, 0.12021132975],
};

/**
 * The value below which a standard normal variable stays with this probability, for probabilities from 0.5 to 1 − 1e-11, right to
 * about seven digits: M. J. Wichura, Algorithm AS 241 (PPND7), Applied Statistics 37 (1988), 477–484.
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (q <= 0.425) return q * ratio(central, 0.180625 - q * q);
  return ratio(tail, Math.sqrt(-Math.log(1 - probability)) - 1.6);
}

function ratio({ above, below }: typeof central, r: number): number {
  return polynomial(above, r) / polynomial(below, r);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
