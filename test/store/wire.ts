import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a test may do to a request on its way: let it pass, lose it, or let it pass and lose the reply. Both losses cut the connection. */
export type Fate = 'pass' | 'lose' | 'lose-reply';

/** A connection to Redis that a test can count on and cut. A turn begins when the client sends after Redis had answered. */
export async function wire(url: string) {
  const target = new URL(url);
  let turns = 0;
  let fate: (turn: number) => Fate = () => 'pass';
  const server = createServer((client) => {
    const redis = connect(Number(target.port), target.hostname);
    let answered = true;
    let silent = false;
    client.on('data', (bytes) => {
      if (answered) turns += 1;
      const now = answered ? fate(turns) : 'pass';
      answered = false;
      if (now !== 'lose') redis.write(bytes);
      if (now === 'lose') client.destroy();
      silent = now === 'lose-reply';
    });
    redis.on('data', (bytes) => {
      answered = true;
      if (silent) client.destroy();
      else client.write(bytes);
    });
    together(client, redis);
    together(redis, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}${target.pathname}`,
    /** Turns so far. */
    turns: () => turns,
    /** How many turns this takes. */
    during: async (work: () => Promise<unknown>): Promise<number> => {
      const before = turns;
      await work();
      return turns - before;
    },
    /** Decides what happens to the n-th turn from now; all others pass. */
    onTurn: (n: number, happens: () => Fate): void => {
      const at = turns + n;
      fate = (turn) => (turn === at ? happens() : 'pass');
    },
  };
}

function together(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy());
  one.on('close', () => other.destroy());
}
