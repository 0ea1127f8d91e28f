import { onTestFinished } from 'vitest';
import { openRedis } from '../../src/store/connection.ts';
import { type Database, database } from '../../src/store/database.ts';
import { freshRedis } from '../support/redis.ts';

/** An empty database, and a connection that ends with the test. */
export async function freshDatabase(): Promise<Database> {
  return connected((await freshRedis()).url);
}

/** A connection of the kind that the store uses, ended with the test. */
export async function connected(url: string): Promise<Database> {
  const redis = openRedis(url);
  onTestFinished(() => redis.disconnect());
  await redis.connect();
  return database(redis);
}
