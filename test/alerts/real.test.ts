import { expect, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import type { AlertSource } from '../../src/ports-alerts.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import { incidentStream } from '../../src/release/stream.ts';
import { type Stage, stage } from '../features/support.ts';
import { alerting, type Gauge } from '../support/alertmanager.ts';
import { until } from '../support/until.ts';

const patience = { within: 60_000, every: 200 };
const token = 's3cret';

/** The same source, and how many messages it has read. */
function counting(source: AlertSource) {
  const kinds: string[] = [];
  const counted: AlertSource = {
    ...source,
    read(headers, body, now) {
      const reading = source.read(headers, body, now);
      kinds.push(reading.kind);
      return reading;
    },
  };
  return { counted, kinds };
}

/** The error rate of two instances of what is live. */
function errors(a: number, b: number): readonly Gauge[] {
  const labels = { model: 'churn', environment: 'production' };
  return [
    { labels: { ...labels, instance: 'serving-1' }, value: a },
    { labels: { ...labels, instance: 'serving-2' }, value: b },
  ];
}

const rule = {
  alert: 'ChurnErrors',
  expr: 'model_error_rate > 0.01',
  labels: { kind: 'errors', severity: 'critical' },
  annotations: {
    summary: '{{ $labels.model }} answers with errors',
    metric: 'error rate',
    value: '{{ $value }}',
    bound: '<= 0.01',
  },
};

async function watched(given: string = token) {
  const { counted, kinds } = counting(
    alertSources.alertmanager({ name: 'am', auth: { kind: 'bearer', tokens: [token] } }),
  );
  const on = await stage({ alerts: [counted] });
  const { says } = await alerting({
    metric: 'model_error_rate',
    rules: [rule],
    groupBy: ['alertname', 'model', 'environment'],
    webhook: { url: `http://127.0.0.1:${on.port}/webhooks/am`, token: given },
  });
  return { on, says, kinds };
}

async function incidentsOf(on: Stage) {
  const lane = on.lane('production');
  const ids = await on.store.incidents(lane, 10);
  const logs = await Promise.all(ids.map((id) => on.store.load(incidentStream(id, lane))));
  return logs.map((log) => {
    const events = log.flatMap((entry) => (isIncidentEvent(entry.event) ? [{ ...entry, event: entry.event }] : []));
    return { length: log.length, state: foldIncident(events) };
  });
}

test('real alerts fire as a group, repeat without a word, and are over one by one', async () => {
  const { on, says, kinds } = await watched();
  says(errors(0.04, 0.03));
  await until(async () => {
    const [one] = await incidentsOf(on);
    return one?.state?.symptoms.length === 2;
  }, patience);
  const [fired, ...others] = await incidentsOf(on);
  expect(others).toEqual([]);
  expect(fired?.state).toMatchObject({
    of: 'errors',
    severity: 'critical',
    phase: 'open',
    symptoms: [{ signed: true }, {}],
  });
  expect(fired?.state?.symptoms[0]?.reading).toMatchObject({ name: 'error rate', bound: { sign: '≤', value: 0.01 } });
  await on.settle();
  expect(on.seen('kim')).toContain('CRITICAL: errors of churn in production');

  const [told] = await incidentsOf(on);
  const before = kinds.length;
  await until(() => kinds.length >= before + 3, patience);
  expect((await incidentsOf(on)).map(({ length }) => length)).toEqual([told?.length]);

  says(errors(0.001, 0.03));
  await until(async () => {
    const [one] = await incidentsOf(on);
    return one?.state?.symptoms.filter(({ resolvedAt }) => resolvedAt !== null).length === 1;
  }, patience);
  expect((await incidentsOf(on))[0]?.state?.phase).toBe('open');

  says(errors(0.001, 0.002));
  await until(async () => (await incidentsOf(on))[0]?.state?.phase === 'resolved', patience);
  await on.settle();
  expect(on.seen('kim')).toContain('Resolved: errors of churn in production');

  says(errors(0.05, 0.002));
  await until(async () => (await incidentsOf(on))[0]?.state?.phase === 'open', patience);
  expect(await incidentsOf(on)).toHaveLength(1);
  expect(new Set(kinds)).toEqual(new Set(['signals']));
});

test('an Alertmanager that does not know the token is heard by nobody', async () => {
  const { on, says, kinds } = await watched('guessed');
  says(errors(0.04, 0.03));
  await until(() => kinds.length > 0, patience);
  expect(kinds[0]).toBe('forged');
  expect(await incidentsOf(on)).toEqual([]);
});
