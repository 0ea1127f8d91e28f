import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DriftDocument } from '../../../src/alerts/drift/schema.ts';
import { driftSource } from '../../../src/alerts/drift/source.ts';
import type { Signal } from '../../../src/release/incident/signal.ts';
import { alertSourceContract, changed, noon, recorded } from '../../contracts/alert-source.ts';

const message = await recorded('drift');
const source = driftSource({ name: 'watch', auth: { kind: 'none' } });
const but = (path: readonly (string | number)[], value: unknown) => changed(message, path, value);
const least = {
  v: 1,
  kind: 'data-broken',
  state: 'resolved',
  model: 'churn',
  environment: 'production',
  at: '2026-11-22T09:05:00Z',
};

alertSourceContract('drift', {
  make: driftSource,
  messages: { 'a report': { body: message, states: ['firing'] }, 'the least': { body: least, states: ['resolved'] } },
  wrong: {
    'another version of the form': { body: but(['v'], 2), path: '$.v' },
    'a kind that is none': { body: but(['kind'], 'drift'), path: '$.kind' },
    'a key that nobody knows': { body: but(['modle'], 'churn'), path: '$.modle' },
    'one within the score': { body: but(['score', 'max value'], 1), path: '$.score["max value"]' },
    'no model': { body: but(['model'], undefined), path: '$.model' },
    'a time without a zone': { body: but(['at'], '2026-11-22T09:05:00'), path: '$.at' },
    'version and alias': { body: but(['alias'], 'champion'), path: '$.alias' },
    'a version that is none': { body: but(['version'], 'v14'), path: '$.version' },
    'a window that ends before it begins': {
      body: but(['window', 'from'], '2026-11-22T09:00:01Z'),
      path: '$.window.to',
    },
    'a feature without a score': { body: but(['features', 2, 'value'], undefined), path: '$.features[2].value' },
    'a report that is no page': { body: but(['report'], 'javascript:alert(1)'), path: '$.report' },
    'samples that are none': { body: but(['samples', 'current'], -1), path: '$.samples.current' },
  },
});

function signal(body: unknown): Signal | undefined {
  const reading = source.read({}, Buffer.from(JSON.stringify(body)), noon);
  return reading.kind === 'signals' ? reading.signals[0] : undefined;
}

test('all that a report says is kept, the worst features first', () => {
  expect(signal(message)).toEqual({
    key: 'churn production input-drift psi',
    state: 'firing',
    title: 'input drift (psi): share of drifted columns 0.42, needs ≤ 0.30',
    words: null,
    labels: { model: 'churn', environment: 'production', kind: 'input-drift', team: 'growth', method: 'psi' },
    kind: 'input-drift',
    severity: 'warning',
    model: 'churn',
    environment: 'production',
    version: '14',
    alias: null,
    reading: {
      name: 'share of drifted columns',
      value: 0.42,
      bound: { sign: '≤', value: 0.3 },
      trained: 0.05,
      samples: 12_000,
      unit: null,
    },
    features: [
      { name: 'calls', value: 0.55, bound: 0.2 },
      { name: 'tenure', value: 0.31, bound: 0.2 },
      { name: 'plan', value: 0.9, bound: null },
      { name: 'age', value: 0.11, bound: 0.2 },
    ],
    window: { from: Date.parse('2026-11-21T09:00:00Z'), to: Date.parse('2026-11-22T09:00:00Z') },
    startedAt: Date.parse('2026-11-22T09:00:00Z'),
    at: Date.parse('2026-11-22T09:05:00Z'),
    url: 'https://reports.example/churn/2026-11-22.html',
  });
});

test.each([
  ['the least', least, 'data broken'],
  ['a title', but(['title'], 'Inputs moved'), 'Inputs moved'],
  ['a unit', but(['score', 'unit'], '%'), 'input drift (psi): share of drifted columns 0.42 %, needs ≤ 0.30'],
  ['no bound', but(['score', 'bound'], undefined), 'input drift (psi): share of drifted columns 0.42'],
])('with %s the title is in words', (_, body, title) => {
  expect(signal(body)?.title).toBe(title);
});

test('a sender whose clock runs ahead says it now; what began after it was said began then', () => {
  expect(signal(but(['at'], '2026-11-23T00:00:00Z'))?.at).toBe(noon);
  const early = changed(but(['at'], '2026-11-22T08:00:00Z'), ['startedAt'], '2026-11-22T09:00:00Z');
  expect(signal(early)?.startedAt).toBe(Date.parse('2026-11-22T08:00:00Z'));
});

test('of many features the worst ten are kept', () => {
  const features = Array.from({ length: 3_000 }, (_, at) => ({ name: `f${at}`, value: at / 3_000, bound: 0.5 }));
  expect(signal(but(['features'], features))?.features.map(({ name }) => name)).toEqual(
    Array.from({ length: 10 }, (_, at) => `f${2_999 - at}`),
  );
});

test('the published JSON Schema is that of the code', async () => {
  const published: unknown = JSON.parse(
    await readFile(join(import.meta.dirname, '../../../docs/drift.schema.json'), 'utf8'),
  );
  expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(DriftDocument, { io: 'input' }))));
});
