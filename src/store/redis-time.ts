import type { Redis } from 'ioredis';
import { reading } from './connection.ts';

/** Redis' own clock, milliseconds since 1970. */
export async function redisTime(redis: Redis): Promise<number> {
  const [seconds, micros] = await reading(redis, () => redis.time());
  return Number(seconds) * 1_000 + Number(micros) / 1_000;
}
