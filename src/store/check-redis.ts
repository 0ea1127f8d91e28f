import type { Redis } from 'ioredis';
import { reading } from './connection.ts';
import { pipelined } from './database.ts';

const wanted = {
  appendonly: { value: 'yes', why: 'it forgets everything when it restarts' },
  appendfsync: { value: 'always', why: 'a power cut loses what was already acknowledged' },
  'maxmemory-policy': { value: 'noeviction', why: 'it may throw the audit log away when memory runs short' },
} as const;

const oldest = [6, 2] as const;

/** What is wrong with how Redis is set up, in words that say what to set; empty when nothing is. */
export async function checkRedis(redis: Redis, replicas = 0): Promise<readonly string[]> {
  const info = await reading(redis, () => redis.info('server', 'replication', 'memory', 'persistence'));
  return [
    ...(await settingProblems(redis, info)),
    ...versionProblems(info),
    ...replicaProblems(info, replicas),
    ...(field(info, 'aof_last_write_status') === 'err'
      ? ['Redis cannot write its append-only file: is the disk full?']
      : []),
  ];
}

async function settingProblems(redis: Redis, info: string): Promise<readonly string[]> {
  const names = Object.keys(wanted);
  const replies = await reading(redis, () => pipelined(redis, names, (pipe, name) => pipe.config('GET', name))).catch(
    (cause: unknown) => {
      // A hosted Redis may forbid CONFIG; what INFO tells is all there is to know then.
      if (cause instanceof Error && /unknown command|NOPERM/.test(cause.message)) return null;
      throw cause;
    },
  );
  const found = replies === null ? told(info) : new Map(replies.map(pair));
  return Object.entries(wanted).flatMap(([name, { value, why }]) => {
    const is = found.get(name);
    if (is === undefined) return [`Redis does not tell its setting ${name}. It has to be ${value}: otherwise ${why}.`];
    return is === value ? [] : [`Redis has ${name} ${is}: ${why}. Set it to ${value}.`];
  });
}

function told(info: string): ReadonlyMap<string, string> {
  const policy = field(info, 'maxmemory_policy');
  const aof = field(info, 'aof_enabled');
  return new Map([
    ...(policy === null ? [] : [['maxmemory-policy', policy] as const]),
    ...(aof === null ? [] : [['appendonly', aof === '1' ? 'yes' : 'no'] as const]),
  ]);
}

function pair(reply: unknown): readonly [string, string] {
  const [name, value] = Array.isArray(reply) ? reply.map(String) : [];
  return [name ?? '', value ?? ''];
}

function versionProblems(info: string): readonly string[] {
  const [major = 0, minor = 0] = (field(info, 'redis_version') ?? '').split('.').map(Number);
  const old = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  return old ? [`Redis is version ${major}.${minor}. Signalbox needs ${oldest.join('.')} or newer.`] : [];
}

function replicaProblems(info: string, replicas: number): readonly string[] {
  const role = field(info, 'role');
  if (role !== 'master') return [`REDIS_URL points to a ${role ?? 'server of unknown role'}. Point it to the primary.`];
  const connected = Number(field(info, 'connected_slaves') ?? 0);
  if (connected >= Math.min(1, replicas)) return [];
  return [`REDIS_REPLICAS is ${replicas}, but no replica is connected: no command can be acknowledged.`];
}

function field(info: string, name: string): string | null {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;
}
