import type { Clock } from '../src/ports.ts';

/** Answers kept for a short while; two questions at the same moment are one call. A failed call is not kept. */
export interface Cache<T> {
  get(key: string, fresh: 'cached' | 'fresh'): Promise<T>;
  forget(key: string): void;
}

interface Kept<T> {
  readonly at: number;
  readonly answer: Promise<T>;
}

/** At most `most` answers are kept; the oldest go first. */
export function cache<T>(ask: (key: string) => Promise<T>, clock: Clock, maxAgeMs: number, most = 20_000): Cache<T> {
  const kept = new Map<string, Kept<T>>();
  return {
    get(key, fresh) {
      const had = kept.get(key);
      if (had && fresh === 'cached' && clock() - had.at < maxAgeMs) return had.answer;
      const answer = ask(key);
      keep(key, { at: clock(), answer });
      return answer;
    },
    forget: (key) => void kept.delete(key),
  };

  function keep(key: string, entry: Kept<T>): void {
    kept.delete(key);
    kept.set(key, entry);
    entry.answer.catch(() => kept.get(key) === entry && kept.delete(key));
    const oldest = kept.keys().next();
    if (kept.size > most && oldest.value !== undefined) kept.delete(oldest.value);
  }
}
