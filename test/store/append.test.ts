import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CommandId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisStore } from '../../src/store/store.ts';
import {
  approved,
  batch,
  byPat,
  churn,
  completed,
  gathered,
  id,
  opened,
  rejected,
  started,
  wentLive,
  written,
} from './events.ts';
import { freshDatabase } from './fixture.ts';

test('what was appended is loaded, numbered from one and chained over the exact stored bytes', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  const first = written(await store.append(batch(id(1), 0, [opened(1), gathered(1)])));
  const second = written(await store.append(batch(id(1), 2, [approved()])));
  expect(await store.load(releaseStream(id(1)))).toEqual([...first, ...second]);
  const stored = await db.redis.lrangeBuffer(db.keys.stream(releaseStream(id(1))), 0, -1);
  const hashes = stored.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  expect([...first, ...second].map(({ seq, index, prev }) => [seq, index, prev])).toEqual([
    [1, 0, '0'.repeat(64)],
    [2, 1, hashes[0]],
    [3, 2, hashes[1]],
  ]);
  expect(await store.chainHead()).toEqual({ seq: 3, hash: hashes[2] });
});

test('the state of a release, its lane, its history and its due times follow from the append', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  await store.append(batch(id(1), 0, [opened(1)], { at: 1_000 }));
  await store.append(batch(id(2), 0, [opened(2)], { at: 2_000 }));
  expect(await store.release(id(1))).toMatchObject({ phase: 'gathering', length: 1, opened: { at: 1_000, by: byPat } });
  expect(await store.release(id(3))).toBeNull();
  expect([...(await store.releases([id(1), id(2), id(3)])).keys()]).toEqual([id(1), id(2)]);
  expect((await store.lane(churn)).open.map(({ release }) => release)).toEqual([id(1), id(2)]);
  expect(await store.lanes()).toEqual(new Map([[churn, await store.lane(churn)]]));
  expect(await store.history(churn, 10)).toEqual([id(2), id(1)]);
  expect(await store.history(churn, 1)).toEqual([id(2)]);
  const due = redisDue(db);
  expect(await due.due('look', 1_500, 10)).toEqual([releaseStream(id(1))]);
  expect(await due.due('show', 2_000, 10)).toEqual([releaseStream(id(1)), releaseStream(id(2))]);
});

test('two streams are written together or not at all', async () => {
  const store = redisStore(await freshDatabase());
  await store.append(batch(id(1), 0, [opened(1)]));
  const both = (expected: number) => [
    { stream: releaseStream(id(2)), expected: 0, events: [opened(2)] },
    { stream: releaseStream(id(1)), expected, events: [rejected] },
  ];
  expect(await store.append(batch(id(1), 0, [], { appends: both(0) }))).toEqual({ kind: 'conflict' });
  expect(await store.release(id(2))).toBeNull();
  expect(written(await store.append(batch(id(1), 0, [], { appends: both(1) })))).toHaveLength(2);
});

test('a command that wrote already answers with what it wrote then, whatever it expects now', async () => {
  const store = redisStore(await freshDatabase());
  const command = CommandId.parse('click-1');
  const entries = written(await store.append(batch(id(1), 0, [opened(1), gathered(1)], { command })));
  expect(await store.append(batch(id(1), 0, [opened(1)], { command }))).toEqual({ kind: 'already', entries });
  expect(await store.append(batch(id(1), 2, [rejected], { command }))).toEqual({ kind: 'already', entries });
  expect(await store.wrote(command)).toEqual(entries);
  expect(await store.wrote(CommandId.parse('click-2'))).toBeNull();
});

test('a command that had nothing to write is remembered too', async () => {
  const store = redisStore(await freshDatabase());
  const command = CommandId.parse('click-1');
  const nothing = batch(id(1), 0, [], { command, appends: [] });
  expect(await store.append(nothing)).toEqual({ kind: 'appended', entries: [] });
  expect(await store.append(nothing)).toEqual({ kind: 'already', entries: [] });
  expect(await store.chainHead()).toMatchObject({ seq: 0 });
});

test('a lane that moved on since the decision is a conflict', async () => {
  const store = redisStore(await freshDatabase());
  const { rev } = await store.lane(churn);
  await store.append(batch(id(1), 0, [opened(1)]));
  const late = batch(id(2), 0, [opened(2)], { basedOn: [{ lane: churn, rev }] });
  expect(await store.append(late)).toEqual({ kind: 'conflict' });
  const fresh = { basedOn: [{ lane: churn, rev: (await store.lane(churn)).rev }] };
  expect(await store.append({ ...late, ...fresh })).toMatchObject({ kind: 'appended' });
});

test('time never runs backwards', async () => {
  const store = redisStore(await freshDatabase());
  await store.append(batch(id(1), 0, [opened(1)], { at: 5_000 }));
  const [later] = written(await store.append(batch(id(2), 0, [opened(2)], { at: 4_000 })));
  expect(later?.at).toBe(5_000);
});

test('freeing a lane makes the next waiting release due in the same write', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  const due = redisDue(db);
  for (const n of [1, 2])
    await store.append(batch(id(n), 0, [opened(n), gathered(n), approved(), completed()], { at: n }));
  await store.append(batch(id(1), 4, [started(1)], { at: 10 }));
  const next = releaseStream(id(2));
  expect(await due.looked('look', next, 4, null)).toBe(true);
  expect((await store.lane(churn)).holder).toBe(id(1));
  expect(await due.due('look', 20, 10)).not.toContain(next);
  await store.append(batch(id(1), 5, [wentLive(1)], { at: 20 }));
  expect((await store.lane(churn)).holder).toBeNull();
  expect(await due.due('look', 20, 10)).toContain(next);
});

test('a look clears its entry only if the log is as long as it read', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  const due = redisDue(db);
  const stream = releaseStream(id(1));
  await store.append(batch(id(1), 0, [opened(1)], { at: 10 }));
  await store.append(batch(id(1), 1, [gathered(1)], { at: 20 }));
  expect(await due.looked('show', stream, 1, null)).toBe(false);
  expect(await due.due('show', 20, 10)).toEqual([stream]);
  expect(await due.looked('show', stream, 2, 70)).toBe(true);
  expect(await due.oldest('show')).toBe(70);
  expect(await due.looked('show', stream, 2, null)).toBe(true);
  expect(await due.oldest('show')).toBeNull();
  await due.wake('show', stream, 90);
  expect(await due.oldest('show')).toBe(90);
});

test('a look does not clear a wake that came after it had begun', async () => {
  const db = await freshDatabase();
  const due = redisDue(db);
  const stream = releaseStream(id(1));
  await redisStore(db).append(batch(id(1), 0, [opened(1)], { at: 1_763_000_000_000 }));
  const seen = await due.at('look', stream);
  await due.wake('look', stream, 1_763_000_000_007);
  expect(await due.looked('look', stream, 1, null, seen)).toBe(false);
  expect(await due.at('look', stream)).toBe(1_763_000_000_007);
  expect(await due.looked('look', stream, 1, null, 1_763_000_000_007)).toBe(true);
  expect(await due.at('look', stream)).toBeNull();
  expect(await due.looked('look', stream, 1, 9, null)).toBe(true);
});

test('an event of a newer version stops its own release and no other', async () => {
  const db = await freshDatabase();
  const store = redisStore(db);
  for (const n of [1, 2]) await store.append(batch(id(n), 0, [opened(n)]));
  const key = db.keys.stream(releaseStream(id(1)));
  const text = String(await db.redis.lindex(key, 0));
  await db.redis.lset(key, 0, text.replace('"kind":"opened","v":1', '"kind":"opened","v":2'));
  await expect(store.release(id(1))).rejects.toMatchObject({
    code: 'log_newer_than_code',
    details: { kind: 'opened', v: 2 },
  });
  await expect(store.append(batch(id(1), 1, [gathered(1)]))).rejects.toMatchObject({ code: 'log_newer_than_code' });
  expect([...(await store.releases([id(1), id(2)])).keys()]).toEqual([id(2)]);
  expect(await store.append(batch(id(2), 1, [gathered(2)]))).toMatchObject({ kind: 'appended' });
});
