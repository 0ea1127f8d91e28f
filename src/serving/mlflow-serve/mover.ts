import type { Version } from '../../release/ids.ts';
import type { ModelServer } from './model-server.ts';
import type { Kept, Order } from './schema.ts';

/** What moving needs: each part throws in words for people. */
export interface Parts {
  /** Starts a version that answers; nothing is left of one that does not. */
  start(version: Version, signal: AbortSignal): Promise<ModelServer>;
  /** Lets predictions come from there, and throws when they do not. */
  turn(to: ModelServer | null): Promise<void>;
  /** Ends one that nothing is asked of any more, once it has answered what it was asked before. */
  end(server: ModelServer): Promise<void>;
  keep(kept: Kept): Promise<void>;
}

/** Carries out the last order, one step at a time. */
export interface Mover {
  /** Durable when it resolves. */
  take(order: Order): Promise<void>;
  /** What the asker of this order is told. */
  look(order: Order): object;
}

/** Goes on where another supervisor stopped: first what was live is served again, then the last order is carried out. */
export function mover({ start, turn, end, keep }: Parts, before: Kept): Mover {
  const work = oneByOne();
  let stop = new AbortController();
  let standing = before;
  let live: ModelServer | null = null;

  async function change(version: Kept['live'], signal: AbortSignal): Promise<void> {
    if (version === versionOf(live)) return;
    const next = version === null ? null : await start(version, signal);
    await turn(next).catch((cause: unknown) => turnedBack(turn(live), next, cause));
    const old = live;
    live = next;
    const reached = standing.order?.version === version;
    standing = { ...standing, live: version, failed: reached ? null : standing.failed };
    await keep(standing);
    void next?.ended.then(() => fell(next));
    if (old !== null) await end(old);
  }

  async function fell(server: ModelServer): Promise<void> {
    if (live !== server) return;
    live = null;
    queue(server.version, new AbortController());
    await turn(null);
    await server.stop();
  }

  function queue(version: Kept['live'], { signal }: AbortController): void {
    work.add(async () => {
      if (!signal.aborted) await change(version, signal).catch((cause: unknown) => fails(cause, signal));
    });
  }

  async function fails(cause: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    standing = { ...standing, failed: cause instanceof Error ? cause.message.slice(0, 300) : String(cause) };
    await keep(standing);
  }

  if (before.live !== null) queue(before.live, new AbortController());
  if (before.order !== null && before.failed === null) queue(before.order.version, stop);
  return {
    async take(order) {
      if (!isSame(standing.order, order) || standing.failed !== null) {
        standing = { ...standing, order, failed: null };
        stop.abort();
        stop = new AbortController();
        queue(order.version, stop);
      }
      await keep(standing);
    },
    look: (asked) => told(asked, standing, versionOf(live), work.busy()),
  };
}

async function turnedBack(back: Promise<void>, from: ModelServer | null, cause: unknown): Promise<never> {
  await back;
  await from?.stop();
  throw cause;
}

function told(asked: Order, { order, failed }: Kept, version: Kept['live'], busy: boolean): object {
  if (!isSame(order, asked)) return { state: 'live', version };
  if (busy) return { state: 'moving', version, words: asked.version && `v${asked.version} is being started` };
  return failed === null ? { state: 'live', version } : { state: 'failed', version, words: failed };
}

function versionOf(server: ModelServer | null): Kept['live'] {
  return server?.version ?? null;
}

function isSame(one: Order | null, other: Order): boolean {
  return one?.release === other.release && one.version === other.version;
}

/** One task after the other; `busy` until all are done. */
function oneByOne() {
  let last = Promise.resolve();
  let waiting = 0;
  return {
    busy: () => waiting > 0,
    add(task: () => Promise<void>) {
      waiting += 1;
      last = last.then(task).then(() => {
        waiting -= 1;
      });
    },
  };
}
