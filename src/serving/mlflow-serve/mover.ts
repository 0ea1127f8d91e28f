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

interface Now {
  standing: Kept;
  live: ModelServer | null;
}

/** Goes on where another supervisor stopped: first what was live is served again, then the last order is carried out. */
export function mover(parts: Parts, before: Kept): Mover {
  const work = oneByOne();
  const now: Now = { standing: before, live: null };
  let stop = new AbortController();

  async function attempt(version: Kept['live'], signal: AbortSignal): Promise<void> {
    if (signal.aborted || version === versionOf(now.live)) return;
    try {
      const server = await change(parts, now, version, signal);
      void server?.ended.then(() => fell(server));
    } catch (cause) {
      if (!signal.aborted) await fails(parts, now, cause);
    }
  }

  async function fell(server: ModelServer): Promise<void> {
    if (now.live !== server) return;
    now.live = null;
    work.add(revive);
    await server.stop();
  }

  /** Whatever was ordered since may have been carried out by then. */
  async function revive(): Promise<void> {
    if (now.live !== null) return;
    await parts.turn(null);
    await attempt(now.standing.live, new AbortController().signal);
  }

  function carryOut({ version }: Order): void {
    const { signal } = stop;
    work.add(() => attempt(version, signal));
  }

  work.add(revive);
  if (before.order !== null && before.failed === null) carryOut(before.order);
  return {
    async take(order) {
      if (!isSame(now.standing.order, order) || now.standing.failed !== null) {
        now.standing = { ...now.standing, order, failed: null };
        stop.abort();
        stop = new AbortController();
        carryOut(order);
      }
      await parts.keep(now.standing);
    },
    look: (asked) => told(asked, now.standing, versionOf(now.live), work.busy()),
  };
}

/** The new one answers before the old one ends; throws where it does not, and then nothing has changed. */
async function change(
  { start, turn, end, keep }: Parts,
  now: Now,
  version: Kept['live'],
  signal: AbortSignal,
): Promise<ModelServer | null> {
  const next = version === null ? null : await start(version, signal);
  await turn(next).catch((cause: unknown) => turnedBack([turn(now.live), next?.stop()], cause));
  const old = now.live;
  now.live = next;
  const reached = now.standing.order?.version === version;
  now.standing = { ...now.standing, live: version, failed: reached ? null : now.standing.failed };
  await keep(now.standing);
  if (old !== null) await end(old);
  return next;
}

async function fails({ keep }: Parts, now: Now, cause: unknown): Promise<void> {
  const words = cause instanceof Error ? cause.message : String(cause);
  now.standing = { ...now.standing, failed: words.slice(0, 300) };
  await keep(now.standing);
}

/** Why it was turned back counts, even where the old one does not answer either. */
async function turnedBack(back: readonly (Promise<void> | undefined)[], cause: unknown): Promise<never> {
  await Promise.allSettled(back);
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
