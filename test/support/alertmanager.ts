import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type AlertingServer,
  type AlertmanagerOptions,
  type AlertRule,
  startAlertmanager,
  startPrometheus,
} from '../../sandbox/alerting.ts';

/** A number of a model, by its labels. */
export interface Gauge {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Alerting {
  readonly prometheus: AlertingServer;
  readonly alertmanager: AlertingServer;
  /** What the model says of itself from now on. */
  says(gauges: readonly Gauge[]): void;
}

type Options = Omit<AlertmanagerOptions, 'folder'> & { readonly metric: string; readonly rules: readonly AlertRule[] };

/** A model that tells one metric, a real Prometheus that watches it, and a real Alertmanager that tells Signalbox; all end with the test. */
export async function alerting({ metric, rules, ...options }: Options): Promise<Alerting> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-alerting-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  let now: readonly Gauge[] = [];
  const target = await modelThatSays(() => now.map((gauge) => lineOf(metric, gauge)));
  const alertmanager = await startAlertmanager({ ...options, folder: join(folder, 'alertmanager') });
  onTestFinished(() => alertmanager.stop());
  const prometheus = await startPrometheus({
    folder: join(folder, 'prometheus'),
    targets: [target],
    rules,
    alertmanager: alertmanager.url,
  });
  onTestFinished(() => prometheus.stop());
  return {
    prometheus,
    alertmanager,
    says(gauges) {
      now = gauges;
    },
  };
}

function lineOf(metric: string, { labels, value }: Gauge): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
  return `${metric}{${pairs.join(',')}} ${value}\n`;
}

async function modelThatSays(lines: () => readonly string[]): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(lines().join(''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `127.0.0.1:${address.port}`;
}
