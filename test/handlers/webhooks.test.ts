import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { Source, SourceReading } from '../../src/ports.ts';
import { CommandId, Version } from '../../src/release/ids.ts';
import { stage } from '../features/support.ts';

const delivery = {
  id: CommandId.parse('hook:1'),
  at: 1_790_000_000_000,
  by: { kind: 'registry', name: 'mlflow-staging' },
  where: null,
  request: { kind: 'version-registered', registry: 'mlflow-staging', name: 'churn', version: Version.parse('1') },
} as const;

/** A registry that reads what the body says. */
function source(seen: Buffer[] = []): ReadonlyMap<string, Source> {
  const readings: Readonly<Record<string, SourceReading>> = {
    good: { kind: 'deliveries', deliveries: [delivery] },
    dull: { kind: 'ignored', why: 'nothing of ours' },
    forged: { kind: 'forged', why: 'signature' },
    odd: { kind: 'malformed', why: 'shape' },
  };
  const read: Source['read'] = (headers, body) => {
    seen.push(body);
    return readings[headers['x-kind'] ?? 'odd'] ?? { kind: 'malformed', why: 'unknown' };
  };
  return new Map([['mlflow-staging', { name: 'mlflow-staging', read }]]);
}

function post(
  port: number,
  kind: string,
  { registry = 'mlflow-staging', body = '{}', method = 'POST' } = {},
): Promise<number> {
  const at = `http://127.0.0.1:${port}/webhooks/mlflow/${registry}`;
  return fetch(at, { method, headers: { 'x-kind': kind }, ...(method === 'POST' ? { body } : {}) }).then(
    ({ status }) => status,
  );
}

test.each([
  ['good', {}, 200],
  ['dull', {}, 200],
  ['forged', {}, 401],
  ['odd', {}, 400],
  ['good', { registry: 'no-such-registry' }, 404],
  ['good', { registry: '..%2f..' }, 404],
  ['good', { method: 'GET' }, 405],
  ['good', { body: 'x'.repeat(1_100_000) }, 413],
])('rule 10: %s webhook with %o is answered %i', async (kind, how, status) => {
  const on = await stage({ sources: source() });
  expect(await post(on.port, kind, how)).toBe(status);
});

test('rule 10: the source gets the raw bytes', async () => {
  const seen: Buffer[] = [];
  const on = await stage({ sources: source(seen) });
  await post(on.port, 'good', { body: '{ "a":\t1 }\n' });
  expect(seen.map(String)).toEqual(['{ "a":\t1 }\n']);
});

test('rule 9: a delivery is stored before it is answered, and handled once however often it comes', async () => {
  const handled: string[] = [];
  const on = await stage({
    sources: source(),
    releases: {
      handle: async ({ id }) => {
        handled.push(id);
        return { outcome: { kind: 'answer', answer: { kind: 'noted' } }, release: null, card: null };
      },
    },
  });
  expect([await post(on.port, 'good'), await post(on.port, 'good')]).toEqual([200, 200]);
  await on.edge.idle(2_000);
  expect(handled).toEqual(['hook:1']);
  expect(await on.inbox.oldest()).toBeNull();
});

test('rule 10: where it cannot be stored, the registry is told at once to come again', async () => {
  const take = () => Promise.reject(new ReleaseError('store_unavailable'));
  const on = await stage({ sources: source(), deps: (deps) => ({ ...deps, inbox: { ...deps.inbox, take } }) });
  expect(await post(on.port, 'good')).toBe(503);
});

test('rule 9: what was stored but could not be handled stays in the inbox', async () => {
  const on = await stage({
    sources: source(),
    releases: { handle: () => Promise.reject(new ReleaseError('registry_unreachable')) },
  });
  expect(await post(on.port, 'good')).toBe(200);
  await on.edge.idle(2_000);
  expect(await on.inbox.oldest()).not.toBeNull();
});

test('a source that breaks answers 500 and ends nothing', async () => {
  const broken: Source = {
    name: 'mlflow-staging',
    read: () => {
      throw new Error('a bug');
    },
  };
  const on = await stage({ sources: new Map([['mlflow-staging', broken]]) });
  expect(await post(on.port, 'good')).toBe(500);
  expect(await post(on.port, 'good', { registry: 'other' })).toBe(404);
});
