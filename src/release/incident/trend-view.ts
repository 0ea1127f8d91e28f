/** A number over time, as a picture shows it: with its bound, and with the moments at which a version went live and it was over. Times in ms since 1970. */
export interface TrendView {
  readonly title: string;
  readonly name: string;
  readonly unit: string | null;
  /** By time; at least one. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** What it should keep to. */
  readonly bound: { readonly sign: '≥' | '≤'; readonly value: number } | null;
  /** The same when the version was trained. */
  readonly trained: number | null;
  readonly release: { readonly name: string; readonly at: number } | null;
  /** When it was over; null while it goes on. */
  readonly over: number | null;
}
