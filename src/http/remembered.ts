import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { TextCache } from '../ports-store.ts';
import { Digest } from '../release/ids.ts';
import { parseJson } from './answer.ts';

/** Reads a value back that was kept as JSON. */
interface Parser<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** Where answers are kept for all processes, and how they are read back. */
export interface Memory<T> {
  readonly texts: TextCache;
  readonly now: Clock;
  readonly schema: Parser<T>;
}

/** The answer to a question that these words name, if it is not older than `newest` ms; null when it has to be asked. */
export async function recall<T>(
  { texts, now, schema }: Memory<T>,
  words: readonly string[],
  withinMs: number,
): Promise<T | null> {
  const kept = /^(\d+) (.*)$/s.exec((await texts.get(keyOf(words))) ?? '');
  if (kept === null || now() - Number(kept[1]) >= withinMs) return null;
  const parsed = schema.safeParse(parseJson(kept[2] ?? ''));
  return parsed.success ? parsed.data : null;
}

/** Keeps an answer with the time it was given at. */
export async function remember<T>({ texts, now }: Memory<T>, words: readonly string[], answer: T): Promise<void> {
  await texts.put(keyOf(words), `${now()} ${JSON.stringify(answer)}`);
}

function keyOf(words: readonly string[]): Digest {
  return Digest.parse(createHash('sha256').update(JSON.stringify(words)).digest('hex'));
}
