import type { ChartView } from '../release/chart-view.ts';
import { altText } from './alt-text.ts';
import type { Painter } from './painter.ts';
import { type Picture, phone, type Sizes } from './picture.ts';

/** A picture, or why there is none just now. */
export type Drawn =
  | { readonly kind: 'drawn'; readonly picture: Picture }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly why: string };

/** The metrics of both sides as a picture, with the words for those who do not see it. */
export async function metricsChart(
  painter: Pick<Painter, 'draw'>,
  chart: ChartView,
  sizes: Sizes = phone,
): Promise<Drawn> {
  const painted = await painter.draw({ kind: 'metrics', chart, sizes });
  if (painted.kind !== 'drawn') return painted;
  return { kind: 'drawn', picture: { png: painted.png, alt: altText(chart) } };
}
