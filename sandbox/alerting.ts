import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AlertingProgram, alertingProgram } from './alerting-programs.ts';
import { freePort } from './ports.ts';
import { type Running, start } from './processes.ts';
import { until } from './until.ts';

/** A server of our own on the loopback interface; `printed` is what it said last. */
export type AlertingServer = {
  readonly url: string;
  readonly process: Running;
  stop(): Promise<void>;
};

const patienceMs = 60_000;

/** One rule that fires when its expression has a value, after `for`. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrometheusOptions {
  readonly folder: string;
  /** `host:port` of what answers at `/metrics`. */
  readonly targets: readonly string[];
  readonly rules: readonly AlertRule[];
  /** The address of an Alertmanager. */
  readonly alertmanager: string;
  readonly everySeconds?: number;
}

/** Starts Prometheus with these rules over these targets, asked and judged every second; resolves once it answers. */
export async function startPrometheus(options: PrometheusOptions): Promise<AlertingServer> {
  const { folder, targets, rules, alertmanager, everySeconds = 1 } = options;
  const every = `${everySeconds}s`;
  await mkdir(folder, { recursive: true });
  const ruleFile = join(folder, 'rules.yml');
  await written(ruleFile, { groups: [{ name: 'signalbox', rules }] });
  const config = await written(join(folder, 'prometheus.yml'), {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: [ruleFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager).host] }] }] },
    scrape_configs: [{ job_name: 'models', static_configs: [{ targets }], honor_labels: true }],
  });
  return started('Prometheus', (address) => [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    `--web.external-url=http://${address}`,
  ]);
}

export interface AlertmanagerOptions {
  readonly folder: string;
  /** Where Signalbox listens, and the token that it knows this source by. */
  readonly webhook: { readonly url: string; readonly token: string };
  readonly groupBy: readonly string[];
  /** How soon a group is sent, sent again when it changed, and sent again when it did not; as Alertmanager writes spans. */
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
}

/** Starts Alertmanager, which sends what fires and what is over to one address; resolves once it answers. */
export async function startAlertmanager(options: AlertmanagerOptions): Promise<AlertingServer> {
  const { folder, webhook, groupBy, groupWait = '1s', groupInterval = '1s', repeatInterval = '2s' } = options;
  await mkdir(folder, { recursive: true });
  const authorization = { type: 'Bearer', credentials: webhook.token };
  const config = await written(join(folder, 'alertmanager.yml'), {
    route: {
      receiver: 'signalbox',
      group_by: groupBy,
      group_wait: groupWait,
      group_interval: groupInterval,
      repeat_interval: repeatInterval,
    },
    receivers: [
      {
        name: 'signalbox',
        webhook_configs: [{ url: webhook.url, send_resolved: true, http_config: { authorization } }],
      },
    ],
  });
  return started('Alertmanager', (address) => [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    `--web.external-url=http://${address}`,
    '--cluster.listen-address=',
  ]);
}

/** JSON is YAML. */
async function written(file: string, config: object): Promise<string> {
  await writeFile(file, JSON.stringify(config, null, 2));
  return file;
}

async function started(name: AlertingProgram, args: (address: string) => readonly string[]): Promise<AlertingServer> {
  const address = `127.0.0.1:${await freePort()}`;
  const program = await alertingProgram(name);
  const process = start(program.command, [...program.args, ...args(address)]);
  const url = `http://${address}`;
  const ready = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(async () => process.ended() || (await ready()), { within: patienceMs, every: 100 });
  if (process.ended()) throw new Error(`${name} did not start:\n${process.printed()}`);
  return { url, process, stop: () => process.stop() };
}
