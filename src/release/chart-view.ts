import type { MetricLine, MetricValue } from './evidence.ts';

/** What a gate demands of a metric, where it can be drawn: a fixed bound, itself included. */
export interface DrawnBound {
  readonly sign: '≥' | '≤';
  readonly value: number;
}

/** One metric of both sides. */
export interface ChartRow {
  readonly name: string;
  readonly candidate: MetricValue | null;
  readonly champion: MetricValue | null;
  readonly direction: MetricLine['direction'];
  readonly bound: DrawnBound | null;
}

/** All that a chart of the metrics against the champion shows. */
export interface ChartView {
  /** "churn v14 in production". */
  readonly title: string;
  /** How the two sides are called: "v14", "v12". */
  readonly candidate: string;
  readonly champion: string;
  readonly rows: readonly ChartRow[];
}
