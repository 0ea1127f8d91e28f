import { drawThread, type Painted } from './draw-thread.ts';
import type { Drawing } from './picture.ts';

/** Draws off the event loop, one picture after the other. */
export interface Painter {
  /** Never throws; `busy` when too many wait already. */
  draw(drawing: Drawing): Promise<Painted | { readonly kind: 'busy' }>;
  close(): Promise<void>;
}

interface Limits {
  readonly queue: number;
  /** How long one drawing may take, from the moment it is begun. */
  readonly withinMs: number;
  /** How long the thread lives on with nothing to draw. */
  readonly idleMs: number;
}

const usual: Limits = { queue: 50, withinMs: 10_000, idleMs: 60_000 };

export function painter(over: Partial<Limits> = {}): Painter {
  const limits = { ...usual, ...over };
  const thread = drawThread(limits);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async draw(drawing) {
      if (waiting >= limits.queue) return { kind: 'busy' };
      waiting += 1;
      const mine = last.then(() => thread.draw(drawing));
      last = mine;
      const painted = await mine;
      waiting -= 1;
      if (waiting === 0) thread.rest();
      return painted;
    },
    close: () => thread.end(),
  };
}
