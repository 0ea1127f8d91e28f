import type { Log } from '../ports.ts';
import { every, type Ticker } from '../queue/every.ts';

/** What a file is right now: its text, or what kept it from being read. */
export type FileNow = { readonly text: string; readonly problems: readonly string[] };

interface Following {
  readonly everyMs: number;
  readonly log: Log;
  /** What the file was when it was last taken. */
  readonly first: FileNow;
  read(): Promise<FileNow>;
  take(now: FileNow): Promise<void>;
}

/**
 * Takes a file whenever it is another one than before. It is read again and again, because editors replace files and containers turn
 * links, which no watcher sees everywhere; and taken when two readings agree, because several files do not change at once.
 */
export function followFile({ everyMs, log, first, read, take }: Following): Ticker {
  let taken = keyOf(first);
  let seen = taken;
  return every(everyMs, 'policy-file', log, async () => {
    const now = await read();
    const key = keyOf(now);
    if (key !== taken && key === seen) {
      taken = key;
      await take(now);
    }
    seen = key;
  });
}

function keyOf({ text, problems }: FileNow): string {
  return JSON.stringify([text, problems]);
}
