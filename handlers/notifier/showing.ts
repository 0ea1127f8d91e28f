import type { Clock, Policies } from '../../src/ports.ts';
import type { Store } from '../../src/ports-store.ts';
import type { Entry, Happened, ReleaseEvent, StreamId } from '../../src/release/event.ts';
import { fold } from '../../src/release/evolve.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { pausesHere } from '../../src/release/pausing.ts';
import { posts } from '../../src/release/posts.ts';
import { filePosts } from '../../src/release/posts-files.ts';
import { scopePosts } from '../../src/release/posts-scope.ts';
import type { Story } from '../../src/release/posts-shape.ts';
import { releaseEntries } from '../../src/release/release-entries.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { environmentStream, laneStream, modelStream } from '../../src/release/stream.ts';
import type { Around } from '../../src/release/view-shape.ts';
import { elsewhere } from './elsewhere.ts';
import { incidentShowing, type Whereabouts } from './incident-showing.ts';
import { lastTraining } from './last-training.ts';
import type { NotifierParts, Showing } from './parts.ts';

interface ShowingParts {
  readonly store: Pick<Store, 'load' | 'lane' | 'scope' | 'history' | 'releases'>;
  readonly policies: Policies;
  readonly label: string | null;
  readonly clock: Clock;
  /** Where other posts stand, for links to them; left out, nothing is linked. */
  readonly where?: Whereabouts;
}

const nowhere: Whereabouts = { book: { of: async () => new Map() }, url: async () => null };

/** Reads a stream's log and what lies around it, as the posts it has now. */
export function showingOf(parts: ShowingParts): NotifierParts['showing'] {
  return async (stream) => {
    const entries = await parts.store.load(stream);
    const log = releaseEntries(entries);
    const state = fold(log);
    if (state !== null) return releaseShowing(parts, state, log);
    const incident = await incidentShowing({ ...parts, where: parts.where ?? nowhere }, stream, entries);
    return incident ?? scopeShowing(parts, stream, entries);
  };
}

async function releaseShowing(
  parts: ShowingParts,
  state: ReleaseState,
  log: readonly Happened<ReleaseEvent>[],
): Promise<Showing> {
  const policy = parts.policies.lane(state.model, state.environment);
  const story: Story = { state, log, around: await aroundOf(parts, state, policy) };
  const now = posts(story, parts.clock());
  return {
    posts: now.posts,
    files: filePosts(story, policy?.show ?? [], hasLogs(policy) ? 'with-logs' : 'without-logs'),
    channels: {
      channel: state.channel,
      lane: state.channel,
      environment: state.channel,
      admin: parts.policies.admin(),
    },
    length: state.length,
    since: state.opened.at,
    next: now.nextChange,
  };
}

async function aroundOf(
  { store, label, clock }: ShowingParts,
  state: ReleaseState,
  policy: LanePolicy | null,
): Promise<Around> {
  const { model, environment, lane: key } = state;
  const path = policy?.path ?? [environment];
  const [lane, around, whole, training, before] = await Promise.all([
    store.lane(key),
    store.scope(environmentStream(environment)),
    store.scope(modelStream(model)),
    lastTraining(store, state),
    elsewhere(store, state, path),
  ]);
  const held = { lane: lane.pauses, environment: around.pauses, model: whole.pauses };
  return {
    lane,
    pauses: pausesHere({ model, environment, calendar: policy?.calendar ?? [] }, held, clock()),
    path,
    next: path[path.indexOf(environment) + 1] ?? null,
    label,
    notice: policy?.notice ?? null,
    rescuers: policy === null ? [] : rescuersOf(policy),
    ...training,
    ...before,
  };
}

/** Only what runs on a machine of ours leaves its log here; others keep theirs, with a page for it. */
function hasLogs(policy: LanePolicy | null): boolean {
  return policy?.trainer?.kind === 'command';
}

/** Owner, approvers and on-call: who can mend what failed here. */
function rescuersOf({ owner, approvals, rollback }: LanePolicy): readonly string[] {
  const approvers = approvals === 'none' ? [] : approvals.flatMap(({ from }) => from);
  return [...new Set([...owner, ...approvers, ...rollback.onCall])];
}

/** A stream that is no release stands in the channel of its lane or environment; those of no lane at all go to the admins. */
async function scopeShowing(
  { policies, store }: ShowingParts,
  stream: StreamId,
  entries: readonly Entry[],
): Promise<Showing> {
  const admin = policies.admin();
  const lanes = policies
    .lanes()
    .filter(({ lane, environment, model }) =>
      [laneStream(lane), environmentStream(environment), modelStream(model)].includes(stream),
    );
  const wake = [...new Set(lanes.flatMap(rescuersOf))];
  const channel = lanes[0]?.channel ?? admin;
  const own = lanes.find(({ lane }) => laneStream(lane) === stream);
  const lane = own === undefined ? null : await store.lane(own.lane);
  return {
    posts: scopePosts(stream, entries, wake, lane),
    files: [],
    channels: { channel, lane: channel, environment: channel, admin },
    length: entries.length,
    since: entries[0]?.at ?? 0,
    next: null,
  };
}
