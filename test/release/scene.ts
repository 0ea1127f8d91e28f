import { createHash } from 'node:crypto';
import type { Actor, Happened, ReleaseEvent, Requirements } from '../../src/release/event.ts';
import { fold } from '../../src/release/evolve.ts';
import type { LaneFacts, ReleaseFacts } from '../../src/release/facts.ts';
import { Digest, PersonId, ReleaseId, Version } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { LaneState, LiveVersion } from '../../src/release/lane-state.ts';
import type { Decision } from '../../src/release/outcome.ts';
import type { Electorate, Standing } from '../../src/release/people.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { policiesOf } from '../fakes/policies.ts';
import { people, policyText } from '../world/policy.ts';

export const policy = found(policiesOf(policyText).lane('churn', 'production'));
export const now = 1_000_000;
export const evidence = digest('evidence');
export const other = digest('other evidence');

export const signalbox: Actor = { kind: 'signalbox', rule: 'look' };
export const registry: Actor = { kind: 'registry', name: 'production' };

export function by(id: PersonId): Actor {
  return { kind: 'person', id };
}

export function id(n: number): ReleaseId {
  return ReleaseId.parse(`r-${String(n).padStart(10, '0')}`);
}

export function v(n: number): Version {
  return Version.parse(String(n));
}

export function digest(of: string): Digest {
  return Digest.parse(createHash('sha256').update(of).digest('hex'));
}

/** Everybody in their groups, some of whom do not count. */
export function electorate(change: Readonly<Record<string, Standing>> = {}): Electorate {
  const standing = new Map<PersonId, Standing>(Object.values(people).map((one) => [one, 'member']));
  standing.set(people.guest, 'guest').set(people.gone, 'deactivated').set(people.bot, 'bot');
  for (const [who, what] of Object.entries(change)) standing.set(PersonId.parse(who), what);
  const members = new Map<string, readonly PersonId[]>([
    ['reviewers', [people.ann, people.bob, people.guest, people.gone]],
    ['platform', [people.pat, people.pia, people.bot]],
    ...Object.values(people).map((one): [string, readonly PersonId[]] => [one, [one]]),
  ]);
  return { standing, members, unread: new Map() };
}

export const requirements: Requirements = {
  automatic: false,
  rules: [
    { from: ['reviewers'], min: 1, required: false },
    { from: ['platform'], min: 1, required: true },
  ],
  excluded: [
    { person: people.own, why: 'requester' },
    { person: people.ann, why: 'run-author' },
  ],
  unknown: [],
  extra: 0,
};

type Opened = Extract<ReleaseEvent, { kind: 'opened' }>;
type Gathered = Extract<ReleaseEvent, { kind: 'evidence-gathered' }>;

export function opened(over: Partial<Opened> = {}): Opened {
  return {
    kind: 'opened',
    v: 1,
    release: id(14),
    releaseKind: 'promotion',
    pattern: 'deploy-model',
    model: 'churn',
    environment: 'production',
    lane: policy.lane,
    registry: 'production',
    name: 'churn',
    version: null,
    source: { environment: 'staging', registry: 'staging', name: 'churn', version: v(14) },
    reason: 'better',
    undoes: null,
    alone: false,
    channel: 'C0PROD',
    expiresAt: now + 1_000_000,
    watchMs: 60_000,
    giveUpAfterMs: 100_000,
    ...over,
  };
}

/** A rollback of release 14 to v12. */
export const openedRollback: Partial<Opened> = {
  release: id(90),
  releaseKind: 'rollback',
  version: v(12),
  source: { environment: 'production', registry: 'production', name: 'churn', version: v(12) },
  reason: 'it misbehaves',
  undoes: id(14),
  alone: true,
};

export function gathered(over: Partial<Gathered> = {}): Gathered {
  return {
    kind: 'evidence-gathered',
    v: 1,
    digest: evidence,
    candidate: { version: v(14), artifacts: digest('files') },
    champion: v(12),
    policy: digest('policy'),
    blocked: false,
    findings: {
      verdicts: [],
      metrics: [],
      moreMetrics: 0,
      changes: [],
      links: [],
      runAuthor: null,
      commitAuthor: null,
      commit: null,
    },
    requirements,
    ...over,
  };
}

export const yes: ReleaseEvent = { kind: 'approved', v: 1, evidence, groups: ['reviewers'], note: null };
export const completed: ReleaseEvent = {
  kind: 'review-completed',
  v: 1,
  automatic: false,
  people: [people.bob, people.pat],
};

export function started(over: { readonly from?: Version | null; readonly to?: Version | null } = {}): ReleaseEvent {
  const { from = v(12), to = v(7) } = over;
  return {
    kind: 'execution-started',
    v: 1,
    targets: {
      registry: 'production',
      name: 'churn',
      version: to,
      source: null,
      champion: { from, to },
      previous: { from: v(11), to: from },
      artifacts: digest('files'),
      evidence,
      tags: {},
    },
    steps: ['validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion'],
    approvedBy: [people.bob, people.pat],
  };
}

type StepKind = Extract<ReleaseEvent, { kind: 'step-started' }>['step'];

export const forward: readonly StepKind[] = [
  'validate',
  'tag-version',
  'set-previous',
  'set-champion',
  'confirm-champion',
];

export function begun(
  step: StepKind,
  over: Partial<Extract<ReleaseEvent, { kind: 'step-started' }>> = {},
): ReleaseEvent {
  const leaseUntil = now + 10_000;
  return { kind: 'step-started', v: 1, step, direction: 'do', attempt: 1, worker: 'w1', leaseUntil, ...over };
}

export function finished(step: StepKind, direction: 'do' | 'undo' = 'do'): ReleaseEvent {
  return {
    kind: 'step-finished',
    v: 1,
    step,
    direction,
    attempt: 1,
    tookMs: 5,
    already: false,
    version: null,
    bytes: null,
  };
}

/** All steps up to and including this one, done. */
export function upTo(step: StepKind): readonly ReleaseEvent[] {
  return forward.slice(0, forward.indexOf(step) + 1).flatMap((one) => [begun(one), finished(one)]);
}

export function failedAt(step: StepKind): readonly ReleaseEvent[] {
  const before = forward.slice(0, forward.indexOf(step)).flatMap((one) => [begun(one), finished(one)]);
  return [
    ...before,
    begun(step),
    { kind: 'failed', v: 1, step, direction: 'do', attempt: 1, code: 'registry_refused', words: 'no' },
  ];
}

export function live(version: Version, watchUntil = now + 60_000): ReleaseEvent {
  return { kind: 'went-live', v: 1, version, replaced: v(12), replacedSince: null, watchUntil };
}

const authors: Partial<Record<ReleaseEvent['kind'], readonly PersonId[]>> = { approved: [people.bob, people.pat] };

/** Folds events as if they had happened a millisecond apart, well before now. */
export function released(...events: readonly ReleaseEvent[]): ReleaseState {
  const seen = new Map<string, number>();
  const log = events.map((event, index): Happened<ReleaseEvent> => {
    const nth = seen.get(event.kind) ?? 0;
    seen.set(event.kind, nth + 1);
    const person = authors[event.kind]?.[nth] ?? people.own;
    return { at: 1_000 + index, index, by: by(person), event };
  });
  return found(fold(log));
}

export const inGathering = released(opened());
export const inReview = released(opened(), gathered());
export const inBlocked = released(opened(), gathered({ blocked: true }));
export const inApproved = released(opened(), gathered(), yes, { ...yes, groups: ['platform'] }, completed);
export const approvedLog: readonly ReleaseEvent[] = [
  opened(),
  gathered(),
  yes,
  { ...yes, groups: ['platform'] },
  completed,
];
export const inExecuting = released(...approvedLog, started());
export const inFailed = released(...approvedLog, started(), ...failedAt('set-champion'));
export const inWatching = released(...approvedLog, started(), ...upTo('confirm-champion'), live(v(7)));
export const inVerified = released(...approvedLog, started(), ...upTo('confirm-champion'), live(v(7)), {
  kind: 'verified',
  v: 1,
});
export const inRejected = released(opened(), gathered(), { kind: 'rejected', v: 1, reason: 'no' });

export function liveVersion(
  version: number,
  release: ReleaseId | null,
  standing: LiveVersion['standing'] = 'verified',
): LiveVersion {
  return { version: v(version), release, since: 1, standing };
}

export function lane(over: Partial<LaneState> = {}): LaneState {
  const v12 = liveVersion(12, null, 'baseline');
  return { ...emptyLane(policy.lane), since: 1, live: v12, trusted: [v12], ...over };
}

export function laneFacts(over: Partial<LaneFacts> & { readonly releases?: readonly ReleaseState[] } = {}): LaneFacts {
  const { releases = [], ...rest } = over;
  return {
    lane: lane(),
    policy,
    electorate: electorate(),
    pauses: [],
    others: new Map(releases.map((one) => [one.id, one])),
    now,
    ...rest,
  };
}

export function facts(state: ReleaseState, over: Parameters<typeof laneFacts>[0] = {}): ReleaseFacts {
  return { ...laneFacts({ ...over, releases: [state, ...(over.releases ?? [])] }), state };
}

/** What was decided, in one line: the refusal's kind, or stream and kind of every event. */
export function said(decision: Decision): string {
  if (decision.kind === 'refused') return `no: ${decision.refusal.kind}`;
  const events = decision.appends.flatMap(({ stream, events }) => events.map((event) => `${stream} ${event.kind}`));
  return events.length === 0
    ? decision.answer.kind
    : events.join(', ').replaceAll(id(14), 'v14').replaceAll(id(90), 'back');
}

function found<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('nothing there');
  return value;
}
