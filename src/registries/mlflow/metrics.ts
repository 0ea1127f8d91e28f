import type { Call } from '../../ports.ts';
import type { Metric } from '../../release/evidence.ts';
import { get } from './calls.ts';
import { MetricHistory, type ModelMetric } from './schema-run.ts';
import type { Trace } from './trace.ts';
import type { Wire } from './wire.ts';

/** The logged model's metrics first, each data set apart; then those that only the run has. In the order of their names. */
export async function metricsOf(
  wire: Wire,
  { run, model }: Pick<Trace, 'run' | 'model'>,
  call: Call,
): Promise<Metric[]> {
  const own = latest(model?.metrics ?? []);
  const lost = await lostNaNs(wire, own, call);
  const ofModel = own.map((metric) => ({
    name: metric.key,
    value: lost.has(metric) ? ('NaN' as const) : metric.value,
    dataset: metric.dataset,
  }));
  const named = new Set(ofModel.map(({ name }) => name));
  const ofRun = (run?.metrics ?? [])
    .filter(({ key }) => !named.has(key))
    .map(({ key, value }) => ({ name: key, value, dataset: null }));
  return [...ofModel, ...ofRun].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

/** A logged model keeps every step: the last one of each metric on each data set counts. */
function latest(metrics: readonly ModelMetric[]): readonly ModelMetric[] {
  const last = new Map<string, ModelMetric>();
  for (const metric of metrics) {
    const key = identity({ name: metric.key, dataset: metric.dataset });
    const before = last.get(key);
    if (before === undefined || isLater(metric, before)) last.set(key, metric);
  }
  return [...last.values()];
}

function isLater(a: ModelMetric, b: ModelMetric): boolean {
  return a.step === b.step ? a.timestamp >= b.timestamp : a.step > b.step;
}

function identity({ name, dataset }: Pick<Metric, 'name' | 'dataset'>): string {
  return JSON.stringify([name, dataset?.name ?? '', dataset?.digest ?? '']);
}

/**
 * MLflow stores a logged model's NaN as 0 and only the run's history still knows it (seen with 3.18.0). A gate must never read
 * such a zero as a good error rate, so every exact zero is looked up.
 */
export async function lostNaNs(
  wire: Wire,
  metrics: readonly ModelMetric[],
  call: Call,
): Promise<ReadonlySet<ModelMetric>> {
  const lost = new Set<ModelMetric>();
  for (const metric of metrics) {
    if (metric.value === 0 && (await isNaNInRun(wire, metric, call))) lost.add(metric);
  }
  return lost;
}

async function isNaNInRun(wire: Wire, { key, runId, step, timestamp }: ModelMetric, call: Call): Promise<boolean> {
  if (runId === null) return false;
  const history = await historyInRun(wire, runId, key, call);
  return history.some((logged) => logged.step === step && logged.timestamp === timestamp && logged.value === 'NaN');
}

/** Every value of a run's metric. Without `max_results` the server answers with an empty page and a token for ever. */
export function historyInRun(wire: Wire, run: string, metric: string, call: Call) {
  const request = get('/metrics/get-history', { run_id: run, metric_key: metric, max_results: '1000' });
  return wire.all(MetricHistory, request, call);
}
