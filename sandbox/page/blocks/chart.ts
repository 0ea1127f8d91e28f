import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import { colourOf } from '../names.ts';

const [WIDTH, HEIGHT] = [480, 200];

/** A chart, with its numbers in a table for those who cannot see it. */
export function Chart({ block }: { readonly block: JsonObject }): ComponentChild {
  const chart = objectOf(block['chart']);
  const segments = objectsOf(chart['segments']);
  const series = segments.length > 0 ? [{ name: '', data: segments }] : objectsOf(chart['series']);
  const lines = series.map((one) => ({ name: textOf(one['name']), points: objectsOf(one['data']) }));
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, textOf(block['title'])),
    h(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': textOf(block['title']) },
      textOf(chart['type']) === 'line' || textOf(chart['type']) === 'area' ? drawLines(lines) : drawBars(lines),
    ),
    h(
      'p',
      { class: 'quiet' },
      lines.map(({ name, points }) => `${name} ${points.map(pointWords).join(', ')}`).join(' · '),
    ),
  );
}

type Line = { readonly name: string; readonly points: readonly JsonObject[] };

function drawLines(lines: readonly Line[]): readonly ComponentChild[] {
  const y = scale(lines);
  return lines.map(({ name, points }) => {
    const step = WIDTH / Math.max(1, points.length - 1);
    const places = points.map((point, index) => `${index * step},${y(Number(point['value']))}`);
    return h('polyline', { points: places.join(' '), fill: 'none', stroke: colourOf(name), 'stroke-width': 2 });
  });
}

function drawBars(lines: readonly Line[]): readonly ComponentChild[] {
  const y = scale(lines);
  const count = lines.reduce((sum, { points }) => sum + points.length, 0);
  const step = WIDTH / Math.max(1, count);
  const all = lines.flatMap(({ name, points }) =>
    points.map((point) => ({ point, fill: colourOf(name || textOf(point['label'])) })),
  );
  return all.map(({ point, fill }, index) => {
    const top = y(Number(point['value']));
    return h('rect', { x: index * step + 4, y: top, width: Math.max(2, step - 8), height: HEIGHT - top, fill });
  });
}

function scale(lines: readonly Line[]): (value: number) => number {
  const values = lines.flatMap(({ points }) => points.map((point) => Number(point['value'])));
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  return (value) => HEIGHT - 8 - ((value - low) / (high - low || 1)) * (HEIGHT - 16);
}

function pointWords(point: JsonObject): string {
  return `${textOf(point['label'])} ${String(point['value'])}`;
}
