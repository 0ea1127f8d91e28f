import { expect, test } from 'vitest';
import { alertmanagerSource } from '../../../src/alerts/alertmanager/source.ts';
import type { AlertReading } from '../../../src/ports-alerts.ts';
import { alertSourceContract, changed, noon, recorded } from '../../contracts/alert-source.ts';

const message = await recorded('alertmanager');
const source = alertmanagerSource({ name: 'watch', auth: { kind: 'none' } });
const firing = { body: message, states: ['firing', 'resolved'] };

alertSourceContract('alertmanager', {
  make: alertmanagerSource,
  messages: { 'a group of alerts': firing, 'one with fewer texts': { ...firing, body: bare(message) } },
  wrong: {
    'another version': { body: changed(message, ['version'], '3'), path: '$.version' },
    'no alerts': { body: changed(message, ['alerts'], undefined), path: '$.alerts' },
    'an alert without a start': {
      body: changed(message, ['alerts', 1, 'startsAt'], undefined),
      path: '$.alerts[1].startsAt',
    },
    'a start that is none': {
      body: changed(message, ['alerts', 0, 'startsAt'], 'today'),
      path: '$.alerts[0].startsAt',
    },
    'a label that is a number': {
      body: changed(message, ['alerts', 0, 'labels', 'a b'], 7),
      path: '$.alerts[0].labels["a b"]',
    },
    'a state of another kind': {
      body: changed(message, ['alerts', 0, 'status'], 'pending'),
      path: '$.alerts[0].status',
    },
    'no fingerprint': { body: changed(message, ['alerts', 0, 'fingerprint'], ''), path: '$.alerts[0].fingerprint' },
  },
});

function bare(body: unknown): unknown {
  const gone = [['truncatedAlerts'], ['externalURL'], ['alerts', 0, 'annotations'], ['alerts', 0, 'generatorURL']];
  return gone.reduce((left, path) => changed(left, path, undefined), body);
}

function read(body: unknown): Extract<AlertReading, { kind: 'signals' }> {
  const reading = source.read({}, Buffer.from(JSON.stringify(body)), noon);
  if (reading.kind !== 'signals') throw new Error(JSON.stringify(reading));
  return reading;
}

test('all that an alert says is kept', () => {
  expect(read(message).signals[0]).toEqual({
    key: '9f3a1c2b7d5e6f01',
    state: 'firing',
    title: 'churn answers with errors',
    words: '4.1 % of requests failed in five minutes.',
    labels: {
      alertname: 'ChurnErrors',
      environment: 'production',
      kind: 'errors',
      model: 'churn',
      model_version: '14',
      severity: 'critical',
      instance: 'serving-1:8080',
    },
    kind: 'errors',
    severity: 'critical',
    model: 'churn',
    environment: 'production',
    version: '14',
    alias: null,
    reading: {
      name: 'error rate',
      value: 0.041,
      bound: { sign: '≤', value: 0.01 },
      trained: 0.004,
      samples: 12_040,
      unit: null,
    },
    features: [],
    window: null,
    startedAt: Date.parse('2026-11-22T02:10:03.417Z'),
    at: noon,
    url: 'https://grafana.example/d/churn',
  });
});

test('an alert that says little is told by its name, and links to where it came from', () => {
  const [signal] = read(bare(message)).signals;
  expect(signal).toMatchObject({ title: 'ChurnErrors', words: null, reading: null, url: null });
  const linked = changed(message, ['alerts', 0, 'annotations'], {});
  expect(read(linked).signals[0]?.url).toBe('http://prometheus.example:9090/graph?g0.expr=rate&g0.tab=1');
});

test.each([
  ['kind', 'Deployment', { kind: null }],
  ['kind', 'input-drift', { kind: 'input-drift' }],
  ['severity', 'PAGE', { severity: 'critical' }],
  ['severity', 'warn', { severity: 'warning' }],
  ['severity', 'none', { severity: 'info' }],
  ['severity', 'toString', { severity: null }],
  ['model_version', 'v15', { version: '15' }],
  ['model_version', '1.2.3', { version: null }],
  ['model_version', '0', { version: null }],
  ['alias', 'champion', { alias: 'champion' }],
  ['model', ' ', { model: null }],
])('the label %s: %s means %o', (name, value, meant) => {
  expect(read(changed(message, ['alerts', 0, 'labels', name], value)).signals[0]).toMatchObject(meant);
});

test.each([
  ['value', '+Inf', { value: 'Infinity' }],
  ['value', '-Inf', { value: '-Infinity' }],
  ['value', 'NaN', { value: 'NaN' }],
  ['value', '4.12e-02', { value: 0.0412 }],
  ['bound', '> 0.8', { bound: { sign: '≥', value: 0.8 } }],
  ['bound', '≥0.8', { bound: { sign: '≥', value: 0.8 } }],
  ['bound', '0.8', { bound: null }],
  ['bound', '< NaN', { bound: null }],
  ['samples', '-1', { samples: null }],
  ['samples', '1e300', { samples: null }],
  ['samples', 'many', { samples: null }],
])('the annotation %s: %s means %o', (name, value, meant) => {
  expect(read(changed(message, ['alerts', 0, 'annotations', name], value)).signals[0]?.reading).toMatchObject(meant);
});

test('a value that is no number is no reading', () => {
  expect(read(changed(message, ['alerts', 0, 'annotations', 'value'], '4.1%')).signals[0]?.reading).toBeNull();
});

test.each(['2027-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])('a start at %s is not believed', (startsAt) => {
  expect(read(changed(message, ['alerts', 0, 'startsAt'], startsAt)).signals[0]?.startedAt).toBe(noon);
});

test.each(['javascript:alert(1)', `https://example/${'a'.repeat(500)}`, 'example'])('%s is not linked', (url) => {
  const linked = changed(
    changed(message, ['alerts', 0, 'annotations', 'dashboard'], url),
    ['alerts', 0, 'generatorURL'],
    '',
  );
  expect(read(linked).signals[0]?.url).toBe('http://alertmanager.example:9093/');
});

test('alerts that were cut off are said in each that came', () => {
  const cutOff = read(changed(message, ['truncatedAlerts'], 12));
  expect(cutOff.leftOut).toBe(12);
  expect(cutOff.signals.map(({ words }) => words)).toEqual([
    '4.1 % of requests failed in five minutes. 12 more alerts of its group were cut off.',
    '12 more alerts of its group were cut off.',
  ]);
});

test('of more than 500 alerts the first are taken, and the others counted', () => {
  const [alert] = read(message).signals;
  expect(alert).toBeDefined();
  const one = Reflect.get(Object(Reflect.get(Object(message), 'alerts')), 1);
  const many = Array.from({ length: 501 }, (_, at) => changed(one, ['fingerprint'], String(at)));
  const reading = read(changed(message, ['alerts'], many));
  expect([reading.signals.length, reading.leftOut]).toEqual([500, 1]);
  expect(reading.signals[499]).toMatchObject({ key: '499', words: '1 more alert of its group was cut off.' });
});

test('a group without alerts asks for nothing', () => {
  const body = Buffer.from(JSON.stringify(changed(message, ['alerts'], [])));
  expect(source.read({}, body, noon)).toMatchObject({ kind: 'ignored' });
});

test('of very many labels those that Signalbox looks at are kept', () => {
  const labels = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`a${at}`, 'x'.repeat(400)]));
  const signal = read(changed(message, ['alerts', 0, 'labels'], { ...labels, model: 'churn' })).signals[0];
  expect(Object.keys(signal?.labels ?? {})).toHaveLength(40);
  expect(signal).toMatchObject({ model: 'churn', labels: { model: 'churn' } });
});

test('a fingerprint that is too long stays its own', () => {
  const keys = ['a', 'b'].map(
    (end) => read(changed(message, ['alerts', 0, 'fingerprint'], 'f'.repeat(400) + end)).signals[0]?.key,
  );
  expect(new Set(keys).size).toBe(2);
});
