import { expect, test } from 'vitest';
import { mapSignal, type SignalRule } from '../../../src/release/incident/mapping.ts';
import type { Signal } from '../../../src/release/incident/signal.ts';
import { v } from '../scene.ts';
import { minute, policyWith, signal, start } from './scene.ts';

const production = policyWith({}, { registeredName: 'prod.ml.churn' });
const staging = {
  ...production,
  lane: production.lane,
  environment: 'staging',
  registeredName: 'churn',
  alias: 'next',
};
const lanes = [staging, production];
const rules: readonly SignalRule[] = [
  { when: { alertname: 'Churn*' }, model: 'churn', environment: 'production', kind: 'errors', severity: 'critical' },
  { when: { team: 'growth' }, model: 'churn' },
];
const labels = { model: 'churn', environment: 'production', kind: 'latency' };

const cases: readonly (readonly [string, Partial<Signal>, string])[] = [
  ['labels say all', { labels }, 'production latency warning -'],
  [
    'its severity and version',
    { labels: { ...labels, severity: 'info', version: 'v14' } },
    'production latency info 14',
  ],
  [
    'model_version goes before version',
    { labels: { ...labels, model_version: '13', version: '1.2' } },
    'production latency warning 13',
  ],
  ['a version that is none', { labels: { ...labels, version: '1.2.3' } }, 'production latency warning -'],
  ['what the source says goes before labels', { labels, kind: 'errors', version: v(9) }, 'production errors warning 9'],
  [
    'the first rule that fits',
    { labels: { alertname: 'ChurnErrors', team: 'growth' } },
    'production errors critical -',
  ],
  ['labels go before rules', { labels: { ...labels, alertname: 'ChurnErrors' } }, 'production latency critical -'],
  ['a registered model', { model: 'prod.ml.churn', kind: 'errors' }, 'production errors warning -'],
  ['an alias tells environments apart', { model: 'churn', alias: 'next', kind: 'errors' }, 'staging errors warning -'],
  ['a clock that is a little ahead', { labels, at: start + 20 * minute }, 'production latency warning -'],
  ['a clock that is far ahead', { labels, at: start + 21 * minute }, 'the clock of its source is ahead of ours'],
  ['nothing', {}, 'it names no model: no label "model", and no rule that fits'],
  [
    'a label of an object, not one of ours',
    { labels: { alertname: 'Other' } },
    'it names no model: no label "model", and no rule that fits',
  ],
  ['an unknown model', { labels: { model: 'fraud' } }, 'there is no model "fraud" in the policy'],
  [
    'no environment',
    { labels: { model: 'churn', kind: 'errors' } },
    'it does not say which: "churn" is in staging and production',
  ],
  ['an unknown environment', { labels: { ...labels, environment: 'qa' } }, '"churn" has no environment "qa"'],
  [
    'no kind',
    { labels: { model: 'churn', environment: 'staging' } },
    'it does not say what is wrong: no label "kind", and no rule that fits',
  ],
  [
    'an unknown kind',
    { labels: { ...labels, kind: 'sad' } },
    'its kind "sad" is none of input-drift, data-broken, performance, errors, latency, prediction-drift',
  ],
];

test.each(cases)('%s', (_, over, expected) => {
  const found = mapSignal(signal(over), rules, lanes, start);
  const said =
    found.kind === 'unmapped'
      ? found.why
      : `${found.policy.environment} ${found.of} ${found.severity} ${found.version ?? '-'}`;
  expect(said).toBe(expected);
});

test('labels that every object has are nobody’s', () => {
  expect(mapSignal(signal(), [{ when: { constructor: 'f*' }, model: 'churn' }], lanes, start).kind).toBe('unmapped');
});
