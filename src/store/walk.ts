import { reading } from './connection.ts';
import { type Database, pipelined, texts } from './database.ts';
import { parseReference, type Reference } from './entries.ts';

const piece = 1_000;

/** One place of the chain: what it refers to, and the bytes found there; null where it refers to nothing that can be read. */
export interface Link {
  readonly seq: number;
  readonly reference: Reference | null;
  readonly bytes: Buffer | null;
}

/** Walks the chain from one entry to its end as it is now, a thousand entries at a time. */
export async function* walk({ redis, keys }: Database, fromSeq = 1): AsyncGenerator<Link> {
  for (let from = fromSeq; ; from += piece) {
    const range = await reading(redis, () => redis.lrange(keys.chain, from - 1, from + piece - 2));
    const references = texts(range).map(parseReference);
    if (references.length === 0) return;
    const found = await reading(redis, () =>
      pipelined(redis, references, (pipeline, reference) =>
        reference === null ? pipeline.echo('') : pipeline.lindexBuffer(keys.stream(reference.stream), reference.index),
      ),
    );
    for (const [place, reference] of references.entries()) {
      const bytes = found[place];
      yield { seq: from + place, reference, bytes: Buffer.isBuffer(bytes) ? bytes : null };
    }
    if (references.length < piece) return;
  }
}

/** The length of every stream in Redis, those that no chain knows included. */
export async function streamLengths({ redis, keys }: Database): Promise<ReadonlyMap<string, number>> {
  const names = await scan(redis, keys.everyStream);
  const lengths = await reading(redis, () => pipelined(redis, names, (pipeline, name) => pipeline.llen(name)));
  return new Map(names.map((name, place) => [name.slice(keys.streamPrefix.length), Number(lengths[place])]));
}

/** All keys that match, each once. */
export async function scan(redis: Database['redis'], match: string): Promise<readonly string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, names] = await reading(redis, () => redis.scan(cursor, 'MATCH', match, 'COUNT', 1_000));
    for (const name of names) found.add(name);
    cursor = next;
  } while (cursor !== '0');
  return [...found];
}
