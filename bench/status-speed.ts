import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '../sandbox/redis.ts';
import { openRedis } from '../src/store/connection.ts';
import { type Database, database } from '../src/store/database.ts';
import { askStatus, manyModels } from '../test/budgets/many-models.ts';
import { finish } from '../test/store/finished.ts';

const side = 8;

/** How long `status` takes with a thousand models that have had this many releases: a line to print. */
export async function statusSpeed(releases: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-status-'));
  const server = await startRedis(folder);
  const redis = openRedis(server.url);
  await redis.connect();
  await redis.config('SET', 'appendonly', 'no');
  try {
    return await measured(database(redis), releases);
  } finally {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(db: Database, releases: number): Promise<string> {
  await Promise.all(Array.from({ length: side }, (_, lane) => carry(db, lane, releases)));
  const ask = askStatus(db, manyModels(1_000));
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const begun = performance.now();
    await ask();
    times.push(Math.round(performance.now() - begun));
  }
  const first = times[0];
  return `status: 1,000 models, ${releases.toLocaleString('en')} finished releases: first ${first} ms, then ${times.sort((a, b) => a - b)[5]} ms`;
}

/** Every eighth release: those that run side by side share no lane. */
async function carry(db: Database, from: number, releases: number): Promise<void> {
  for (let n = from + 1; n <= releases; n += side) await finish(db, n);
}
