import { join } from 'node:path';
import { type AlertRule, startAlertmanager, startPrometheus } from '../alerting.ts';
import { type Counts, startCounts } from './counts.ts';

/** A real Prometheus that watches what is counted, and a real Alertmanager that tells Signalbox. */
export type Watching = {
  readonly counts: Counts;
  /** The address of Prometheus. */
  readonly prometheus: string;
  stop(): Promise<void>;
};

/** By what the demo's Alertmanager and its drift reports prove who they are: the variables that hold it, and what it is. */
export const watchToken = { name: 'WATCH_TOKEN', value: 'a-token-of-the-demos-alertmanager' };
export const reportsSecret = { name: 'REPORTS_SECRET', value: 'a-secret-of-the-demos-drift-reports' };

/** Starts all three on the loopback interface; alerts go to Signalbox at `origin`. */
export async function startWatching(folder: string, origin: string): Promise<Watching> {
  const counts = await startCounts();
  const running: { stop(): Promise<void> }[] = [counts];
  const stop = async () => {
    await Promise.allSettled(running.map((one) => one.stop()));
  };
  try {
    const alertmanager = await startAlertmanager({
      folder: join(folder, 'alertmanager'),
      webhook: { url: `${origin}/webhooks/watch`, token: watchToken.value },
      groupBy: ['alertname', 'model', 'environment'],
      repeatInterval: '10s',
    });
    running.push(alertmanager);
    const prometheus = await startPrometheus({
      folder: join(folder, 'prometheus'),
      targets: [counts.address],
      rules: [wrongTooOften],
      alertmanager: alertmanager.url,
    });
    running.push(prometheus);
    return { counts, prometheus: prometheus.url, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const each = 'sum by (model, environment, version)';
const all = `${each} (increase(answers_total[10s]))`;
const wrong = `${each} (increase(answers_total{answer="wrong"}[10s]))`;

/** What is served may answer before Signalbox has written down that it is live: a breach that lasts began after that. */
const wrongTooOften: AlertRule = {
  alert: 'WrongAnswers',
  expr: `${wrong} / ${all} > 0.4 and ${all} > 50`,
  for: '10s',
  labels: { kind: 'performance', severity: 'critical' },
  annotations: {
    summary: '{{ $labels.model }} is wrong too often',
    metric: 'error rate',
    value: '{{ $value }}',
    bound: '<= 0.4',
    samples: `{{ with printf "sum(increase(answers_total{model=%q,version=%q}[10s]))" $labels.model $labels.version | query }}{{ . | first | value | printf "%.0f" }}{{ end }}`,
  },
};
