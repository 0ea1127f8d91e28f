import type { Batch } from '../ports-store.ts';
import type { Entry, StreamId } from '../release/event.ts';
import type { LaneKey } from '../release/ids.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';
import { reading } from './connection.ts';
import { type Database, pipelined, textOrNull, texts } from './database.ts';
import { isRelease, type Known, laneOfStream } from './derive.ts';
import { decodeEntry, type Head, parseHead, parseReference, type Reference } from './entries.ts';
import { foldRelease } from './fold-release.ts';
import { decodeLane } from './lane-codec.ts';

/** What an append is computed from. */
export interface Context extends Known {
  /** Where the entries lie that this command wrote already; null when it did not write. */
  readonly wrote: readonly Reference[] | null;
  /** True when a stream is not as long as the decision took it to be. */
  readonly conflict: boolean;
  readonly head: Head;
}

/** Reads what a batch needs in one round trip; in two when a release lies in a lane that the decision did not name. */
export async function gather(db: Database, batch: Batch): Promise<Context> {
  const streams = batch.appends.map(({ stream }) => stream);
  const named = lanesNamed(batch);
  const [command, head, docs, ...logs] = await readAll(db, batch, named, streams);
  const wrote = typeof command === 'string' ? referencesIn(command) : null;
  const conflict = batch.appends.some(({ expected }, place) => lengthOf(logs[place]) !== expected);
  const releases = wrote !== null || conflict ? new Map<StreamId, ReleaseState>() : foldAll(streams, logs);
  const lanes = decodeLanes(named, docs);
  const missing = [...releases.values()].map(({ lane }) => lane).filter((lane) => !lanes.has(lane));
  return {
    wrote,
    conflict,
    head: parseHead(textOrNull(head) ?? ''),
    releases,
    lanes: missing.length === 0 ? lanes : new Map([...lanes, ...(await readLanes(db, missing))]),
  };
}

/** The entries at these places, in their order. */
export async function entriesAt(
  { redis, keys }: Database,
  references: readonly Reference[],
): Promise<readonly Entry[]> {
  const found = await reading(redis, () =>
    pipelined(redis, references, (pipeline, { stream, index }) => pipeline.lindex(keys.stream(stream), index)),
  );
  return found.map((text) => decodeEntry(String(text)));
}

/** The references of one command's record. */
export function referencesIn(text: string): readonly Reference[] {
  return text.split('\n').flatMap((line) => parseReference(line) ?? []);
}

/** Lanes by name; those that nobody wrote yet are empty. */
export async function readLanes(
  { redis, keys }: Database,
  lanes: readonly LaneKey[],
): Promise<ReadonlyMap<LaneKey, LaneState>> {
  return decodeLanes(lanes, await reading(redis, () => redis.hmget(keys.lanes, ...lanes)));
}

function readAll(
  { redis, keys }: Database,
  { command }: Batch,
  lanes: readonly LaneKey[],
  streams: readonly StreamId[],
): Promise<readonly unknown[]> {
  return reading(redis, async () => {
    const pipeline = redis.pipeline().get(keys.command(command)).get(keys.head);
    // HMGET wants at least one field; no lane has the empty name.
    pipeline.hmget(keys.lanes, ...lanes, '');
    for (const stream of streams) {
      if (isRelease(stream)) pipeline.lrange(keys.stream(stream), 0, -1);
      else pipeline.llen(keys.stream(stream));
    }
    return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
      if (error) throw error;
      return reply;
    });
  });
}

/** Lanes that the batch will touch or was decided on, as far as it tells. */
function lanesNamed({ appends, basedOn, lanes = [] }: Batch): readonly LaneKey[] {
  const told = appends.flatMap(({ stream, events }) => [
    ...[laneOfStream(stream)].filter((lane) => lane !== null),
    ...events.flatMap((event) => (event.kind === 'opened' ? [event.lane] : [])),
  ]);
  return [...new Set([...basedOn.map(({ lane }) => lane), ...lanes, ...told])];
}

function foldAll(streams: readonly StreamId[], logs: readonly unknown[]): ReadonlyMap<StreamId, ReleaseState> {
  const states = new Map<StreamId, ReleaseState>();
  for (const [place, stream] of streams.entries()) {
    const state = isRelease(stream) ? foldRelease(texts(logs[place])) : null;
    if (state !== null) states.set(stream, state);
  }
  return states;
}

function decodeLanes(lanes: readonly LaneKey[], docs: unknown): ReadonlyMap<LaneKey, LaneState> {
  const found = Array.isArray(docs) ? docs : [];
  return new Map(lanes.map((lane, place) => [lane, decodeLane(lane, textOrNull(found[place]))]));
}

function lengthOf(log: unknown): number {
  return Array.isArray(log) ? log.length : Number(log);
}
