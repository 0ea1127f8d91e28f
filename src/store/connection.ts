import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { ReleaseError } from '../errors.ts';

const commandTimeoutMs = 1_000;
/** A connection that owes an answer for this long is taken for dead: without it, one that fell silent would be asked for minutes. */
const silenceMs = 3_000;

/**
 * A connection as the edge and the store need it: a command is sent now or refused now, is given up after one second, and is
 * never sent a second time by itself, because nobody could say whether the first time counted.
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: commandTimeoutMs,
    socketTimeout: silenceMs,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(50 * times, 1_000),
  });
  redis.on('error', () => {
    // Every command reports its own failure; the connection comes back by itself.
  });
  return redis;
}

/** A Lua script, known to Redis by the SHA-1 of its text. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

export function script(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** Runs a script in one round trip; sends its text only to a Redis that does not know it yet. */
export async function run(
  redis: Redis,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (cause) {
    // NOSCRIPT is answered before anything ran, so sending the text cannot repeat an effect.
    if (!(cause instanceof Error && cause.message.startsWith('NOSCRIPT'))) throw cause;
    return await redis.eval(lua, keys.length, ...keys, ...args);
  }
}

/** Reads, and reads once more when the connection broke meanwhile; throws `store_unavailable` when Redis cannot be asked. */
export async function reading<T>(redis: Redis, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!isOutage(cause)) throw cause;
    try {
      await connected(redis);
      return await read();
    } catch (again) {
      if (!isOutage(again)) throw again;
      throw new ReleaseError('store_unavailable', {}, { cause: again });
    }
  }
}

/** Writes once. Throws `store_unavailable` when it was certainly not sent, `store_outcome_unknown` when nobody can say. */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (wasNotSent(cause)) throw new ReleaseError('store_unavailable', {}, { cause });
    if (isOutage(cause)) throw new ReleaseError('store_outcome_unknown', {}, { cause });
    throw cause;
  }
}

const notSent = [/^Stream isn't writeable/, /^(LOADING|MISCONF|OOM|READONLY|CLUSTERDOWN|MASTERDOWN|NOREPLICAS) /];
const unknown = [
  /^Command timed out/,
  /^Connection is closed/,
  /max retries per request/,
  /ECONNRESET|EPIPE|ECONNREFUSED|ETIMEDOUT/,
  /^Connection (lost|reset)/,
];

function wasNotSent(cause: unknown): boolean {
  return cause instanceof Error && notSent.some((pattern) => pattern.test(cause.message));
}

function isOutage(cause: unknown): boolean {
  return wasNotSent(cause) || (cause instanceof Error && unknown.some((pattern) => pattern.test(cause.message)));
}

function connected(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  if (redis.status === 'wait') return redis.connect();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      redis.off('ready', done);
      resolve();
    };
    const timer = setTimeout(done, commandTimeoutMs);
    redis.once('ready', done);
  });
}
