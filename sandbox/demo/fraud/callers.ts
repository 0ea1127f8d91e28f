import { setTimeout as pause } from 'node:timers/promises';
import type { Counts } from '../counts.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Transaction } from './data.ts';

/** Those who ask what is served, all the time, and find out later who was right. */
export type Callers = {
  /** What was asked and answered so far, the oldest first: the inputs as they were sent. */
  readonly logged: readonly Transaction[];
  stop(): Promise<void>;
};

type Options = {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly counts: Counts;
  readonly transactions: readonly Transaction[];
};

const atOnce = 100;
const restMs = 500;

/** Asks about these transactions, over and over, until they are stopped; every answer is counted, right or wrong, for the version that gave it. */
export function startCallers({ endpoint, model, counts, transactions }: Options): Callers {
  const logged: Transaction[] = [];
  const stopping = new AbortController();
  const going = (async () => {
    for (let from = 0; !stopping.signal.aborted; from = (from + atOnce) % transactions.length) {
      const some = transactions.slice(from, from + atOnce);
      const got = await endpoint.ask(some.map(({ asked }) => asked));
      if (got !== null) {
        counts.add({ model, version: got.version }, judged(some, got.answers));
        logged.push(...some);
      }
      await pause(restMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    logged,
    async stop() {
      stopping.abort();
      await going;
    },
  };
}

/** How many answers were what turned out to be so. */
function judged(all: readonly Transaction[], answers: readonly number[]) {
  const right = all.filter(({ fraud }, at) => answers[at] === fraud).length;
  return { right, wrong: all.length - right };
}
