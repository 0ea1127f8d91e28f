import type { Clock, Policies } from '../../src/ports.ts';
import type { PostBook, Posted, Store } from '../../src/ports-store.ts';
import type { Entry, StreamId } from '../../src/release/event.ts';
import { placeOf, type ReleaseId } from '../../src/release/ids.ts';
import { remindedIn } from '../../src/release/incident/decide-look.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import { incidentPosts } from '../../src/release/incident/posts.ts';
import { trendPosts } from '../../src/release/incident/posts-trend.ts';
import type { IncidentState } from '../../src/release/incident/state.ts';
import type { AroundIncident } from '../../src/release/incident/view-shape.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { rootKey } from './keep-post.ts';
import type { Showing } from './parts.ts';

/** Where posts stand, and the address that a link to one begins with; null where Slack does not say it. */
export interface Whereabouts {
  readonly book: Pick<PostBook, 'of'>;
  url(): Promise<string | null>;
}

export interface IncidentParts {
  readonly store: Pick<Store, 'lane'>;
  readonly policies: Policies;
  readonly label: string | null;
  readonly clock: Clock;
  readonly where: Whereabouts;
}

const links = { runbook: null, dashboard: null, ticket: null };

/** An incident's log with what lies around it, as the posts it has now; null for any other stream. */
export async function incidentShowing(
  parts: IncidentParts,
  stream: StreamId,
  entries: readonly Entry[],
): Promise<Showing | null> {
  const log = entries.flatMap(({ event, at, by, index }) => (isIncidentEvent(event) ? [{ event, at, by, index }] : []));
  const state = foldIncident(log);
  if (state === null) return null;
  const { model, environment } = placeOf(state.lane);
  const policy = parts.policies.lane(model, environment);
  const [lane, own, url] = await Promise.all([
    parts.store.lane(state.lane),
    parts.where.book.of(stream),
    parts.where.url(),
  ]);
  const cards = await cardsOf(parts, state, lane, url);
  const around = aroundOf(parts, policy, lane, cards);
  const parent = addressOf(url, own);
  const channel = policy?.alerts ?? policy?.channel ?? state.channel;
  // Of what is only observed the digest tells once a day; a message that stands already is kept true.
  const quiet = policy?.mode === 'observe' && own.size === 0;
  const release = state.live?.release ?? null;
  return {
    posts: quiet ? [] : incidentPosts({ state, log, around, parent }),
    files: quiet ? [] : trendPosts(state, log),
    channels: { channel, lane: channel, environment: channel, admin: parts.policies.admin() },
    release: release === null ? null : (cards.get(release)?.posted ?? null),
    length: entries.length,
    since: state.openedAt,
    next: !quiet && parent === null && release !== null && cards.has(release) ? soon(state, parts.clock()) : null,
  };
}

/** The line under the release's card links to the message, which has to stand first. */
function soon({ openedAt }: IncidentState, now: number): number {
  return now + (now - openedAt < 60_000 ? 2_000 : 60_000);
}

type Cards = ReadonlyMap<ReleaseId, { readonly posted: Posted; readonly url: string | null }>;

async function cardsOf(
  { where }: IncidentParts,
  state: IncidentState,
  lane: LaneState,
  url: string | null,
): Promise<Cards> {
  const back = lane.trusted.find(({ version }) => version !== lane.live?.version);
  const wanted = [
    lane.live?.release,
    state.live?.release,
    back?.release,
    ...state.answered.map(({ release }) => release),
  ];
  const ids = [...new Set(wanted.flatMap((id) => (id == null ? [] : [id])))];
  const found = await Promise.all(
    ids.map(async (id) => {
      const posted = await where.book.of(releaseStream(id));
      const root = posted.get(rootKey) ?? posted.get('card');
      return root === undefined ? [] : [[id, { posted: root, url: addressOf(url, posted) }] as const];
    }),
  );
  return new Map(found.flat());
}

function addressOf(url: string | null, posted: ReadonlyMap<string, Posted>): string | null {
  const root = posted.get(rootKey) ?? posted.get('card');
  if (root === undefined || url === null) return null;
  return `${url.replace(/\/$/, '')}/archives/${root.channel}/p${root.ts.replace('.', '')}`;
}

function aroundOf({ label }: IncidentParts, policy: LanePolicy | null, lane: LaneState, cards: Cards): AroundIncident {
  const known = [...cards].flatMap(([id, { url }]) => (url === null ? [] : [[id, url] as const]));
  return {
    lane,
    links: policy?.watching.links ?? links,
    tell: policy === null ? [] : remindedIn(policy, 1),
    acts: policy?.mode === 'enforce',
    trains: policy?.pattern === 'deploy-code' && policy.trainer !== null,
    cards: new Map(known),
    label,
  };
}
