import { isDeepStrictEqual } from 'node:util';
import type { Entry, StreamId } from '../release/event.ts';
import { evolve } from '../release/evolve.ts';
import { type IncidentId, LaneKey, ReleaseId } from '../release/ids.ts';
import { isIncidentEvent } from '../release/incident/lane-incidents.ts';
import { emptyLane, evolveLane } from '../release/lane.ts';
import type { LaneState } from '../release/lane-state.ts';
import { nextLook } from '../release/next-look.ts';
import { isReleaseEvent } from '../release/release-entries.ts';
import type { ReleaseState } from '../release/state.ts';
import { incidentOfStream, incidentStream, releaseStream } from '../release/stream.ts';

/** What was there before: releases and lanes that the new entries touch. One that is missing is new. */
export interface Known {
  readonly releases: ReadonlyMap<StreamId, ReleaseState>;
  readonly lanes: ReadonlyMap<LaneKey, LaneState>;
}

/** All that follows from some entries beside the entries themselves; `at` is the time of the newest. */
export interface Derived {
  readonly releases: ReadonlyMap<StreamId, { readonly before: ReleaseState | null; readonly after: ReleaseState }>;
  /** Lanes that changed. */
  readonly lanes: ReadonlyMap<LaneKey, LaneState>;
  /** Incidents that opened, in order. */
  readonly incidents: readonly { readonly incident: IncidentId; readonly lane: LaneKey }[];
  /** The next look at each release touched; null when nothing is left to look for. */
  readonly looks: ReadonlyMap<StreamId, number | null>;
  /** Releases that waited for a lane which is free now. */
  readonly woken: readonly StreamId[];
  /** Streams whose posts may have to change. */
  readonly shows: readonly StreamId[];
  readonly at: number;
}

/** Folds entries, in the order of the chain, over what was known. Pure. */
export function derive(known: Known, entries: readonly Entry[]): Derived {
  const at = entries.at(-1)?.at ?? 0;
  const releases = new Map<StreamId, ReleaseState>();
  const lanes = new Map<LaneKey, LaneState>();
  for (const entry of entries) {
    const release = releaseAfter(releases.get(entry.stream) ?? known.releases.get(entry.stream) ?? null, entry);
    if (release !== null) releases.set(entry.stream, release);
    const key = release?.lane ?? laneOfStream(entry.stream);
    if (key !== null) lanes.set(key, evolveLane(lanes.get(key) ?? laneBefore(known, key), entry, release));
  }
  const changed = new Map([...lanes].filter(([key, lane]) => lane.rev !== laneBefore(known, key).rev));
  return {
    releases: new Map([...releases].map(([id, after]) => [id, { before: known.releases.get(id) ?? null, after }])),
    lanes: changed,
    incidents: entries.flatMap(({ event }) => (event.kind === 'incident-opened' ? [event] : [])),
    looks: new Map([
      ...incidentLooks(entries),
      ...[...releases].map(([id, release]) => [id, nextLook(release, at)] as const),
    ]),
    woken: [...changed].flatMap(([key, lane]) => woken(laneBefore(known, key), lane)),
    shows: [
      ...new Set([
        ...entries.map((entry) => entry.stream),
        ...[...changed].flatMap(([key, lane]) => tellingWhatIsLive(laneBefore(known, key), lane)),
      ]),
    ],
    at,
  };
}

/** The lane that the stream of a lane or of an incident tells of. */
export function laneOfStream(stream: StreamId): LaneKey | null {
  if (stream.startsWith('lane:')) return LaneKey.parse(stream.slice('lane:'.length));
  return incidentOfStream(stream)?.lane ?? null;
}

/** Each event of an incident says when its incident is looked at next; the newest holds. */
function incidentLooks(entries: readonly Entry[]): readonly (readonly [StreamId, number | null])[] {
  return entries.flatMap(({ stream, event }) => (isIncidentEvent(event) ? [[stream, event.look] as const] : []));
}

/** True for the stream of a release. */
export function isRelease(stream: StreamId): boolean {
  return ReleaseId.safeParse(stream).success;
}

function releaseAfter(before: ReleaseState | null, { event, at, by, index }: Entry): ReleaseState | null {
  return isReleaseEvent(event) ? evolve(before, { event, at, by, index }) : null;
}

function laneBefore(known: Known, key: LaneKey): LaneState {
  return known.lanes.get(key) ?? emptyLane(key);
}

function woken(before: LaneState, after: LaneState): readonly StreamId[] {
  return [...firstWaiting(before, after), ...ofAnotherVersion(before, after), ...quietAgain(before, after)];
}

/** What is wrong with a version may be over once another one is live. */
function ofAnotherVersion(before: LaneState, after: LaneState): readonly StreamId[] {
  if (before.live?.version === after.live?.version) return [];
  const open = after.incidents.filter(({ phase }) => phase === 'open' || phase === 'dismissed');
  return open.map(({ incident }) => incidentStream(incident, after.lane));
}

/** Messages of alerts say what is live, and what would be gone back to. */
function tellingWhatIsLive(before: LaneState, after: LaneState): readonly StreamId[] {
  const same = isDeepStrictEqual([before.live, before.trusted], [after.live, after.trusted]);
  return same ? [] : after.incidents.map(({ incident }) => incidentStream(incident, after.lane));
}

/** A release that is watched on may be verified once something is not wrong any more. */
function quietAgain(before: LaneState, after: LaneState): readonly StreamId[] {
  const { live } = after;
  const release = live?.standing === 'watching' ? live.release : null;
  const quieter = openIn(before).some((one) => !openIn(after).includes(one));
  return release !== null && quieter ? [releaseStream(release)] : [];
}

function openIn({ incidents }: LaneState): readonly string[] {
  return incidents.filter(({ phase }) => phase === 'open').map(({ incident }) => incident);
}

/** Whoever is first in the queue of a lane that stopped being busy or paused, or whose first place changed. */
function firstWaiting(before: LaneState, after: LaneState): readonly StreamId[] {
  const [first] = after.queue;
  if (first === undefined || after.holder !== null) return [];
  const freed = before.holder !== null || before.pauses.length > after.pauses.length || before.queue[0] !== first;
  return freed ? [releaseStream(first)] : [];
}
