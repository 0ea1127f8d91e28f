import type { Clock } from '../ports.ts';
import { type Alert, dailyPost, type Move, type Observed } from '../release/daily-view.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Post } from '../release/posts-shape.ts';
import { laneStream, policyStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { loadIncident } from './incidents.ts';

const dayMs = 24 * 3_600_000;
/** The digest is due at eight in the morning, UTC. */
const dueMs = 8 * 3_600_000;
/** How far back a digest reaches when some were missed. */
const mostDays = 7;
const mostReleases = 50;

type Reading = Pick<Deps, 'store' | 'posts' | 'policies'> & { readonly clock: Clock };

/** What the digest of one channel is now, if it has not been told yet and there is something to say. */
export interface Daily {
  readonly channel: string;
  readonly post: Post;
}

/** The moment until which the digests that are due now tell: the last eight o'clock in the morning, UTC. */
export function dailyUntil(now: number): number {
  return Math.floor((now - dueMs) / dayMs) * dayMs + dueMs;
}

/** The digests that are due and were not told, a channel each; what was missed since the last one is in it. */
export async function dailyDigests(deps: Reading, until: number): Promise<readonly Daily[]> {
  const channels = byChannel(deps.policies.lanes().filter((lane) => lane.mode === 'observe'));
  if (channels.size === 0) return [];
  const told = [...(await deps.posts.of(policyStream)).keys()];
  const all = await Promise.all([...channels].map(([channel, lanes]) => digestOf(deps, channel, lanes, told, until)));
  return all.filter((one) => one !== null);
}

async function digestOf(
  deps: Reading,
  channel: string,
  lanes: readonly LanePolicy[],
  told: readonly string[],
  until: number,
): Promise<Daily | null> {
  const key = keyOf(channel, until);
  if (told.includes(key)) return null;
  const observed = await Promise.all(
    lanes.map((lane) => observedIn(deps, lane, lastTold(told, channel, until), until)),
  );
  const post = dailyPost(key, observed, until);
  return post === null ? null : { channel, post };
}

async function observedIn({ store }: Reading, lane: LanePolicy, from: number, until: number): Promise<Observed> {
  const within = (at: number) => at >= from && at < until;
  const [ids, entries] = await Promise.all([store.history(lane.lane, mostReleases), store.load(laneStream(lane.lane))]);
  const states = await store.releases(ids);
  const came = [...states.values()].filter((state) => state.mode === 'observe' && within(state.opened.at));
  const moves = entries.flatMap(({ event, at }): Move[] =>
    event.kind === 'moved-outside' && event.mode === 'observe' && within(at) ? [{ ...event, at }] : [],
  );
  const { model, environment } = lane;
  const alerts = await alertsIn({ store }, lane, within);
  return { model, environment, came: came.sort((a, b) => a.opened.at - b.opened.at), moves, alerts };
}

const mostAlerts = 50;

/** The alerts that began or were over then. */
async function alertsIn(
  { store }: Pick<Reading, 'store'>,
  { lane }: LanePolicy,
  within: (at: number) => boolean,
): Promise<readonly Alert[]> {
  const ids = await store.incidents(lane, mostAlerts);
  const states = await Promise.all(ids.map((id) => loadIncident({ store }, id, lane)));
  return states.flatMap((state) => {
    if (state === null) return [];
    const until = state.phase === 'open' ? null : (state.resolvedAt ?? state.dismissed?.at ?? state.endedAt);
    const { of, severity, openedAt: since } = state;
    return within(since) || (until !== null && within(until)) ? [{ of, severity, since, until }] : [];
  });
}

/** Where the last digest of this channel ended; a day on which nothing happened has none, and nothing is left out by that. */
function lastTold(told: readonly string[], channel: string, until: number): number {
  const oldest = until - mostDays * dayMs;
  const days = Array.from({ length: mostDays - 1 }, (_, back) => until - (back + 1) * dayMs);
  return days.find((day) => told.includes(keyOf(channel, day))) ?? oldest;
}

function keyOf(channel: string, until: number): string {
  return `daily:${channel}:${new Date(until).toISOString().slice(0, 10)}`;
}

function byChannel(lanes: readonly LanePolicy[]): ReadonlyMap<string, readonly LanePolicy[]> {
  return Map.groupBy(lanes, (lane) => lane.channel);
}
