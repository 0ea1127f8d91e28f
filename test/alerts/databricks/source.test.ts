import { expect, test } from 'vitest';
import { databricksSource } from '../../../src/alerts/databricks/source.ts';
import { alertSourceContract, changed, noon, recorded } from '../../contracts/alert-source.ts';

const message = await recorded('databricks');
const legacy = await recorded('databricks-legacy');
const source = databricksSource({ name: 'watch', auth: { kind: 'none' } });
const read = (body: unknown, at = noon) => source.read({}, Buffer.from(JSON.stringify(body)), at);
const titled = (title: string) => changed(message, ['alert', 'title'], title);

alertSourceContract('databricks', {
  make: databricksSource,
  messages: {
    'an alert': { body: message, states: ['firing'] },
    'an alert of the older form': { body: legacy, states: ['resolved'] },
    'an alert that is over': { body: titled('Alert "churn drift" changed status to OK'), states: ['resolved'] },
  },
  wrong: {
    'no alert': { body: changed(message, ['alert'], undefined), path: '$.alert' },
    'an alert without an id': { body: changed(message, ['alert', 'alert', 'id'], undefined), path: '$.alert.alert.id' },
    'an older one without a name': { body: changed(legacy, ['alert', 'name'], undefined), path: '$.alert.name' },
    'an alert that says no state': { body: titled('Drift of churn'), path: '$.alert.title' },
    'evaluations that are none': {
      body: changed(message, ['alert', 'alert', 'evaluations', 0], 'drift'),
      path: '$.alert.alert.evaluations[0]',
    },
  },
});

test('all that an alert says is kept; what it belongs to is for rules to say', () => {
  expect(read(message)).toEqual({
    kind: 'signals',
    signed: false,
    apart: String(noon / 60_000),
    signals: [
      {
        key: '9876543210987654',
        state: 'firing',
        title: 'Alert "churn drift" changed status to TRIGGERED',
        words: 'The drift of tenure is above its bound.',
        labels: {
          alertname: 'churn drift',
          alert_id: '9876543210987654',
          column: 'drift',
          workspace: 'adb-1.azuredatabricks.example',
        },
        kind: null,
        severity: null,
        model: null,
        environment: null,
        version: null,
        alias: null,
        reading: null,
        features: [],
        window: null,
        startedAt: noon,
        at: noon,
        url: 'https://adb-1.azuredatabricks.example/sql?o=1234567890123456',
      },
    ],
  });
});

test.each([
  ['today', changed(message, ['alert', 'description'], undefined), 'drift greater than 0.2'],
  ['of the older form', legacy, 'nulls > 100'],
])('without a description the condition is told, %s', (_, body, words) => {
  expect(read(body)).toMatchObject({ signals: [{ words }] });
});

test.each<[string, unknown, object]>([
  ['in the alert', changed(titled('x'), ['alert', 'alert', 'state'], 'TRIGGERED'), { signals: [{ state: 'firing' }] }],
  ['beside it', changed(titled('x'), ['alert', 'status'], 'ok'), { signals: [{ state: 'resolved' }] }],
  [
    'in one of its evaluations',
    changed(
      changed(titled('x is OK'), ['alert', 'alert', 'evaluations', 0, 'state'], 'OK'),
      ['alert', 'alert', 'evaluations', 1],
      { state: 'TRIGGERED' },
    ),
    { signals: [{ state: 'firing' }] },
  ],
  ['in a title that people wrote', titled('churn: triggered.'), { signals: [{ state: 'firing' }] }],
  ['not by the name of an alert', titled('Alert "OK" changed status to TRIGGERED'), { signals: [{ state: 'firing' }] }],
  ['as unknown', titled('Alert "x" changed status to UNKNOWN'), { kind: 'ignored' }],
  ['as an error', changed(legacy, ['alert', 'state'], 'error'), { kind: 'ignored' }],
])('the state is read %s', (_, body, meant) => {
  expect(read(body)).toMatchObject(meant);
});

test('the same bytes a minute later may be another message: the same alert fired again', () => {
  const apart = [noon, noon + 59_999, noon + 60_000].map((at) => Reflect.get(read(message, at), 'apart'));
  expect(apart[0]).toBe(apart[1]);
  expect(apart[2]).not.toBe(apart[1]);
});

test('an id that is a number is one', () => {
  expect(read(changed(message, ['alert', 'alert', 'id'], 17))).toMatchObject({ signals: [{ key: '17' }] });
});
