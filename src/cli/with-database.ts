import { readToolConfig } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { openRedis } from '../store/connection.ts';
import { type Database, database } from '../store/database.ts';
import { type ExitCode, usageError } from './verb.ts';

/** Runs a command against the Redis of REDIS_URL, and closes the connection whatever comes of it. */
export async function withDatabase(run: (db: Database) => Promise<ExitCode>): Promise<ExitCode> {
  const config = readToolConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const redis = openRedis(config.value.REDIS_URL);
  try {
    await redis.connect().catch((cause: unknown) => {
      throw new ReleaseError('store_unavailable', {}, { cause });
    });
    return await run(database(redis, { replicas: config.value.REDIS_REPLICAS }));
  } finally {
    redis.disconnect();
  }
}
