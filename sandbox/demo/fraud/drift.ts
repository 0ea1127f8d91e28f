import { askedAbout, type Transaction } from './data.ts';

/** How far inputs have moved: each one's population stability index, and the share of those that moved too far. */
export type Drift = {
  readonly share: number;
  readonly features: readonly { readonly name: string; readonly value: number }[];
};

const bins = 10;
/** A bin that nothing fell into would make the index infinite. */
const leastShare = 0.0001;

/** From where on an input counts as shifted: the usual bound of the index. */
export const shiftedFrom = 0.2;

/** Compares the inputs of two sets of transactions, in tenths of the reference: PSI = Σ (now − then) · ln(now / then). */
export function driftOf(reference: readonly Transaction[], current: readonly Transaction[]): Drift {
  const features = askedAbout.map((name, at) => {
    const column = (all: readonly Transaction[]) => all.map(({ asked }) => asked[at] ?? Number.NaN);
    return { name, value: stability(column(reference), column(current)) };
  });
  return { share: features.filter(({ value }) => value > shiftedFrom).length / features.length, features };
}

function stability(then: readonly number[], now: readonly number[]): number {
  const edges = edgesOf(then);
  const [before, after] = [sharesIn(edges, then), sharesIn(edges, now)];
  const sum = before.reduce((all, share, at) => {
    const other = after[at] ?? leastShare;
    return all + (other - share) * Math.log(other / share);
  }, 0);
  return Number(sum.toFixed(4));
}

/** Where a tenth ends and the next begins; where many are the same there are fewer. */
function edgesOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const all = Array.from({ length: bins - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / bins)] ?? 0);
  return [...new Set(all)];
}

function sharesIn(edges: readonly number[], values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) {
    const at = edges.filter((edge) => value >= edge).length;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count) => Math.max(count / values.length, leastShare));
}
