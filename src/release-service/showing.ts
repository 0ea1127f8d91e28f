import type { Entry, StreamId } from '../release/event.ts';
import { fold } from '../release/evolve.ts';
import { type LaneKey, ReleaseId } from '../release/ids.ts';
import type { LanePolicy, PrincipalRef } from '../release/lane-policy.ts';
import { posts } from '../release/posts.ts';
import { scopePosts } from '../release/posts-scope.ts';
import type { Post } from '../release/posts-shape.ts';
import { releaseEntries } from '../release/release-entries.ts';
import type { Around } from '../release/view-shape.ts';
import type { Deps } from './deps.ts';
import { laneFacts, nobody } from './facts.ts';

/** What a stream has to show now, and in which channels. `next` is when time alone changes it. */
export interface Showing {
  readonly posts: readonly Post[];
  readonly channels: Readonly<Record<Exclude<Post['place'], 'thread'>, string>>;
  readonly length: number;
  /** Nothing that is shown is older than this. */
  readonly since: number;
  readonly next: number | null;
}

/** Reads a stream's log as posts. `label` stands in every footer. */
export async function showing(deps: Deps, label: string | null, stream: StreamId): Promise<Showing> {
  const log = await deps.store.load(stream);
  const release = ReleaseId.safeParse(stream);
  return release.success ? ofRelease(deps, label, log) : ofScope(deps, stream, log);
}

async function ofRelease(deps: Deps, label: string | null, entries: readonly Entry[]): Promise<Showing> {
  const log = releaseEntries(entries);
  const state = fold(log);
  const policy = state === null ? null : deps.policies.lane(state.model, state.environment);
  if (state === null) return empty(deps, entries);
  const around = await aroundOf(deps, label, state, policy);
  const { posts: all, nextChange } = posts({ state, log, around }, deps.clock());
  return {
    posts: all,
    channels: channels(deps, state.channel),
    length: entries.length,
    since: state.opened.at,
    next: nextChange,
  };
}

async function aroundOf(
  deps: Deps,
  label: string | null,
  state: { readonly lane: LaneKey; readonly environment: string },
  policy: LanePolicy | null,
): Promise<Around> {
  if (policy === null) {
    const lane = await deps.store.lane(state.lane);
    return { lane, pauses: [], path: [state.environment], next: null, label, notice: null, rescuers: [] };
  }
  const { facts } = await laneFacts(deps, policy, [], nobody);
  const next = policy.path[policy.path.indexOf(policy.environment) + 1] ?? null;
  const { lane, pauses } = facts;
  return { lane, pauses, path: policy.path, next, label, notice: policy.notice, rescuers: rescuersOf(policy) };
}

async function ofScope(deps: Deps, stream: StreamId, entries: readonly Entry[]): Promise<Showing> {
  const lanes = lanesOf(deps, stream);
  const wake = [...new Set(lanes.flatMap(rescuersOf))];
  const channel = lanes[0]?.channel ?? deps.policies.admin();
  return { ...empty(deps, entries), posts: scopePosts(stream, entries, wake), channels: channels(deps, channel) };
}

function lanesOf({ policies }: Deps, stream: StreamId): readonly LanePolicy[] {
  const [kind, name] = [stream.slice(0, stream.indexOf(':')), stream.slice(stream.indexOf(':') + 1)];
  const fits: Readonly<Record<string, (lane: LanePolicy) => boolean>> = {
    lane: (lane) => lane.lane === name,
    env: (lane) => lane.environment === name,
    model: (lane) => lane.model === name,
    registry: (lane) => lane.registry === name,
  };
  return policies.lanes().filter(fits[kind] ?? (() => false));
}

function empty(deps: Deps, entries: readonly Entry[]): Showing {
  const since = entries[0]?.at ?? deps.clock();
  return { posts: [], channels: channels(deps, deps.policies.admin()), length: entries.length, since, next: null };
}

function channels(deps: Deps, channel: string): Showing['channels'] {
  return { channel, lane: channel, environment: channel, admin: deps.policies.admin() };
}

/** Who can mend what went wrong here. */
function rescuersOf(policy: LanePolicy): readonly PrincipalRef[] {
  const rules = policy.approvals === 'none' ? [] : policy.approvals;
  return [...new Set([...policy.owner, ...rules.flatMap((rule) => rule.from), ...policy.rollback.onCall])];
}
