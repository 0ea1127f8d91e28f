import { expect, test } from 'vitest';
import type { Entry } from '../../src/release/event.ts';
import { CommandId } from '../../src/release/ids.ts';
import { auditRedis } from '../../src/store/audit.ts';
import { hasAnchor } from '../../src/store/chain.ts';
import { checkRedis } from '../../src/store/check-redis.ts';
import { database } from '../../src/store/database.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisStore } from '../../src/store/store.ts';
import { batch, byPat, churn, gathered, id, opened, rejected, written } from '../store/events.ts';
import { connected } from '../store/fixture.ts';
import { wire } from '../store/wire.ts';
import { freshRedis, privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const click = CommandId.parse('click');
/** An append reads in its first turn and writes in its second. */
const write = 2;

test('a Redis that freezes in the middle of an append: nobody knows, and the same command afterwards finds itself written', async () => {
  const server = await privateRedis();
  const line = await wire(server.url);
  const store = redisStore(await connected(line.url));
  await store.append(batch(id(1), 0, [opened(1)]));
  const command = batch(id(1), 1, [gathered(1)], { command: click, basedOn: [await store.lane(churn)] });
  line.onTurn(write, () => {
    server.pause();
    return 'pass';
  });
  await expect(store.append(command)).rejects.toMatchObject({ code: 'store_outcome_unknown' });
  server.resume();
  const again = await until(() => store.append(command));
  expect(again).toMatchObject({ kind: 'already', entries: [{ event: { kind: 'evidence-gathered' } }] });
  expect(await store.release(id(1))).toMatchObject({ length: 2 });
});

test.each([
  ['lose', 'appended'],
  ['lose-reply', 'already'],
] as const)('a connection that breaks during an append (%s): the same command afterwards is %s', async (fate, kind) => {
  const line = await wire((await freshRedis()).url);
  const store = redisStore(await connected(line.url));
  await store.append(batch(id(1), 0, [opened(1)]));
  const command = batch(id(1), 1, [gathered(1)], { command: click, basedOn: [await store.lane(churn)] });
  line.onTurn(write, () => fate);
  await expect(store.append(command)).rejects.toMatchObject({ code: 'store_outcome_unknown' });
  expect(await store.append(command)).toMatchObject({ kind });
  expect(await store.release(id(1))).toMatchObject({ length: 2 });
});

test('a read outlives a broken connection', async () => {
  const line = await wire((await freshRedis()).url);
  const store = redisStore(await connected(line.url));
  await store.append(batch(id(1), 0, [opened(1)]));
  line.onTurn(1, () => 'lose');
  expect(await store.release(id(1))).toMatchObject({ id: id(1) });
});

test('rule 13: a Redis that is gone is said to be unavailable within seconds, and is used again when it is back', async () => {
  const server = await privateRedis();
  const store = redisStore(await connected(server.url));
  await store.append(batch(id(1), 0, [opened(1)]));
  await server.kill();
  const begun = Date.now();
  await expect(store.release(id(1))).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect(store.append(batch(id(1), 1, [rejected]))).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(Date.now() - begun).toBeLessThan(5_000);
  await server.restart();
  expect(await until(() => store.release(id(1)))).toMatchObject({ id: id(1) });
});

test('rule 13: killed at any moment and started again, Redis has everything that it acknowledged', async () => {
  const server = await privateRedis();
  const db = await connected(server.url);
  const store = redisStore(db);
  const inbox = redisInbox(db);
  const acknowledged: Entry[] = [];
  let taken = 0;
  const writing = (async () => {
    for (let n = 1; n < 100_000; n += 1) {
      const request = { kind: 'stop', release: id(n) } as const;
      await inbox.take({ id: CommandId.parse(`click-${n}`), at: n, by: byPat, where: null, request });
      taken = n;
      acknowledged.push(...written(await store.append(batch(id(n), 0, [opened(n)]))));
    }
  })().catch((error: unknown) => error);
  await until(() => acknowledged.length > 50, { every: 1 });
  await server.kill();
  expect(await writing).toMatchObject({ name: 'ReleaseError' });
  await server.restart();
  const audit = await until(() => auditRedis(db, []));
  expect(audit.findings).toEqual([]);
  for (const entry of acknowledged) expect(await store.load(entry.stream)).toEqual([entry]);
  expect((await inbox.orphans(1_000_000, 1_000_000)).length).toBeGreaterThanOrEqual(taken);
});

test('rule 13: a Redis restored from an older file is known by the anchor that was kept outside it', async () => {
  const server = await privateRedis();
  const db = await connected(server.url);
  const store = redisStore(db);
  await store.append(batch(id(1), 0, [opened(1)]));
  const early = await store.chainHead();
  const restore = await server.backup();
  await store.append(batch(id(1), 1, [gathered(1)]));
  const late = await store.chainHead();
  expect(await hasAnchor(db, late)).toBe(true);
  await restore();
  expect(await until(async () => ({ held: await hasAnchor(db, late) }))).toEqual({ held: false });
  expect(await hasAnchor(db, early)).toBe(true);
  expect((await auditRedis(db, [])).findings).toEqual([]);
  expect((await auditRedis(db, [late])).findings).toHaveLength(1);
  await store.append(batch(id(1), 1, [rejected]));
  expect(await hasAnchor(db, late)).toBe(false);
});

test('with a replica nothing counts before the replica has it', async () => {
  const primary = await privateRedis();
  const replica = await privateRedis();
  const copy = await connected(replica.url);
  await copy.redis.replicaof('127.0.0.1', primary.port);
  await until(async () => (await copy.redis.info('replication')).includes('master_link_status:up'), { within: 20_000 });
  const { redis } = await connected(primary.url);
  const db = database(redis, { replicas: 1 });
  const store = redisStore(db);
  expect(await checkRedis(redis, 1)).toEqual([]);
  expect(await store.append(batch(id(1), 0, [opened(1)]))).toMatchObject({ kind: 'appended' });
  expect(await redisStore(copy).release(id(1))).toMatchObject({ length: 1 });
  replica.pause();
  const command = batch(id(1), 1, [gathered(1)], { command: click });
  await expect(store.append(command)).rejects.toMatchObject({ code: 'store_outcome_unknown' });
  await expect(store.append(command)).rejects.toMatchObject({ code: 'store_outcome_unknown' });
  replica.resume();
  expect(await until(() => store.append(command))).toMatchObject({ kind: 'already' });
  expect(await redisStore(copy).release(id(1))).toMatchObject({ length: 2 });
});
