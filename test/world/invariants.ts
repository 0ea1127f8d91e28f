import { isDeepStrictEqual } from 'node:util';
import type { Entry, StreamId } from '../../src/release/event.ts';
import { evolve } from '../../src/release/evolve.ts';
import type { LaneKey } from '../../src/release/ids.ts';
import { emptyLane, evolveLane } from '../../src/release/lane.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { championIs } from '../../src/release/plan.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { laneOfStream } from '../../src/store/derive.ts';
import { encodeEntry, genesis, hashOf } from '../../src/store/entries.ts';
import { people, platform, reviewers } from './policy.ts';
import type { World } from './world.ts';

/** All that must hold of a log, judged from its entries alone and from what the world counted. Answers what does not. */
export function violations(world: World): readonly string[] {
  const log = replayed(world.memory.chain);
  return [
    ...world.broken,
    ...chainBreaks(world.memory.chain),
    ...log.overlaps,
    ...world.memory.chain.flatMap((entry) => judged(world, entry, log)),
    ...differs('lanes', log.lanes, world.memory.lanes),
    ...differs('releases', log.releases, world.memory.releases),
    ...champions(world),
  ];
}

interface Replay {
  /** Each release before the entry with this number. */
  readonly before: ReadonlyMap<number, ReleaseState>;
  /** What was live in its lane, by the log, before the entry with this number. */
  readonly live: ReadonlyMap<number, string | null>;
  readonly releases: ReadonlyMap<StreamId, ReleaseState>;
  readonly lanes: ReadonlyMap<LaneKey, LaneState>;
  readonly overlaps: readonly string[];
}

/** Folds the whole log from nothing, and counts who executes where. */
function replayed(chain: readonly Entry[]): Replay {
  const before = new Map<number, ReleaseState>();
  const releases = new Map<StreamId, ReleaseState>();
  const lanes = new Map<LaneKey, LaneState>();
  const executing = new Map<LaneKey, StreamId>();
  const live = new Map<number, string | null>();
  const overlaps: string[] = [];
  for (const entry of chain) {
    const { event, stream } = entry;
    const old = releases.get(stream) ?? null;
    const now = isReleaseEvent(event) ? evolve(old, { ...entry, event }) : null;
    if (old !== null) before.set(entry.seq, old);
    if (now !== null) releases.set(stream, now);
    const key = now?.lane ?? laneOfStream(stream);
    if (key === null) continue;
    live.set(entry.seq, lanes.get(key)?.live?.version ?? null);
    lanes.set(key, evolveLane(lanes.get(key) ?? emptyLane(key), entry, now));
    if (event.kind === 'execution-started') {
      const other = executing.get(key);
      if (other !== undefined) overlaps.push(`${stream} executes in ${key} while ${other} does`);
      executing.set(key, stream);
    } else if (executing.get(key) === stream && now?.phase !== 'executing' && now?.phase !== 'failed') {
      executing.delete(key);
    }
  }
  return { before, live, releases, lanes, overlaps };
}

function chainBreaks(chain: readonly Entry[]): readonly string[] {
  const lengths = new Map<StreamId, number>();
  let prev = genesis;
  let at = 0;
  return chain.flatMap((entry, place) => {
    const index = lengths.get(entry.stream) ?? 0;
    const whole = entry.seq === place + 1 && entry.prev === prev && entry.index === index && entry.at >= at;
    lengths.set(entry.stream, index + 1);
    prev = hashOf(encodeEntry(entry));
    at = entry.at;
    return whole ? [] : [`the chain breaks at ${entry.seq}`];
  });
}

function judged(world: World, entry: Entry, { before, live }: Replay): readonly string[] {
  const state = before.get(entry.seq);
  const { event, stream } = entry;
  if (state === undefined) return [];
  if (event.kind === 'approved') return approval(world, entry, state).map((why) => `${stream}: approval ${why}`);
  if (event.kind === 'execution-started')
    return execution(world, entry, state, live.get(entry.seq) ?? null).map((why) => `${stream}: execution ${why}`);
  if (event.kind === 'went-live') return wentLive(state, event.version).map((why) => `${stream}: live ${why}`);
  return [];
}

const neverCount: readonly string[] = [people.guest, people.gone, people.bot, people.out];

function approval({ clicks }: World, { event, by, command }: Entry, state: ReleaseState): readonly string[] {
  if (event.kind !== 'approved') return [];
  const asked = clicks.get(command)?.request;
  const shown = asked?.kind === 'approve' ? asked.evidence : null;
  if (by.kind !== 'person') return ['by nobody'];
  const excluded = state.evidence?.requirements.excluded.some(({ person }) => person === by.id);
  return [
    ...(state.phase === 'review' ? [] : [`in ${state.phase}`]),
    ...(neverCount.includes(by.id) ? [`of ${by.id}, who never counts`] : []),
    ...(isRequester(state, by.id) || excluded ? [`of ${by.id}, who is excluded`] : []),
    ...(state.approvals.some(({ person }) => person === by.id) ? [`of ${by.id} twice`] : []),
    ...(event.evidence === state.evidence?.digest ? [] : ['on other evidence']),
    ...(event.evidence.slice(0, 12) === shown ? [] : ['on other evidence than the card showed']),
  ];
}

function isRequester({ opened }: ReleaseState, person: string): boolean {
  return opened.by.kind === 'person' && opened.by.id === person;
}

function execution(
  world: World,
  { event, seq, at }: Entry,
  state: ReleaseState,
  live: string | null,
): readonly string[] {
  if (event.kind !== 'execution-started') return [];
  const { targets, approvedBy } = event;
  const evidence = state.evidence === null ? undefined : world.memory.evidence.get(state.evidence.digest);
  const votes = state.approvals.filter(({ person }) => approvedBy.includes(person));
  const window = world.writtenAt.get(seq) ?? { from: 0, to: world.tick };
  return [
    ...(state.phase === 'approved' ? [] : [`from ${state.phase}`]),
    ...(targets.evidence === state.evidence?.digest ? [] : ['on other evidence than recorded']),
    ...(state.kind === 'adoption' || evidence?.champion?.version === (targets.champion.from ?? undefined)
      ? []
      : ['from another champion than seen']),
    ...(evidence?.candidate.artifacts === targets.artifacts ? [] : ['of other files than seen']),
    ...(state.kind === 'rollback' || targets.champion.from === live
      ? []
      : [`over v${targets.champion.from}, which nobody announced`]),
    ...(at < state.expiresAt ? [] : ['after it expired']),
    ...(enough(state, votes) ? [] : ['without its approvals']),
    ...votes.flatMap(({ person }) => (wasMember(world, person, window) ? [] : [`with ${person}, who had left`])),
  ];
}

type Vote = ReleaseState['approvals'][number];

/** On-call, and a countdown that came to its end: `alerts.ts` looks whether it was one. */
function mayAlone(by: Entry['by']): boolean {
  return by.kind === 'person' ? by.id === people.one : by.kind === 'signalbox' && by.rule === 'auto-rollback';
}

/** The policy of the world, in other words than the core's: two people, one of each group; one more for an unknown author. */
function enough(state: ReleaseState, votes: readonly Vote[]): boolean {
  if (state.alone) return mayAlone(state.opened.by);
  const inGroup = (group: readonly string[]) => votes.filter(({ person }) => group.includes(person));
  if (state.kind === 'rollback') return inGroup([...reviewers, ...platform]).length >= 1;
  if (state.environment === 'staging') return true;
  const author = state.evidence?.findings.runAuthor ?? null;
  const unknown = author === null || author === 'who@corp.example';
  const counted = votes.filter(({ person }) => !(author === 'ann@corp.example' && person === people.ann));
  const some = (group: readonly string[]) => counted.some(({ person }) => group.includes(person));
  return some(reviewers) && some(platform) && counted.length >= (unknown ? 3 : 2);
}

function wasMember({ memberships }: World, person: string, { from, to }: { from: number; to: number }): boolean {
  const changes = memberships.filter((one) => one.person === person && one.tick <= to);
  const atStart = changes.filter(({ tick }) => tick <= from).at(-1)?.member ?? true;
  return atStart || changes.some(({ tick, member }) => tick > from && member);
}

function wentLive(state: ReleaseState, version: string): readonly string[] {
  // An adoption moves nothing: it looks once more whether what it let in is live.
  const last = state.kind === 'adoption' ? 'confirm-champion' : 'set-champion';
  const moved = state.execution?.steps.find(({ kind }) => kind === last)?.status === 'done';
  return [
    ...(moved ? [] : ['without having been set']),
    ...(state.execution?.targets.champion.to === version ? [] : ['in another version than its target']),
    ...(state.execution?.stop === null && state.execution.putBack === null ? [] : ['though it was stopped']),
  ];
}

function differs<K, V>(what: string, fromScratch: ReadonlyMap<K, V>, kept: ReadonlyMap<K, V>): readonly string[] {
  return isDeepStrictEqual(new Map(fromScratch), new Map(kept)) ? [] : [`${what} do not fold to what was kept`];
}

/** An alias points at a version that exists; nothing is called an outside move that no outsider made. */
function champions({ servers, memory, outside }: World): readonly string[] {
  const dangling = Object.values(servers).flatMap(({ server, models }) =>
    [...models].flatMap(([name, { aliases, versions }]) =>
      [...aliases].flatMap(([alias, to]) =>
        versions.has(to) ? [] : [`${server}: ${name}@${alias} is v${to}, which is not there`],
      ),
    ),
  );
  const alarms = memory.chain.flatMap(({ event, stream }) => {
    if (event.kind !== 'moved-outside') return [];
    const given = gaveUp(memory.releases, stream, event.to) || tookBack(memory.releases, outside, stream, event.to);
    const made = given || outside.some(({ server, to }) => stream === `lane:churn/${server}` && to === event.to);
    return made ? [] : [`${stream}: nobody outside moved champion from ${event.from} to ${event.to}`];
  });
  return [...dangling, ...alarms];
}

/** Whoever abandons a release leaves the champion where it stands: news where nobody knew whether it had arrived there. */
function gaveUp(releases: ReadonlyMap<StreamId, ReleaseState>, stream: StreamId, to: string | null): boolean {
  return [...releases.values()].some(
    ({ phase, lane, execution }) =>
      phase === 'abandoned' &&
      stream === `lane:${lane}` &&
      execution?.targets.champion.to === to &&
      championIs(execution) !== 'moved',
  );
}

/** Somebody moved it to the very version that was going out, and a Stop took that back with its own: where they moved it from is news. */
function tookBack(
  releases: ReadonlyMap<StreamId, ReleaseState>,
  outside: World['outside'],
  stream: StreamId,
  to: string | null,
): boolean {
  return [...releases.values()].some(({ lane, ended, execution }) => {
    const champion = execution?.targets.champion;
    const stopped = ended?.event.kind === 'stopped' && stream === `lane:${lane}` && champion?.from === to;
    return stopped && outside.some((one) => lane.endsWith(`/${one.server}`) && one.to === champion?.to);
  });
}

/** Once all is told, the log and the registry agree on what is live wherever nothing is under way. */
export function disagreements({ servers, memory }: World): readonly string[] {
  return [...memory.lanes.values()].flatMap(({ lane, live, holder }) => {
    const server = Object.values(servers).find((one) => lane.endsWith(`/${one.server}`));
    const champion = server?.models.get('churn')?.aliases.get('champion') ?? null;
    if (holder !== null || champion === (live?.version ?? null)) return [];
    return [`${lane}: v${live?.version ?? null} in the log, v${champion} in the registry`];
  });
}
