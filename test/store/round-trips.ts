import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Passes a connection on to Redis and counts how often the client sends something after Redis had answered. */
export async function roundTrips(url: string) {
  const target = new URL(url);
  let turns = 0;
  const server = createServer((client) => {
    const redis = connect(Number(target.port), target.hostname);
    let answered = true;
    client.on('data', (bytes) => {
      if (answered) turns += 1;
      answered = false;
      redis.write(bytes);
    });
    redis.on('data', (bytes) => {
      answered = true;
      client.write(bytes);
    });
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}${target.pathname}`,
    during: async (work: () => Promise<unknown>): Promise<number> => {
      const before = turns;
      await work();
      return turns - before;
    },
  };
}
