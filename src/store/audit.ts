import type { Anchor } from './chain.ts';
import { reading } from './connection.ts';
import { type Database, textOrNull } from './database.ts';
import { Envelope, emptyChain, type Head, hashOf, parseHead } from './entries.ts';
import { streamLengths, walk } from './walk.ts';

/** One thing that is not as it was written, with the number of the entry where it shows. */
export interface Finding {
  readonly seq: number;
  readonly words: string;
}

export interface Audit {
  readonly findings: readonly Finding[];
  readonly entries: number;
  /** Where the chain ends: what the next anchor would be. */
  readonly head: Anchor;
  /** Anchors that were found in the chain. */
  readonly anchored: readonly Anchor[];
}

/** One entry as it lies in a file or in Redis; `place` is where the chain says that it belongs. */
export interface Stored {
  readonly bytes: Buffer | null;
  readonly place: { readonly stream: string; readonly index: number } | null;
}

/** Checks the log in Redis: the chain, every stream, the head, the anchors. */
export async function auditRedis(db: Database, anchors: readonly Anchor[]): Promise<Audit> {
  const lengths = await streamLengths(db);
  const { told, end } = await ends(db);
  const audit = auditor(anchors);
  for await (const { seq, reference, bytes } of walk(db)) {
    if (seq > end) break;
    audit.add({ bytes, place: reference ?? { stream: '', index: -1 } });
  }
  return audit.result([...headFindings(told, audit.head()), ...lengthFindings(lengths, audit.lengths())]);
}

/** Checks an exported log, one entry a line, without Redis. */
export async function auditLines(lines: AsyncIterable<Buffer>, anchors: readonly Anchor[]): Promise<Audit> {
  const audit = auditor(anchors);
  for await (const line of lines) audit.add({ bytes: line, place: null });
  return audit.result([]);
}

/** The head and the end of the chain at one moment: appends go on meanwhile. */
async function ends({ redis, keys }: Database): Promise<{ readonly told: Head; readonly end: number }> {
  const [head, length] = await reading(
    redis,
    async () => (await redis.multi().get(keys.head).llen(keys.chain).exec()) ?? [],
  );
  return { told: parseHead(textOrNull(head?.[1]) ?? ''), end: Number(length?.[1]) };
}

/** Takes entries in order and remembers what does not fit. */
function auditor(anchors: readonly Anchor[]) {
  const findings: Finding[] = [];
  const lengths = new Map<string, number>();
  const hashes = new Map<number, string>();
  const wanted = new Set(anchors.map(({ seq }) => seq));
  let head: Head = emptyChain;
  const add = (stored: Stored): void => {
    const seq = head.seq + 1;
    const entry = read(stored.bytes);
    if (entry !== null) {
      const length = lengths.get(entry.stream) ?? 0;
      findings.push(...misfits(entry, stored, head, length).map((words) => ({ seq, words })));
      lengths.set(entry.stream, length + 1);
    } else findings.push({ seq, words: stored.bytes === null ? 'is missing' : 'cannot be read' });
    head = { seq, hash: hashOf(stored.bytes ?? ''), at: entry?.at ?? head.at };
    if (wanted.has(seq)) hashes.set(seq, head.hash);
  };
  const result = (more: readonly Finding[]): Audit => {
    const anchored = anchors.filter(({ seq, hash }) => seq === 0 || hashes.get(seq) === hash);
    const missed = anchors.filter((anchor) => !anchored.includes(anchor)).map((anchor) => unmet(anchor, head));
    return { findings: [...findings, ...more, ...missed], entries: head.seq, head, anchored };
  };
  return { add, result, head: () => head, lengths: () => lengths };
}

function read(bytes: Buffer | null): Envelope | null {
  if (bytes === null) return null;
  try {
    return Envelope.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
}

function misfits(entry: Envelope, { place }: Stored, head: Head, length: number): readonly string[] {
  const seq = head.seq + 1;
  return [
    ...(entry.seq === seq ? [] : [`says that it is number ${entry.seq}`]),
    ...(entry.prev === head.hash ? [] : ['does not follow from the entry before it: one of the two was changed']),
    ...(entry.index === length ? [] : [`is number ${entry.index} of ${entry.stream}, where number ${length} belongs`]),
    ...(entry.at >= head.at ? [] : ['is older than the entry before it']),
    ...(place === null || (place.stream === entry.stream && place.index === entry.index)
      ? []
      : [`lies at ${place.index} of ${place.stream}, but belongs to ${entry.index} of ${entry.stream}`]),
  ];
}

function headFindings(told: Head, found: Head): readonly Finding[] {
  if (told.seq > found.seq)
    return [{ seq: found.seq + 1, words: `is missing, and all up to ${told.seq}: the end was cut off` }];
  if (told.seq < found.seq)
    return [{ seq: told.seq + 1, words: `was added behind the end of the log, which is ${told.seq}` }];
  return told.hash === found.hash ? [] : [{ seq: told.seq, words: 'is not what was written last: it was changed' }];
}

function lengthFindings(stored: ReadonlyMap<string, number>, chained: ReadonlyMap<string, number>): readonly Finding[] {
  return [...stored].flatMap(([stream, length]) => {
    const known = chained.get(stream) ?? 0;
    return length > known ? [{ seq: 0, words: `${stream} holds ${length - known} more than the chain knows of` }] : [];
  });
}

function unmet({ seq, hash }: Anchor, head: Head): Finding {
  if (seq > head.seq) return { seq, words: `is missing: an anchor was taken there, and the log ends at ${head.seq}` };
  return { seq, words: `is not what it was when its anchor ${hash.slice(0, 12)}… was taken` };
}
