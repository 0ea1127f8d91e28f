import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mlflowSource } from '../../../src/registries/mlflow/source.ts';
import { Delivery } from '../../../src/release/command.ts';

const now = 1_790_000_000_000;
const source = mlflowSource({ registry: 'prod', secrets: ['new secret', 'old secret'] });

function signed(body: string, { secret = 'new secret', at = now, id = 'd-1' } = {}) {
  const timestamp = String(Math.floor(at / 1_000));
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'x-mlflow-delivery-id': id, 'x-mlflow-timestamp': timestamp, 'x-mlflow-signature': `v1,${mac}` };
}

/** As Python writes JSON: spaces after separators, everything beyond ASCII escaped. */
function event(entity: string, action: string, data: object): string {
  return JSON.stringify({ entity, action, timestamp: '2026-11-22T03:50:39.782307+00:00', data })
    .replaceAll('":', '": ')
    .replaceAll('é', '\\u00e9');
}

const created = event('model_version', 'created', {
  name: 'chérn',
  version: '14',
  source: 's',
  run_id: null,
  tags: {},
  description: null,
});

describe('what is read', () => {
  const cases = [
    ['a new version', created, { kind: 'version-registered', registry: 'prod', name: 'chérn', version: '14' }],
    [
      'an alias, set or moved',
      event('model_version_alias', 'created', { name: 'm', alias: 'champion', version: '01' }),
      { kind: 'alias-moved', registry: 'prod', name: 'm', alias: 'champion', version: '1' },
    ],
    [
      'an alias deleted',
      event('model_version_alias', 'deleted', { name: 'm', alias: 'champion' }),
      { kind: 'alias-moved', registry: 'prod', name: 'm', alias: 'champion', version: null },
    ],
  ] as const;
  test.each(cases)('%s', (_, body, request) => {
    const reading = source.read(signed(body), Buffer.from(body), now);
    expect(reading).toEqual({
      kind: 'deliveries',
      deliveries: [{ id: 'mlflow:prod:d-1', at: now, by: { kind: 'registry', name: 'prod' }, where: null, request }],
    });
    if (reading.kind === 'deliveries') for (const delivery of reading.deliveries) Delivery.parse(delivery);
  });
});

describe('what is ignored', () => {
  test.each([
    ['the test button', event('model_version', 'created', { name: 'example_model', version: '1' })],
    ['a tag', event('model_version_tag', 'set', { name: 'm', version: '1', key: 'k', value: 'v' })],
    ['a prompt', event('prompt', 'created', { name: 'p', tags: {}, description: '' })],
    ['a name of every object', event('__proto__', 'constructor', { name: 'm' })],
  ])('%s', (_, body) => expect(source.read(signed(body), Buffer.from(body), now).kind).toBe('ignored'));
});

describe('rule 10: who is believed', () => {
  const body = Buffer.from(created);
  test('the old secret too, while it overlaps', () => {
    expect(source.read(signed(created, { secret: 'old secret' }), body, now).kind).toBe('deliveries');
  });
  test('any of several signatures, and headers in any case', () => {
    const { 'x-mlflow-signature': good, ...rest } = signed(created);
    const headers = { ...rest, 'X-MLflow-Signature': `v1,AAAA v2,zzz ${good}` };
    expect(source.read(headers, body, now).kind).toBe('deliveries');
  });
  test.each([299_000, -299_000])('a clock %i ms away', (skew) => {
    expect(source.read(signed(created, { at: now - skew }), body, now).kind).toBe('deliveries');
  });
  const good = signed(created);
  const forgeries = [
    ['no signature', { ...good, 'x-mlflow-signature': undefined }, body],
    ['an empty signature', { ...good, 'x-mlflow-signature': '' }, body],
    ['no delivery id', { ...good, 'x-mlflow-delivery-id': undefined }, body],
    ['another delivery id', { ...good, 'x-mlflow-delivery-id': 'd-2' }, body],
    ['another time', { ...good, 'x-mlflow-timestamp': '1790000001' }, body],
    ['a time that is no number', { ...good, 'x-mlflow-timestamp': 'now' }, body],
    ['another body', good, Buffer.from(created.replace('14', '15'))],
    ['the same JSON, written anew', good, Buffer.from(JSON.stringify(JSON.parse(created)))],
    ['another secret', signed(created, { secret: 'guess' }), body],
    ['the empty secret', signed(created, { secret: '' }), body],
    ['five minutes ago', signed(created, { at: now - 302_000 }), body],
    ['five minutes ahead', signed(created, { at: now + 302_000 }), body],
    ['a short signature', { ...good, 'x-mlflow-signature': 'v1,AAAA' }, body],
  ] as const;
  test.each(forgeries)('not: %s', (_, headers, bytes) =>
    expect(source.read(headers, bytes, now)).toMatchObject({ kind: 'forged' }),
  );
  test('nobody, where there is no secret', () => {
    const open = mlflowSource({ registry: 'prod', secrets: [''] });
    expect(open.read(signed(created, { secret: '' }), body, now).kind).toBe('forged');
  });
});

describe('rule 10: a bad shape is refused with its place', () => {
  test.each([
    ['no JSON', 'hello', '$'],
    ['no data', '{"entity": "model_version", "action": "created"}', '$.data'],
    ['a version that is none', event('model_version', 'created', { name: 'm', version: 'new' }), '$.data.version'],
    ['version nought', event('model_version', 'created', { name: 'm', version: '0' }), '$.data.version'],
    ['no alias', event('model_version_alias', 'deleted', { name: 'm' }), '$.data.alias'],
    ['no name', event('model_version_alias', 'deleted', { name: '', alias: 'a' }), '$.data.name'],
  ])('%s', (_, body, path) => {
    const reading = source.read(signed(body), Buffer.from(body), now);
    expect(reading.kind).toBe('malformed');
    expect(reading.kind === 'malformed' && reading.why.startsWith(`${path}: `)).toBe(true);
  });
});
