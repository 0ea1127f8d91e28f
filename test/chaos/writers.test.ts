import { expect, test } from 'vitest';
import type { AppendResult, Batch } from '../../src/ports-store.ts';
import { CommandId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { auditRedis } from '../../src/store/audit.ts';
import { redisStore } from '../../src/store/store.ts';
import { batch, churn, id, opened, rejected, wentLive } from '../store/events.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';

const writers = 16;
const each = 10;

test('sixteen writers on one Redis make one chain without a gap, and lose nothing', async () => {
  const { url } = await freshRedis();
  const databases = await Promise.all(Array.from({ length: writers }, () => connected(url)));
  await Promise.all(
    databases.map(async (db, writer) => {
      const store = redisStore(db);
      for (let n = 0; n < each; n += 1) {
        const release = writer * each + n + 1;
        expect(await store.append(batch(id(release), 0, [opened(release)]))).toMatchObject({ kind: 'appended' });
      }
    }),
  );
  const [db] = databases;
  if (db === undefined) throw new Error('no database');
  expect(await auditRedis(db, [])).toMatchObject({ findings: [], entries: writers * each });
  expect((await redisStore(db).lane(churn)).open).toHaveLength(writers * each);
});

test('of sixteen writers of two streams each gets both or neither, and one of them wins a place', async () => {
  const { url } = await freshRedis();
  const stores = await Promise.all(Array.from({ length: writers }, async () => redisStore(await connected(url))));
  const [first] = stores;
  await first?.append(batch(id(1), 0, [opened(1)]));
  const over = (writer: number): Batch => {
    const mine = id(100 + writer);
    return batch(id(1), 0, [], {
      appends: [
        { stream: releaseStream(mine), expected: 0, events: [opened(100 + writer)] },
        { stream: releaseStream(id(1)), expected: 1, events: [rejected] },
      ],
    });
  };
  const results = await Promise.all(stores.map((store, writer) => store.append(over(writer))));
  expect(kinds(results)).toEqual({ appended: 1, conflict: writers - 1 });
  const others = await first?.releases(Array.from({ length: writers }, (_, writer) => id(100 + writer)));
  expect(others?.size).toBe(1);
  expect(await first?.release(id(1))).toMatchObject({ phase: 'rejected', length: 2 });
});

test('sixteen who send one command write it once, and all hear what it wrote', async () => {
  const { url } = await freshRedis();
  const stores = await Promise.all(Array.from({ length: writers }, async () => redisStore(await connected(url))));
  const one = batch(id(1), 0, [opened(1), wentLive(1)], { command: CommandId.parse('click') });
  const results = await Promise.all(stores.map((store) => store.append(one)));
  expect(kinds(results)).toEqual({ appended: 1, already: writers - 1 });
  const told = results.map((result) => (result.kind === 'conflict' ? [] : result.entries));
  expect(new Set(told.map((entries) => JSON.stringify(entries))).size).toBe(1);
});

function kinds(results: readonly AppendResult[]): Record<string, number> {
  const groups = Object.groupBy(results, ({ kind }) => kind);
  return Object.fromEntries(Object.entries(groups).map(([kind, own]) => [kind, own.length]));
}
