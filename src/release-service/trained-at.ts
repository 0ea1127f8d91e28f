import { ReleaseError } from '../errors.ts';
import type { Call, Registry, VersionNote } from '../ports.ts';
import type { Asked } from '../ports-releases.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { found, no } from './resolve.ts';

/** How many versions are searched for a commit, and how many runs are asked for theirs at once. */
const mostVersions = 50;
const atOnce = 10;

/** A version and the commit that its run was started from. */
export interface Trained {
  readonly version: Version;
  readonly commit: string;
}

/** True when this is the commit, or the beginning of it, that was asked for. */
export function isCommit(commit: string | null, wanted: string): boolean {
  if (commit === null || commit.length < 7) return false;
  const known = commit.toLowerCase();
  return known.startsWith(wanted) || wanted.startsWith(known);
}

/**
 * The commit that the words name, whole or its beginning: as typed where they look like one, else what the lane's repository says. Digits
 * alone are the name of a tag more often than a commit, `20261101`, so it is asked for them first.
 */
export async function commitNamed(deps: Deps, lane: LanePolicy, words: string): Promise<string | null> {
  const typed = words.trim();
  if (typed === '') return null;
  const isHash = /^[0-9a-f]{7,64}$/i.test(typed);
  if (isHash && !/^\d{7,39}$/.test(typed)) return typed.toLowerCase();
  const named = deps.outsiders.commit(lane, typed, { deadline: deps.clock() + askingMs });
  return isHash ? ((await named.catch(unlessBug)) ?? typed) : named;
}

function unlessBug(error: unknown): null {
  if (error instanceof ReleaseError) return null;
  throw error;
}

/** The version that a promotion to this lane takes for a commit or tag: what is live where it comes from, then what is trusted, then the newest. */
export async function versionAt(deps: Deps, lane: LanePolicy, words: string): Promise<Asked<Trained>> {
  const { model, source } = lane;
  const refusal = { kind: 'nothing-trained-at' as const, model, environment: source.environment, asked: words };
  const call = { deadline: deps.clock() + askingMs };
  const registry = registryOf(deps.registries, source.registry);
  const wanted = await commitNamed(deps, lane, words);
  const from = deps.policies.lane(model, source.environment) ?? lane;
  const state = await deps.store.lane(from.lane);
  const live = wanted === null ? null : await liveAt(deps, state, wanted);
  if (live !== null) return found(live);
  const versions = inOrder(state, await registry.versions(source.registeredName, call));
  const seen = await trainedAt(registry, versions, wanted, call);
  const hits = wanted === null ? [] : seen.filter(({ commit }) => isCommit(commit, wanted));
  const [hit] = hits;
  if (hit === undefined) return no({ ...refusal, commit: wanted, near: distinct(seen) });
  const commits = [...new Set(hits.map(({ commit }) => commit))];
  return commits.length > 1 ? no({ kind: 'commit-ambiguous', asked: words, near: commits }) : found(hit);
}

/** What the log knows costs no request to a registry. */
async function liveAt({ store }: Deps, { live }: LaneState, wanted: string): Promise<Trained | null> {
  const release = live?.release == null ? null : await store.release(live.release);
  const commit = release?.evidence?.findings.commit ?? null;
  return live !== null && commit !== null && isCommit(commit, wanted) ? { version: live.version, commit } : null;
}

function inOrder({ live, trusted }: LaneState, versions: readonly VersionNote[]): readonly VersionNote[] {
  const first = [live, ...trusted].flatMap((one) => versions.find(({ version }) => version === one?.version) ?? []);
  return [...new Set([...first, ...versions])].slice(0, mostVersions);
}

/** Reads the commits of these versions, some at once, until the one that is wanted is among them. */
async function trainedAt(
  registry: Registry,
  versions: readonly VersionNote[],
  wanted: string | null,
  call: Call,
): Promise<readonly Trained[]> {
  const seen: Trained[] = [];
  for (let at = 0; at < versions.length; at += atOnce) {
    seen.push(...(await commitsOf(registry, versions.slice(at, at + atOnce), call)));
    if (wanted === null || seen.some(({ commit }) => isCommit(commit, wanted))) break;
  }
  return seen;
}

/** Versions whose runs name a commit, with it. */
export async function commitsOf(
  registry: Registry,
  versions: readonly VersionNote[],
  call: Call,
): Promise<readonly Trained[]> {
  const notes = await Promise.all(versions.map(({ run }) => (run === null ? null : registry.runNote(run, call))));
  return versions.flatMap(({ version }, at) => {
    const commit = notes[at]?.commit;
    return commit == null ? [] : [{ version, commit }];
  });
}

/** One version for each commit. */
function distinct(seen: readonly Trained[]): readonly Trained[] {
  return [...new Map(seen.toReversed().map((one) => [one.commit, one])).values()].reverse();
}
