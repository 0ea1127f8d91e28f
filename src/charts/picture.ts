import type { ChartView } from '../release/chart-view.ts';
import type { TrendView } from '../release/incident/trend-view.ts';

/** Width and heights of a picture before it is enlarged, in pixels: a phone shows it about this wide. */
export interface Sizes {
  readonly width: number;
  /** How many real pixels each of them becomes. */
  readonly zoom: number;
}

/** Sharp on a phone, and readable there without touching it. */
export const phone: Sizes = { width: 480, zoom: 2.5 };

/** What can be drawn. */
export type Drawing =
  | { readonly kind: 'metrics'; readonly chart: ChartView; readonly sizes: Sizes }
  | { readonly kind: 'trend'; readonly trend: TrendView; readonly sizes: Sizes };

/** A picture with the words for those who do not see it. */
export interface Picture {
  readonly png: Uint8Array;
  readonly alt: string;
}
