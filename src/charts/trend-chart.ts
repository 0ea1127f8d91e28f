import type { TrendView } from '../release/incident/trend-view.ts';
import { exactText, numberText } from '../release/number-text.ts';
import { legible } from './legible.ts';
import type { Drawn } from './metrics-chart.ts';
import type { Painter } from './painter.ts';
import { phone, type Sizes } from './picture.ts';
import { worst } from './trend-scale.ts';

/** A number over time as a picture, with the words for those who do not see it. */
export async function trendChart(
  painter: Pick<Painter, 'draw'>,
  trend: TrendView,
  sizes: Sizes = phone,
): Promise<Drawn> {
  const painted = await painter.draw({ kind: 'trend', trend, sizes });
  if (painted.kind !== 'drawn') return painted;
  return { kind: 'drawn', picture: { png: painted.png, alt: trendText(trend) } };
}

/** The picture in words: the first, the worst and the last number with their times, the bound, when the version went live and when it was over. */
export function trendText(trend: TrendView): string {
  const { title, name, unit, points, bound, trained, release, over } = trend;
  const after = unit === null ? '' : ` ${legible(unit, 8)}`;
  const [first, last, most] = [points[0], points.at(-1), worst(trend)];
  const said = (point: typeof first) =>
    point === undefined ? 'not known' : `${numberText(point.value)}${after} at ${moment(point.at)}`;
  const between = most === first || most === last ? '' : `, at worst ${said(most)}`;
  const sentences = [
    `Chart: ${legible(title, 120)}.`,
    `${legible(name, 80)}: ${said(first)}${between}${points.length > 1 ? `, ${said(last)}` : ''}.`,
    bound === null ? '' : `Needs ${bound.sign} ${exactText(bound.value)}${after}.`,
    trained === null ? '' : `At training ${numberText(trained)}${after}.`,
    release === null ? '' : `${legible(release.name, 40)} went live at ${moment(release.at)}.`,
    over === null ? '' : `Over at ${moment(over)}.`,
  ];
  return sentences.filter((one) => one !== '').join(' ');
}

function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
