import { isDeepStrictEqual } from 'node:util';
import type { AppendResult, Batch, Store } from '../../src/ports-store.ts';
import type { Entry } from '../../src/release/event.ts';
import { Evidence } from '../../src/release/evidence.ts';
import type { Digest, ReleaseId } from '../../src/release/ids.ts';
import { emptyLane, releasesIn } from '../../src/release/lane.ts';
import { emptyScope, evolveScope } from '../../src/release/scope.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { type Derived, derive } from '../../src/store/derive.ts';
import { decodeEntry, encodeEntry, genesis, hashOf } from '../../src/store/entries.ts';
import type { Memory } from './memory.ts';

/** The log in memory: each call is one instant, all or nothing, with the answers that the real store gives. */
export function memoryStore(memory: Memory): Store {
  const releases = (ids: readonly ReleaseId[]) =>
    new Map(
      ids.flatMap((id) => {
        const state = memory.releases.get(releaseStream(id));
        return state === undefined ? [] : [[id, state] as const];
      }),
    );
  const scope = (stream: Entry['stream']) => (memory.streams.get(stream) ?? []).reduce(evolveScope, emptyScope);
  return {
    load: async (stream) => [...(memory.streams.get(stream) ?? [])],
    release: async (id) => memory.releases.get(releaseStream(id)) ?? null,
    releases: async (ids) => releases(ids),
    lane: async (lane) => memory.lanes.get(lane) ?? emptyLane(lane),
    lanes: async () => new Map(memory.lanes),
    laneAt: async (lane, at) =>
      derive(
        { releases: new Map(), lanes: new Map() },
        memory.chain.filter((entry) => entry.at <= at),
      ).lanes.get(lane) ?? emptyLane(lane),
    scope: async (stream) => scope(stream),
    scopes: async (streams) => streams.map(scope),
    around: async (key, scopes, also) => {
      const lane = memory.lanes.get(key) ?? emptyLane(key);
      return { lane, scopes: scopes.map(scope), releases: releases([...new Set([...also, ...releasesIn(lane)])]) };
    },
    append: async (batch) => append(memory, batch),
    wrote: async (command) => memory.commands.get(command) ?? null,
    history: async (lane, limit) => (memory.histories.get(lane) ?? []).slice(-limit).reverse(),
    incidents: async (lane, limit) => (memory.incidents.get(lane) ?? []).slice(-limit).reverse(),
    putEvidence: async (digest, evidence) => {
      if (!memory.evidence.has(digest)) memory.evidence.set(digest, Evidence.parse(structuredClone(evidence)));
    },
    evidence: async (digest) => memory.evidence.get(digest) ?? null,
    hasEntry: async (seq, hash) => {
      const entry = memory.chain[seq - 1];
      return entry !== undefined && hashOf(encodeEntry(entry)) === hash;
    },
    chainHead: async () => head(memory),
  };
}

function append(memory: Memory, batch: Batch): AppendResult {
  const before = memory.commands.get(batch.command);
  if (before !== undefined) return { kind: 'already', entries: before };
  if (!fits(memory, batch)) return { kind: 'conflict' };
  const entries = linked(memory, batch);
  memory.commands.set(batch.command, entries);
  if (entries.length > 0) written(memory, entries, derive(memory, entries));
  return { kind: 'appended', entries };
}

function fits(memory: Memory, { appends, basedOn }: Batch): boolean {
  const lengths = appends.every(
    ({ stream, expected, events }) => events.length === 0 || lengthOf(memory, stream) === expected,
  );
  return lengths && basedOn.every(({ lane, rev }) => (memory.lanes.get(lane)?.rev ?? 0) === rev);
}

/** Stored as text and read again, as it would be: whatever does not survive that is not in the log. */
function linked(memory: Memory, { appends, command, by, policy, at: given }: Batch): readonly Entry[] {
  const at = Math.max(given, memory.chain.at(-1)?.at ?? 0);
  let { seq, hash: prev } = head(memory);
  const added = new Map<string, number>();
  return appends.flatMap(({ stream, events }) =>
    events.map((event) => {
      seq += 1;
      const index = lengthOf(memory, stream) + (added.get(stream) ?? 0);
      added.set(stream, (added.get(stream) ?? 0) + 1);
      const bytes = encodeEntry({ seq, stream, index, at, command, by, policy, prev, event });
      const entry = decodeEntry(bytes);
      if (!isDeepStrictEqual(entry.event, event)) throw new Error(`not stored as it was meant: ${bytes}`);
      prev = hashOf(encodeEntry(entry));
      return entry;
    }),
  );
}

function written(memory: Memory, entries: readonly Entry[], derived: Derived): void {
  for (const entry of entries) {
    memory.chain.push(entry);
    memory.streams.set(entry.stream, [...(memory.streams.get(entry.stream) ?? []), entry]);
  }
  for (const [key, lane] of derived.lanes) memory.lanes.set(key, lane);
  for (const [stream, { before, after }] of derived.releases) {
    if (before === null) memory.histories.set(after.lane, [...(memory.histories.get(after.lane) ?? []), after.id]);
    memory.releases.set(stream, after);
  }
  for (const { incident, lane } of derived.incidents)
    memory.incidents.set(lane, [...(memory.incidents.get(lane) ?? []), incident]);
  for (const [stream, next] of derived.looks) {
    if (next === null) memory.due.look.delete(stream);
    else memory.due.look.set(stream, next);
  }
  for (const stream of derived.woken) memory.due.look.set(stream, derived.at);
  for (const stream of derived.shows) memory.due.show.set(stream, derived.at);
}

function lengthOf(memory: Memory, stream: Entry['stream']): number {
  return memory.streams.get(stream)?.length ?? 0;
}

function head({ chain }: Memory): { readonly seq: number; readonly hash: Digest } {
  const newest = chain.at(-1);
  return newest === undefined ? { seq: 0, hash: genesis } : { seq: newest.seq, hash: hashOf(encodeEntry(newest)) };
}
