import type { ReleaseEvent } from './event.ts';
import type { LaneFacts } from './facts.ts';
import type { Version } from './ids.ts';
import type { LanePolicy } from './lane-policy.ts';
import type { Append } from './outcome.ts';
import type { ScopeEvent } from './scope-event.ts';
import type { Phase, ReleaseState } from './state.ts';
import { laneStream, releaseStream } from './stream.ts';

type Policy = Pick<LanePolicy, 'mode' | 'alias'>;
type Facts = Pick<LaneFacts, 'lane' | 'others' | 'policy'>;

interface Move {
  readonly alias: string;
  readonly from: Version | null;
  readonly to: Version | null;
}

/**
 * A champion that moved without us: said once, the lane is paused until a person looked, and what was said about the old one is void.
 * Where nothing is enforced it is how versions go live, so nothing is paused.
 */
export function foundOutside(
  { lane, others, policy }: Facts,
  from: Version | null,
  to: Version | null,
): readonly Append[] {
  return [
    { stream: laneStream(lane.lane), events: movedOutside(policy, from, to) },
    ...[...others.values()].flatMap((other): readonly Append[] => {
      const move = { alias: policy.alias, from, to };
      const event = notAdopted(other, move) ?? voided(other, move) ?? unwatched(other, move);
      return event === null ? [] : [{ stream: releaseStream(other.id), events: [event] }];
    }),
  ];
}

/** `v12`, or `none`. */
export function named(version: Version | null): string {
  return version === null ? 'none' : `v${version}`;
}

function movedOutside({ mode, alias }: Policy, from: Version | null, to: Version | null): readonly ScopeEvent[] {
  const live = alias === 'champion' ? {} : { live: true as const };
  if (mode !== 'enforce') return [{ kind: 'moved-outside', v: 1, alias, from, to, mode, ...live }];
  const why = `${alias} moved from ${named(from)} to ${named(to)} outside Signalbox`;
  return [
    { kind: 'moved-outside', v: 1, alias, from, to, ...live },
    { kind: 'paused', v: 1, cause: 'outside-move', why, until: null, release: null },
  ];
}

const undecided: readonly Phase[] = ['gathering', 'blocked', 'review', 'approved'];

/** An adoption that nobody has decided on, or that waits for its turn. */
export function isUndecidedAdoption({ kind, phase }: ReleaseState): boolean {
  return kind === 'adoption' && undecided.includes(phase);
}

/** What is no longer live cannot be adopted; one that is being carried out finds it out itself. */
export function notAdopted(other: ReleaseState, { alias, to }: Pick<Move, 'alias' | 'to'>): ReleaseEvent | null {
  const { source } = other;
  if (!isUndecidedAdoption(other) || source.version === to) return null;
  const reason = `${alias} moved to ${named(to)}, so v${source.version} is no longer what is live`;
  return { kind: 'withdrawn', v: 1, reason };
}

/** Approvals looked at another champion; where nothing is enforced there are none. */
function voided(other: ReleaseState, { alias, from, to }: Move): ReleaseEvent | null {
  const waits = other.phase === 'review' || other.phase === 'approved';
  if (!waits || other.evidence === null || other.kind === 'rollback' || other.mode !== 'enforce') return null;
  const people = other.approvals.map((one) => one.person);
  const changes = [`${alias} ${named(from)} → ${named(to)}`];
  const was = other.evidence.digest;
  return { kind: 'approvals-voided', v: 1, cause: 'champion-moved', was, now: null, changes, people };
}

/** What is no longer live cannot be watched to the end, so it is never called verified. */
function unwatched(other: ReleaseState, { alias, to }: Move): ReleaseEvent | null {
  if (other.phase !== 'watching') return null;
  const reason = `${alias} moved to ${named(to)} outside Signalbox before the watch ended`;
  return { kind: 'abandoned', v: 1, reason };
}
