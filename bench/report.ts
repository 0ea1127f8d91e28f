import type { Compared, Side } from './compare.ts';
import { median, quantile, type Ratio, verdict } from './statistics.ts';

/** The lines that tell how one comparison came out. */
export function report(found: Compared): readonly string[] {
  const { name, goal, ours, bare, ratio, control, bad } = found;
  return [
    '',
    `${name.padEnd(34)}${'per second'.padStart(12)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`,
    line(ours),
    line(bare),
    `  ratio ${words(ratio)}, two equal servers ${words(control)}: goal ${goal.toFixed(2)} ${verdict(ratio, control, goal)}`,
    ...(bad > 0 ? [`  ${bad} requests were not answered with 200: these numbers mean nothing`] : []),
  ];
}

function line({ name, slices }: Side): string {
  const all = slices.flatMap(({ milliseconds }) => milliseconds);
  const rate = Math.round(median(slices.map(({ perSecond }) => perSecond)));
  const at = (q: number) => quantile(all, q).toFixed(1).padStart(10);
  return `  ${name.padEnd(32)}${rate.toLocaleString('en').padStart(12)}${at(0.5)}${at(0.99)}`;
}

function words({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
