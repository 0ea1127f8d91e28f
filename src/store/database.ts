import type { Redis } from 'ioredis';
import { ReleaseError } from '../errors.ts';
import { reading, writing } from './connection.ts';
import { type Keys, keysUnder } from './keys.ts';

/** One Redis with the names of our keys in it. */
export interface Database {
  readonly redis: Redis;
  readonly keys: Keys;
  /** How many replicas must hold a write before it counts. */
  readonly replicas: number;
}

export function database(redis: Redis, { prefix = '{signalbox}', replicas = 0 } = {}): Database {
  return { redis, keys: keysUnder(prefix), replicas };
}

const replicationMs = 900;

/** Writes once, and answers only when the replicas have it too; throws `store_outcome_unknown` when they do not say so in time. */
export async function durably<T>({ redis, replicas }: Database, write: () => Promise<T>): Promise<T> {
  return writing(async () => {
    const answer = await write();
    if (replicas === 0) return answer;
    const reached = await redis.wait(1, replicationMs);
    if (reached < 1) throw new ReleaseError('store_outcome_unknown', { replicas, reached });
    return answer;
  });
}

type Pipeline = ReturnType<Redis['pipeline']>;

/** Sends what `fill` puts into a pipeline in one round trip, in pieces of a thousand, and answers the replies in order. */
export async function pipelined<T>(
  redis: Redis,
  items: readonly T[],
  fill: (pipeline: Pipeline, item: T) => Pipeline,
): Promise<readonly unknown[]> {
  const replies: unknown[] = [];
  for (let from = 0; from < items.length; from += 1_000) {
    const pipeline = items.slice(from, from + 1_000).reduce(fill, redis.pipeline());
    for (const [error, reply] of (await pipeline.exec()) ?? []) {
      if (error) throw error;
      replies.push(reply);
    }
  }
  return replies;
}

/** A reply that is a text or nothing. */
export function textOrNull(reply: unknown): string | null {
  return typeof reply === 'string' ? reply : null;
}

/** A reply that is a list of texts. */
export function texts(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

/** The lowest score of a sorted set, or null when it is empty. */
export async function lowestScore(redis: Redis, key: string): Promise<number | null> {
  const [member, score] = (await reading(redis, () => redis.zrange(key, '0', '0', 'WITHSCORES'))).flat();
  return member === undefined || score === undefined ? null : Number(score);
}
