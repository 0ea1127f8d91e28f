import { afterAll, describe, expect, test } from 'vitest';
import { altText } from '../../src/charts/alt-text.ts';
import { metricsChart } from '../../src/charts/metrics-chart.ts';
import { painter } from '../../src/charts/painter.ts';
import { phone } from '../../src/charts/picture.ts';
import { placeOf, standingOf } from '../../src/charts/standing.ts';
import { svgOf } from '../../src/charts/svg.ts';
import type { ChartRow, ChartView } from '../../src/release/chart-view.ts';

const row = (over: Partial<ChartRow>): ChartRow => ({
  name: 'auc',
  candidate: 0.861,
  champion: 0.852,
  direction: 'higher',
  bound: null,
  ...over,
});

const chart = (rows: readonly ChartRow[]): ChartView => ({
  title: 'churn v14 in production',
  candidate: 'v14',
  champion: 'v12',
  rows,
});

const start = 'Chart: churn v14 in production, v14 against v12, which is live.';

const standings: readonly { name: string; row: Partial<ChartRow>; alt: string; trend: string; side: number }[] = [
  { name: 'higher is better', row: {}, alt: 'auc 0.861, was 0.852: better.', trend: 'better', side: 1 },
  {
    name: 'lower is better',
    row: { name: 'ms', candidate: 38, champion: 41, direction: 'lower' },
    alt: 'ms 38, was 41: better.',
    trend: 'better',
    side: 1,
  },
  { name: 'worse', row: { candidate: 0.7 }, alt: 'auc 0.70, was 0.852: worse.', trend: 'worse', side: -1 },
  { name: 'the same', row: { candidate: 0.852 }, alt: 'auc 0.852, was 0.852: the same.', trend: 'same', side: 0 },
  {
    name: 'nobody says where better lies',
    row: { direction: 'unknown' },
    alt: 'auc 0.861, was 0.852: higher.',
    trend: 'up',
    side: 1,
  },
  {
    name: 'a difference in the sixth digit is told',
    row: { candidate: 0.8520001, champion: 0.852 },
    alt: 'auc 0.8520001, was 0.852: better.',
    trend: 'better',
    side: 1,
  },
  {
    name: 'a champion of zero',
    row: { name: 'errors', candidate: 3, champion: 0, direction: 'lower' },
    alt: 'errors 3, was 0: worse.',
    trend: 'worse',
    side: -1,
  },
  {
    name: 'a bound',
    row: { bound: { sign: '≥', value: 0.8 } },
    alt: 'auc 0.861, was 0.852: better, needs ≥ 0.80.',
    trend: 'better',
    side: 1,
  },
];

describe('what the picture shows is also said in words', () => {
  test.each(standings)('$name', ({ row: over, alt, trend, side }) => {
    const one = row(over);
    expect(altText(chart([one]))).toBe(`${start} ${alt}`);
    expect(standingOf(one).trend).toBe(trend);
    expect(Math.sign(standingOf(one).candidate.place ?? Number.NaN)).toBe(side);
  });

  test.each([
    { name: 'the candidate lacks it', over: { candidate: null }, alt: 'auc not logged, was 0.852: not comparable.' },
    { name: 'the champion lacks it', over: { champion: null }, alt: 'auc 0.861, was not logged: not comparable.' },
    { name: 'no number', over: { candidate: 'NaN' }, alt: 'auc NaN, was 0.852: not comparable.' },
  ] as const)('nothing is compared that cannot be: $name', ({ over, alt }) => {
    const one = row(over);
    expect(altText(chart([one]))).toBe(`${start} ${alt}`);
    if (one.champion === null || typeof one.candidate !== 'number') expect(standingOf(one).trend).toBe('unknown');
  });

  test('keeps to what Slack takes, and counts what it leaves out', () => {
    const rows = Array.from({ length: 40 }, (_, at) => row({ name: `recall/${'x'.repeat(60)}/${at}` }));
    expect(altText(chart(rows)).length).toBeLessThanOrEqual(1_000);
    expect(altText(chart(rows))).toMatch(/ And \d+ more\.$/);
  });
});

test('the scale is the same for all metrics, sees a thousandth, and ends at a doubling', () => {
  expect(placeOf(0)).toBe(0);
  expect(placeOf(0.001)).toBeCloseTo(0.1, 2);
  expect(placeOf(-0.1)).toBeCloseTo(-0.668, 3);
  expect(placeOf(1)).toBe(1);
  expect(placeOf(50)).toBe(1);
});

describe('the drawing', () => {
  const svg = svgOf({
    kind: 'metrics',
    sizes: phone,
    chart: chart([
      row({ bound: { sign: '≥', value: 0.8 } }),
      row({ name: 'latency', candidate: 41_200, champion: 38_000, direction: 'lower' }),
      row({ name: '<script>\u202e"&\u0000', candidate: null }),
    ]),
  });

  test('carries both numbers of every metric, the bound, and the trend in words and shape', () => {
    for (const words of ['auc', '0.861', '0.852', 'needs ≥ 0.80', '▲ better', '41200', '38000', '▼ worse'])
      expect(svg).toContain(words);
  });

  test('names from outside are text and nothing else', () => {
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/[^\P{C}\n]/u);
  });

  test('numbers that would run over the edge lose digits, those near the line keep them', () => {
    const long = svgOf({
      kind: 'metrics',
      sizes: phone,
      chart: chart([
        row({ name: 'tokens', candidate: 123_456_789.5, champion: 45 }),
        row({ name: 'loss', candidate: 0.852_000_1, champion: 0.852 }),
      ]),
    });
    expect(long).toContain('1.24e8');
    expect(long).toContain('0.8520001');
  });

  test('what is better is told by shape too: a circle for better, a diamond for worse', () => {
    expect(svg).toContain('#0072b2');
    expect(svg).toContain('#d55e00');
  });
});

describe('on its own thread', () => {
  const own = painter({ queue: 12 });
  afterAll(() => own.close());
  const many = chart(Array.from({ length: 5 }, (_, at) => row({ name: `metric ${at}` })));

  test('a PNG as wide as a phone shows it sharply', async () => {
    const drawn = await metricsChart(own, many);
    if (drawn.kind !== 'drawn') throw new Error(drawn.kind);
    const { png } = drawn.picture;
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    const width = new DataView(png.buffer, png.byteOffset).getUint32(16);
    expect(width).toBe(phone.width * phone.zoom);
    expect(png.length).toBeLessThan(400_000);
  });

  test('the event loop stays free while ten are drawn: nearly all the work is done on the other thread', async () => {
    const [process0, thread0] = [process.cpuUsage(), process.threadCpuUsage()];
    const all = await Promise.all(Array.from({ length: 10 }, () => metricsChart(own, many)));
    const [whole, here] = [process.cpuUsage(process0), process.threadCpuUsage(thread0)];
    expect(all.every(({ kind }) => kind === 'drawn')).toBe(true);
    expect(here.user + here.system).toBeLessThan((whole.user + whole.system) / 5);
  });

  test('too many at once are refused, not kept', async () => {
    const all = await Promise.all(Array.from({ length: 14 }, () => metricsChart(own, chart([row({})]))));
    expect(all.filter(({ kind }) => kind === 'busy')).toHaveLength(2);
    expect(all.filter(({ kind }) => kind === 'drawn')).toHaveLength(12);
  });

  test('a drawing that takes too long is given up, and the next one gets a new thread', async () => {
    const hasty = painter({ withinMs: 1 });
    expect((await metricsChart(hasty, many)).kind).toBe('failed');
    await hasty.close();
    expect((await metricsChart(own, many)).kind).toBe('drawn');
  });
});
