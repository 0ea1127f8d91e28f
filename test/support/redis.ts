import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { copyRedisFiles, startRedis } from '../../sandbox/redis.ts';
import { shared } from './shared.ts';

const FreshRedis = z.object({ url: z.string(), port: z.number(), database: z.number() });

/** An empty database on the run's shared Redis, nobody else's: everything but published messages and the server's settings is its own. */
export function freshRedis(): Promise<z.infer<typeof FreshRedis>> {
  return shared('/redis', FreshRedis);
}

/** A Redis server that one test may stop, kill and set back. */
export type PrivateRedis = {
  readonly url: string;
  readonly port: number;
  /** Freezes it: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on the same port over what it had written, ending it first if it still runs. */
  restart(): Promise<void>;
  /** Copies what is on disk now; the answer puts the server back to this copy and starts it again. */
  backup(): Promise<() => Promise<void>>;
  /** Ends it and deletes its folder. */
  end(): Promise<void>;
};

/** Starts a Redis server for one test, ended with it; outside a test (in beforeAll) pass `{ keep: true }` and call `end`. */
export async function privateRedis({ keep = false } = {}): Promise<PrivateRedis> {
  const root = await mkdtemp(join(tmpdir(), 'signalbox-redis-'));
  let folder = join(root, 'data');
  let server = await startRedis(folder);
  const { url, port } = server;
  const kill = async (): Promise<void> => {
    server.process.signal('SIGKILL');
    await server.process.stop();
  };
  const restart = async (): Promise<void> => {
    await kill();
    server = await startRedis(folder, { port });
  };
  const end = async (): Promise<void> => {
    await kill();
    await rm(root, { recursive: true, force: true });
  };
  if (!keep) onTestFinished(end);
  return {
    url,
    port,
    pause: () => server.process.signal('SIGSTOP'),
    resume: () => server.process.signal('SIGCONT'),
    kill,
    restart,
    backup: async () => {
      const copy = await mkdtemp(join(root, 'copy-'));
      await copyRedisFiles(folder, copy);
      return async () => {
        await kill();
        folder = await mkdtemp(join(root, 'restored-'));
        await copyRedisFiles(copy, folder);
        await restart();
      };
    },
    end,
  };
}
