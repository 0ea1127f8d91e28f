import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { prometheusSeries } from '../../src/alerts/prometheus.ts';
import { http } from '../../src/http.ts';
import { silent } from '../fakes/log.ts';

const from = Date.parse('2026-11-22T11:50:00Z');
const to = Date.parse('2026-11-22T12:00:00Z');

/** A server that answers as it is told, and how it is asked. */
async function prometheus(status: number, document: unknown, path = '') {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://prometheus'));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof document === 'string' ? document : JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = http({ baseUrl: `http://127.0.0.1:${port}${path}`, auth: { kind: 'none' }, log: silent });
  onTestFinished(async () => {
    await client.close();
    server.close().closeAllConnections();
  });
  const range = (deadline = Date.now() + 5_000) =>
    prometheusSeries(client).range('sum(rate(errors[5m]))', from, to, 300_000, { deadline });
  return { asked, range, server };
}

const found = (result: readonly unknown[], more: object = {}) => ({
  status: 'success',
  data: { resultType: 'matrix', result },
  ...more,
});
const series = (values: readonly unknown[], metric: object = {}) => ({ metric, values });

test('a range is asked for in seconds, below the address of the server', async () => {
  const { asked, range } = await prometheus(200, found([]), '/prometheus/');
  await range();
  expect(asked.map(({ pathname, searchParams }) => [pathname, Object.fromEntries(searchParams)])).toEqual([
    [
      '/prometheus/api/v1/query_range',
      { query: 'sum(rate(errors[5m]))', start: '1795348200.000', end: '1795348800.000', step: '300.000' },
    ],
  ]);
});

test('points come with their times; NaN is no value, infinities are', async () => {
  const { range } = await prometheus(
    200,
    found([
      series([
        [1_795_348_200.123, '0.0412'],
        [1_795_348_500, 'NaN'],
        [1_795_348_800, '+Inf'],
        [1_795_348_801, '-Inf'],
        [1_795_348_802, '4.12e-05'],
      ]),
    ]),
  );
  expect(await range()).toEqual([
    { at: 1_795_348_200_123, value: 0.0412 },
    { at: 1_795_348_500_000, value: null },
    { at: 1_795_348_800_000, value: Number.POSITIVE_INFINITY },
    { at: 1_795_348_801_000, value: Number.NEGATIVE_INFINITY },
    { at: 1_795_348_802_000, value: 0.000_041_2 },
  ]);
});

test.each<[string, unknown, unknown]>([
  ['no series', found([]), null],
  ['a series without points', found([series([])]), []],
  ['a hint of an older server', found([], { warnings: ['PromQL info: metric might not be a counter'] }), null],
  ['a hint of a newer one', found([], { infos: ['PromQL info: metric might not be a counter'] }), null],
])('%s is understood', async (_, document, points) => {
  const { range } = await prometheus(200, document);
  expect(await range()).toEqual(points);
});

test.each<[string, number, unknown, object]>([
  [
    'several series',
    200,
    found([series([], { code: '500' }), series([], { code: '502' })]),
    { code: 'series_ambiguous', retry: false, details: { series: 2, labels: [{ code: '500' }, { code: '502' }] } },
  ],
  [
    'a warning',
    200,
    found([series([[1, '1']])], { warnings: ['store gone'] }),
    { code: 'series_incomplete', retry: true, details: { warning: 'store gone' } },
  ],
  [
    'a query that is none',
    400,
    { status: 'error', errorType: 'bad_data', error: 'parse error' },
    { code: 'series_refused', retry: false, details: { errorType: 'bad_data', error: 'parse error' } },
  ],
  [
    'a query that cannot be carried out',
    422,
    { status: 'error', errorType: 'execution', error: 'many-to-many matching not allowed' },
    { code: 'series_refused', retry: false },
  ],
  [
    'one that took too long',
    503,
    { status: 'error', errorType: 'timeout', error: 'x' },
    { code: 'series_unreachable' },
  ],
  ['a proxy that knows nobody', 401, 'who are you?', { code: 'series_auth', retry: false }],
  ['a busy server', 429, '', { code: 'series_unreachable', retry: true }],
  ['another address', 302, '', { code: 'series_refused' }],
  ['a page', 200, '<html>', { code: 'series_answer_malformed', retry: false }],
  ['an error that is a success', 200, { status: 'error', error: 'x' }, { code: 'series_answer_malformed' }],
  [
    'a vector',
    200,
    { status: 'success', data: { resultType: 'vector', result: [] } },
    { code: 'series_answer_malformed' },
  ],
  ['histograms', 200, found([{ metric: {}, histograms: [] }]), { code: 'series_answer_malformed' }],
  ['an empty value', 200, found([series([[1, '']])]), { code: 'series_answer_malformed' }],
  ['a value that is none', 200, found([series([[1, 'many']])]), { code: 'series_answer_malformed' }],
])('%s is told as what it is', async (_, status, document, error) => {
  const { range } = await prometheus(status, document);
  await expect(range()).rejects.toMatchObject(error);
});

test('a server that is not there does not answer, and a deadline that is over is one', async () => {
  const { range, server } = await prometheus(200, found([]));
  await expect(range(Date.now() - 1)).rejects.toMatchObject({ code: 'deadline_passed' });
  server.close();
  server.closeAllConnections();
  await expect(range()).rejects.toMatchObject({ code: 'series_unreachable', retry: true });
});
