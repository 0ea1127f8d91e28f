import type { Entry, StreamId } from '../release/event.ts';
import type { LaneKey } from '../release/ids.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';
import { commandKeptSeconds } from './append.ts';
import { writing } from './connection.ts';
import { type Database, pipelined } from './database.ts';
import { derive } from './derive.ts';
import { decodeEntry, emptyChain, type Head, hashOf, headText, referenceText } from './entries.ts';
import { type Keys, keysUnder } from './keys.ts';
import { transact, type Write } from './transact.ts';
import { scan, walk } from './walk.ts';
import { derivedWrites } from './writes.ts';

const mostRounds = 20;

interface Folded {
  readonly releases: Map<StreamId, ReleaseState>;
  readonly lanes: Map<LaneKey, LaneState>;
}

/**
 * Derives lanes, indexes, due times and the records of commands again from the log, beside the old ones, and puts them in place in
 * one write. Appends may go on meanwhile: those that came in between are folded too. Answers the number of entries.
 */
export async function rebuild(db: Database): Promise<number> {
  const keys = keysUnder(`${db.keys.prefix}:rebuild`);
  const folded: Folded = { releases: new Map(), lanes: new Map() };
  await clear(db, keys);
  let head = emptyChain;
  for (let round = 0; round < mostRounds; round += 1) {
    head = await foldFrom(db, keys, folded, head);
    if (await swap(db, keys, head)) return head.seq;
  }
  await clear(db, keys);
  throw new Error('the log grows faster than it can be rebuilt: stop the workers and try again');
}

/** Folds what follows after `head`, one command after the other as they were appended. */
async function foldFrom(db: Database, keys: Keys, folded: Folded, head: Head): Promise<Head> {
  let { seq, hash, at } = head;
  let together: Entry[] = [];
  let writes: Write[] = [];
  const close = () => {
    writes.push(...fold(db.keys, keys, folded, together));
    together = [];
  };
  for await (const { bytes } of walk(db, head.seq + 1)) {
    if (bytes === null) throw new Error(`entry ${seq + 1} is missing: run \`signalbox audit verify\``);
    const entry = decodeEntry(bytes.toString());
    if (together[0] !== undefined && together[0].command !== entry.command) close();
    together.push(entry);
    seq = entry.seq;
    hash = hashOf(bytes);
    at = entry.at;
    if (writes.length > 10_000) writes = await send(db, writes);
  }
  close();
  await send(db, writes);
  return { seq, hash, at };
}

function fold(real: Keys, keys: Keys, { releases, lanes }: Folded, entries: readonly Entry[]): readonly Write[] {
  const [first] = entries;
  if (first === undefined) return [];
  const derived = derive({ releases, lanes }, entries);
  for (const [stream, { after }] of derived.releases) releases.set(stream, after);
  for (const [lane, state] of derived.lanes) lanes.set(lane, state);
  const record = entries.map(referenceText).join('\n');
  const until = Math.floor(first.at / 1_000) + commandKeptSeconds;
  return [...derivedWrites(keys, derived), ['SET', real.command(first.command), record, 'EXAT', until]];
}

async function send({ redis }: Database, writes: readonly Write[]): Promise<Write[]> {
  await writing(() =>
    pipelined(redis, writes, (pipeline, [command, key, ...args]) => pipeline.call(command, key, ...args)),
  );
  return [];
}

/** Puts what was rebuilt in place of what was there, unless the log has grown since `head`. */
async function swap(db: Database, keys: Keys, head: Head): Promise<boolean> {
  const { redis, keys: real } = db;
  const old = [real.lanes, real.open, real.phases, real.releases, real.due('look'), real.due('show')];
  const lists = [...(await scan(redis, real.everyHistory)), ...(await scan(redis, real.everyIncidents))];
  const made = (await scan(redis, keys.every)).map(
    (from) => [from, real.prefix + from.slice(keys.prefix.length)] as const,
  );
  const gone = new Set([...old, ...lists, ...made.map(([, to]) => to)]);
  const writes: readonly Write[] = [
    ...[...gone].map((key): Write => ['UNLINK', key]),
    ...made.map(([from, to]): Write => ['RENAME', from, to]),
  ];
  const check = { is: 'text', key: real.head, text: headText(head), otherwise: 'grown' } as const;
  return (await writing(() => transact(redis, [check], writes))) === 'written';
}

async function clear({ redis }: Database, keys: Keys): Promise<void> {
  const left = await scan(redis, keys.every);
  if (left.length > 0) await writing(() => redis.unlink(...left));
}
