import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { backlogGauges } from './metrics/backlog-gauges.ts';
import type { Clock } from './ports.ts';
import type { Backlog, Meters } from './ports-meters.ts';

/** All that one process measures: named counters for those who work, and the page for those who watch. */
export interface Metrics {
  readonly meters: Meters;
  readonly contentType: string;
  /** The page in Prometheus' text format. Never throws: what cannot be read is left out, and `signalbox_store_up` says so. */
  page(): Promise<string>;
}

export interface MetricsOptions {
  readonly clock: Clock;
  readonly backlog: () => Promise<Backlog>;
  readonly version: string;
  readonly role: string;
}

/** Seconds; the longest outside call of a step is its lease, a copy takes minutes. */
const stepSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600];
const callSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the counters of one process. Everything derived from Redis is read when the page is asked for. */
export function metrics({ clock, backlog, version, role }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const info = new Gauge({
    name: 'signalbox_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['version', 'node', 'role'],
    registers: [registry],
  });
  info.set({ version, node: process.versions.node, role }, 1);
  const readBacklog = backlogGauges(registry, clock, backlog);
  return {
    meters: metersIn(registry),
    contentType: registry.contentType,
    async page() {
      await readBacklog();
      return registry.metrics();
    },
  };
}

function metersIn(registry: Registry): Meters {
  const registers = [registry];
  const timed = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const steps = timed(
    'signalbox_step_seconds',
    'How long one attempt at a step took, by how it ended.',
    ['step', 'direction', 'result'],
    stepSeconds,
  );
  const slack = timed('signalbox_slack_call_seconds', 'Calls to Slack.', ['method', 'result'], callSeconds);
  const limited = new Counter({
    name: 'signalbox_slack_rate_limited_total',
    help: 'Calls that Slack answered with 429.',
    labelNames: ['method'],
    registers,
  });
  const asked = timed(
    'signalbox_registry_call_seconds',
    'Calls to a registry, until its answer began.',
    ['server', 'method', 'result'],
    callSeconds,
  );
  const webhooks = timed('signalbox_webhook_seconds', 'Webhooks received.', ['registry', 'result'], callSeconds);
  const requests = timed(
    'signalbox_request_seconds',
    'Commands, clicks and findings, from the inbox to their answer.',
    ['kind', 'result'],
    callSeconds,
  );
  return {
    step: (step, direction, result, ms) => steps.observe({ step, direction, result }, ms / 1_000),
    slackCall(method, result, ms) {
      slack.observe({ method, result }, ms / 1_000);
      if (result === 'rate-limited') limited.inc({ method });
    },
    registryCall: (server, method, result, ms) => asked.observe({ server, method, result }, ms / 1_000),
    webhook: (name, result, ms) => webhooks.observe({ registry: name, result }, ms / 1_000),
    request: (kind, result, ms) => requests.observe({ kind, result }, ms / 1_000),
  };
}
