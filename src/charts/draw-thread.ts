import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Drawing } from './picture.ts';

/** A drawn picture, or why there is none. */
export type Painted =
  | { readonly kind: 'drawn'; readonly png: Uint8Array }
  | { readonly kind: 'failed'; readonly why: string };

/** One thread that draws; it begins with the first drawing. Ask for one at a time. */
export interface DrawThread {
  /** Never throws: a thread that hangs or breaks is given up, and the next drawing gets a new one. */
  draw(drawing: Drawing): Promise<Painted>;
  /** Nothing is asked for now: it keeps no process alive, and ends when that stays so. */
  rest(): void;
  end(): Promise<void>;
}

/** Drawing takes a processor a tenth of a second, and the thread that acknowledges clicks has none to spare. */
export function drawThread(limits: { readonly withinMs: number; readonly idleMs: number }): DrawThread {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  const end = async () => {
    const ending = worker;
    worker = null;
    if (idle !== null) clearTimeout(idle);
    await ending?.terminate();
  };
  return {
    async draw(drawing) {
      if (idle !== null) clearTimeout(idle);
      worker ??= begin();
      worker.ref();
      try {
        return await asked(worker, drawing, limits.withinMs);
      } catch (error) {
        await end();
        return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
      }
    },
    rest() {
      worker?.unref();
      idle = setTimeout(() => void end(), limits.idleMs).unref();
    },
    end,
  };
}

/** It gets neither our environment nor our flags: it needs no secrets. */
function begin(): Worker {
  const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 192 },
  });
  // Unheard, this event would end the process; whoever waits for an answer hears it too.
  worker.on('error', () => undefined);
  return worker;
}

async function asked(worker: Worker, drawing: Drawing, withinMs: number): Promise<Painted> {
  const answered = once(worker, 'message', { signal: AbortSignal.timeout(withinMs) });
  worker.postMessage(drawing);
  const [painted]: Painted[] = await answered;
  return painted ?? { kind: 'failed', why: 'no answer' };
}
