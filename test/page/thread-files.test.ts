import { afterAll, expect, test } from 'vitest';
import { noFile } from '../../blocks/file-words.ts';
import type { Message } from '../../blocks/message.ts';
import { shownTable } from '../../blocks/shown-table.ts';
import { metricsChart } from '../../src/charts/metrics-chart.ts';
import { painter } from '../../src/charts/painter.ts';
import type { ChartView } from '../../src/release/chart-view.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();
const own = painter();
afterAll(() => own.close());

const chart: ChartView = {
  title: 'churn v14 → production',
  candidate: 'v14',
  champion: 'v12',
  rows: [
    { name: 'auc', candidate: 0.861, champion: 0.852, direction: 'higher', bound: { sign: '≥', value: 0.8 } },
    {
      name: 'recall/high_value',
      candidate: 0.71,
      champion: 0.75,
      direction: 'higher',
      bound: { sign: '≥', value: 0.74 },
    },
    { name: 'latency_p95_ms', candidate: 41.2, champion: 58, direction: 'lower', bound: { sign: '≤', value: 60 } },
    { name: 'log_loss', candidate: 0.3312, champion: 0.3314, direction: 'lower', bound: null },
    { name: 'training_rows', candidate: 1_250_000, champion: 1_180_000, direction: 'unknown', bound: null },
  ],
};

const table = shownTable({
  path: 'eval_table.json',
  version: 'v14',
  table: {
    columns: ['inputs', 'outputs', 'toxicity'],
    rows: [
      ['What is the refund window?', '30 days from delivery.', '0.01'],
      ['Cancel my plan', 'Done. You will get an e-mail.', '0.02'],
    ],
  },
  beside: {
    version: 'v12',
    table: {
      columns: ['inputs', 'outputs', 'toxicity'],
      rows: [['What is the refund window?', '14 days from the order.', '0.01']],
    },
  },
  rows: 10,
  note: null,
});

test('a thread with a chart, a table and what is not shown is drawn whole, on a phone too', async () => {
  const { client } = here.app.app;
  const post = (message: Message, thread?: string) =>
    client.chat.postMessage({
      channel: 'C0RELEASES',
      ...message,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    });
  const { ts = '' } = await post({ text: 'Review: churn v14 → production', blocks: [] });
  const drawn = await metricsChart(own, chart);
  if (drawn.kind !== 'drawn') throw new Error(drawn.kind);
  const { png, alt } = drawn.picture;
  await client.filesUploadV2({
    channel_id: 'C0RELEASES',
    thread_ts: ts,
    file: Buffer.from(png),
    filename: 'metrics.png',
    alt_text: alt,
    initial_comment: 'The metrics of v14 against v12, which is live.',
  });
  await post(table, ts);
  await post(noFile('errors.csv', 'Files of runs stay out of this channel. It has guests.'), ts);
  for (const size of ['desk', 'phone'] as const) {
    const page = await here.open('kim', `C0RELEASES/${ts}`, size);
    await page.setViewportSize({ width: size === 'phone' ? 390 : 1280, height: 1_600 });
    await expect.poll(() => page.getByRole('img', { name: alt }).count()).toBe(1);
    await page.getByText('v12 has no such row.').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepScreen(page, `thread-files-${size}`);
  }
});
