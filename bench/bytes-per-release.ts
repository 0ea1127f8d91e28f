import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '../sandbox/redis.ts';
import { auditRedis } from '../src/store/audit.ts';
import { openRedis } from '../src/store/connection.ts';
import { database } from '../src/store/database.ts';
import { rebuild } from '../src/store/rebuild.ts';
import { redisStore } from '../src/store/store.ts';
import { finish } from '../test/store/finished.ts';

// Usage: node bench/bytes-per-release.ts [releases, 10000]. Prints what finished releases leave behind, and how long reading all of them takes.

const releases = Number(process.argv[2] ?? 10_000);
const side = 8;
const folder = await mkdtemp(join(tmpdir(), 'signalbox-bytes-'));
const server = await startRedis(folder);
const redis = openRedis(server.url);
await redis.connect();
await redis.config('SET', 'appendonly', 'no');
const db = database(redis);

const empty = await used();
await Promise.all(Array.from({ length: side }, (_, lane) => carry(lane)));
say('bytes per finished release', Math.round(((await used()) - empty) / releases));
await timed('status: all lanes', () => redisStore(db).lanes());
await timed('audit verify', () => auditRedis(db, []));
await timed('rebuild', () => rebuild(db));
redis.disconnect();
await server.stop();
await rm(folder, { recursive: true, force: true });

/** Every eighth release: those that run side by side share no lane. */
async function carry(from: number): Promise<void> {
  for (let n = from + 1; n <= releases; n += side) await finish(db, n);
}

async function used(): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1] ?? 0);
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await work();
  say(what, `${Math.round(performance.now() - begun)} ms`);
}

function say(what: string, value: string | number): void {
  process.stdout.write(`${what.padEnd(30)} ${value}\n`);
}
