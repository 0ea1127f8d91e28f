import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { python } from '../../sandbox/python.ts';
import { DriftDocument } from '../../src/alerts/drift/schema.ts';
import { alertSources } from '../../src/alerts/table.ts';
import type { AlertReading } from '../../src/ports-alerts.ts';
import { SignalKind } from '../../src/release/incident/signal.ts';
import { changed, noon, recorded } from '../contracts/alert-source.ts';

const read = (name: string) => readFile(join(import.meta.dirname, '../../docs', name), 'utf8');
const manual = await read('alerts.md');
const guide = await read('adding-an-alert-source.md');
const blocks = (language: string) =>
  [...manual.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
const firstColumn = (markdown: string) => [...markdown.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);

test('the guide names every kind of source', () => {
  expect(firstColumn(guide)).toEqual(Object.keys(alertSources));
});

test('the manual names every kind of what may be wrong', () => {
  expect(firstColumn(manual).filter((name) => SignalKind.safeParse(name).success)).toEqual(SignalKind.options);
});

test('the document of the manual is one', () => {
  const [document = ''] = blocks('json');
  expect(DriftDocument.safeParse(JSON.parse(document)).error).toBeUndefined();
});

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          labels: z.record(z.string(), z.string()),
          annotations: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
});

test('an alert of the rule in the manual says what it is about, and its numbers', async () => {
  const [, rules = ''] = blocks('yaml');
  const rule = Rules.parse(parse(rules)).groups[0]?.rules[0];
  const annotations = { ...rule?.annotations, value: '0.041', samples: '12040' };
  const labels = { ...rule?.labels, alertname: rule?.alert };
  const told = changed(
    changed(await recorded('alertmanager'), ['alerts', 0, 'labels'], labels),
    ['alerts', 0, 'annotations'],
    annotations,
  );
  const source = alertSources.alertmanager({ name: 'watch', auth: { kind: 'none' } });
  expect(source.read({}, Buffer.from(JSON.stringify(told)), noon)).toMatchObject({
    signals: [
      {
        model: 'churn',
        environment: 'production',
        kind: 'errors',
        severity: 'critical',
        reading: { name: 'error rate', value: 0.041, bound: { sign: '≤', value: 0.01 }, samples: 12_040 },
        url: 'https://grafana.example/d/churn',
      },
      {},
    ],
  });
});

/** What the manual's Python sends, as a source with this secret reads it. */
async function toldBy(call: string, secret: string): Promise<AlertReading> {
  const source = alertSources.drift({ name: 'reports', auth: { kind: 'hmac', secrets: [secret] } });
  const readings: AlertReading[] = [];
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    readings.push(source.read(headers, await buffer(request), Date.now()));
    response.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { bin } = await python('mlflow');
  const code = `${blocks('python')[0]}\nprint(tell("http://127.0.0.1:${port}/webhooks/reports", "s3cret", ${call}))`;
  const child = spawn(join(bin, 'python'), ['-c', code]);
  const [printed, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect([printed.trim(), complained]).toEqual(['200', '']);
  const [reading] = readings;
  if (reading === undefined) throw new Error('Nothing was sent');
  return reading;
}

const report = (share: number) =>
  `drift_document("churn", "production", ${share}, 0.3, {"age": 0.1, "tenure": 0.31}, 0.2)`;

test.each([
  [0.42, 'firing'],
  [0.1, 'resolved'],
])('the Python of the manual tells a share of %d as %s, signed', async (share, state) => {
  expect(await toldBy(report(share), 's3cret')).toMatchObject({
    kind: 'signals',
    signed: true,
    signals: [{ state, model: 'churn', reading: { value: share }, features: [{ name: 'tenure' }, { name: 'age' }] }],
  });
});

test('the Python of the manual reads what Evidently 0.7 found', async () => {
  const found = join(import.meta.dirname, '../fixtures/alerts/evidently.json');
  const call = `from_evidently("churn", "production", json.load(open(${JSON.stringify(found)})), 0.3, 0.2)`;
  expect(await toldBy(call, 's3cret')).toMatchObject({
    signals: [
      {
        state: 'firing',
        reading: { name: 'share of drifted columns', value: 0.5, bound: { sign: '≤', value: 0.3 } },
        features: [{ name: 'tenure', bound: 0.2 }, { name: 'age' }],
      },
    ],
  });
});

test('with another secret it is not believed', async () => {
  expect(await toldBy(report(0.42), 'another')).toMatchObject({ kind: 'forged' });
});
