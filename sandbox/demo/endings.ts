import type { Print } from './progress.ts';

/** Remembers what has to be ended; what was started last ends first. */
export type Keep = (end: () => Promise<unknown>) => void;

/** Works until it is done, fails, or somebody presses Ctrl-C, and then ends everything that was kept. A second Ctrl-C does not wait. */
export async function untilEnded<T>(
  print: Print,
  work: (keep: Keep, tell: Print) => Promise<T>,
): Promise<T | 'interrupted'> {
  const endings: (() => Promise<unknown>)[] = [];
  let over = false;
  // What goes wrong because everything is being ended is no news.
  const tell: Print = (line) => {
    if (!over) print(line);
  };
  try {
    return await Promise.race([work((end) => endings.unshift(end), tell), interruption()]);
  } finally {
    over = true;
    print('\nEnding everything');
    for (const end of endings) await end().catch((cause: unknown) => print(`Could not be ended: ${String(cause)}`));
  }
}

function interruption(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve('interrupted');
        process.once(signal, () => process.exit(130));
      });
    }
  });
}
