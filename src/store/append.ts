import { ReleaseError } from '../errors.ts';
import type { AppendResult, Batch } from '../ports-store.ts';
import type { Entry } from '../release/event.ts';
import type { CommandId } from '../release/ids.ts';
import { type Context, entriesAt, gather } from './append-context.ts';
import { type Database, durably } from './database.ts';
import { type Derived, derive } from './derive.ts';
import { encodeEntry, type Head, hashOf, headText, parseHead, type Reference, referenceText } from './entries.ts';
import type { Keys } from './keys.ts';
import { type Check, transact, type Write } from './transact.ts';
import { derivedWrites } from './writes.ts';

/** How long a command id is remembered beside the log. */
export const commandKeptSeconds = 30 * 24 * 3_600;

const mostTries = 500;

/**
 * Appends all of a batch or nothing, in two round trips when nobody else writes. Throws `store_outcome_unknown` when nobody can say
 * whether it was written: the same command id then gets `already`, or is appended.
 */
export async function append(db: Database, batch: Batch): Promise<AppendResult> {
  const whole = merged(batch);
  let context = await gather(db, whole);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const result = await attempt(db, whole, context);
    if ('kind' in result) return result;
    context = result;
  }
  throw new ReleaseError('store_unavailable', { command: batch.command, tries: mostTries });
}

/** One try: a result, or what to try with next. */
async function attempt(db: Database, batch: Batch, context: Context): Promise<AppendResult | Context> {
  if (context.wrote !== null) return already(db, batch.command, context.wrote);
  if (context.conflict) return { kind: 'conflict' };
  const { entries, checks, writes } = planned(db.keys, batch, context);
  const answer = await durably(db, () => transact(db.redis, checks, writes));
  if (answer === 'written') return { kind: 'appended', entries };
  if (answer === 'conflict') return { kind: 'conflict' };
  const head = headIn(answer);
  return head === null ? gather(db, batch) : { ...context, head };
}

/** What was written then. Replicas have that too when they have this later write. */
async function already(db: Database, command: CommandId, wrote: readonly Reference[]): Promise<AppendResult> {
  if (db.replicas > 0) await durably(db, () => db.redis.expire(db.keys.command(command), commandKeptSeconds));
  return { kind: 'already', entries: await entriesAt(db, wrote) };
}

/** One append for each stream, so that what is expected of a stream is said once. */
function merged(batch: Batch): Batch {
  const streams = Map.groupBy(
    batch.appends.filter(({ events }) => events.length > 0),
    ({ stream }) => stream,
  );
  const appends = [...streams].map(([stream, own]) => ({
    stream,
    expected: Math.min(...own.map(({ expected }) => expected)),
    events: own.flatMap(({ events }) => events),
  }));
  return { ...batch, appends };
}

interface Plan {
  readonly entries: readonly Entry[];
  readonly checks: readonly Check[];
  readonly writes: readonly Write[];
}

function planned(keys: Keys, batch: Batch, context: Context): Plan {
  const entries = linked(batch, context.head);
  const derived = derive(
    context,
    entries.map(({ entry }) => entry),
  );
  const newest = entries.at(-1);
  return {
    entries: entries.map(({ entry }) => entry),
    checks: checksOf(keys, batch, context, derived, entries.length > 0),
    writes: [
      ...streamWrites(keys, entries),
      ...(newest === undefined ? [] : [headWrite(keys, newest)]),
      [
        'SET',
        keys.command(batch.command),
        entries.map(({ entry }) => referenceText(entry)).join('\n'),
        'EX',
        commandKeptSeconds,
      ],
      ...(newest === undefined ? [] : derivedWrites(keys, derived)),
    ],
  };
}

interface Linked {
  readonly entry: Entry;
  readonly bytes: string;
}

/** Numbers and chains the events after `head`, at a time that never runs backwards. */
function linked({ appends, command, by, policy, at: given }: Batch, head: Head): readonly Linked[] {
  const at = Math.max(given, head.at);
  let { seq, hash: prev } = head;
  return appends.flatMap(({ stream, events, expected }) =>
    events.map((event, place) => {
      seq += 1;
      const entry: Entry = { seq, stream, index: expected + place, at, command, by, policy, prev, event };
      const bytes = encodeEntry(entry);
      prev = hashOf(bytes);
      return { entry, bytes };
    }),
  );
}

function streamWrites(keys: Keys, entries: readonly Linked[]): readonly Write[] {
  const streams = Map.groupBy(entries, ({ entry }) => entry.stream);
  return [
    ...[...streams].map(([stream, own]): Write => ['RPUSH', keys.stream(stream), ...own.map(({ bytes }) => bytes)]),
    ...(entries.length > 0 ? [chainWrite(keys, entries)] : []),
  ];
}

function chainWrite(keys: Keys, entries: readonly Linked[]): Write {
  return ['RPUSH', keys.chain, ...entries.map(({ entry }) => referenceText(entry))];
}

function headWrite(keys: Keys, { entry, bytes }: Linked): Write {
  return ['SET', keys.head, headText({ seq: entry.seq, hash: hashOf(bytes), at: entry.at })];
}

/** Conflicts of the decision come first; a lane that only the store read, and the head, are read again instead. */
function checksOf(keys: Keys, batch: Batch, context: Context, derived: Derived, chained: boolean): readonly Check[] {
  const based = new Set(batch.basedOn.map(({ lane }) => lane));
  return [
    { is: 'absent', key: keys.command(batch.command), otherwise: 'again' },
    ...batch.appends.map(({ stream, expected }): Check => {
      return { is: 'length', key: keys.stream(stream), length: expected, otherwise: 'conflict' };
    }),
    ...batch.basedOn.map(({ lane, rev }): Check => {
      return { is: 'rev', key: keys.lanes, field: lane, rev, otherwise: 'conflict' };
    }),
    ...[...derived.lanes.keys()]
      .filter((lane) => !based.has(lane))
      .map((lane): Check => {
        return { is: 'rev', key: keys.lanes, field: lane, rev: context.lanes.get(lane)?.rev ?? 0, otherwise: 'again' };
      }),
    ...(chained ? [{ is: 'text', key: keys.head, text: headText(context.head), otherwise: 'head' } as const] : []),
  ];
}

function headIn(answer: string): Head | null {
  return answer.startsWith('head ') ? parseHead(answer.slice('head '.length)) : null;
}
