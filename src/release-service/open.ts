import type { Delivery, Request } from '../release/command.ts';
import { decideBreakGlass } from '../release/decide-break-glass.ts';
import { decideRollback } from '../release/decide-open.ts';
import { type Asking, decideRequest } from '../release/decide-request.ts';
import type { PersonId, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Decision } from '../release/outcome.ts';
import { toldToIncidents } from './answer-incidents.ts';
import { championSeen } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { type Known, laneFactsWithPeople } from './facts.ts';
import { commandFor, releaseIdOf } from './ids.ts';
import { neverLiveIn } from './path-order.ts';
import { inPlace, lastLiveLane, resolveVersion } from './resolve.ts';
import { wakeOpen } from './scopes.ts';
import { sourceOf } from './source-of.ts';
import { versionsThere, withoutGone } from './still-there.ts';
import { type Decided, type Written, write } from './write.ts';

type RequestOf<K extends Request['kind']> = Extract<Request, { kind: K }>;

/** Asks for a version to go live: the words are resolved to a lane and a number first. */
export async function promote(deps: Deps, delivery: Delivery, request: RequestOf<'promote'>): Promise<Written> {
  const wanted = await sourceOf(deps, request);
  if (wanted.kind === 'refused') return wanted;
  const { lane, ...source } = wanted.found;
  const { reason, via, afterRollback } = request;
  const written = await openPromotion(deps, delivery, lane, source.source, { ...source, reason, via, afterRollback });
  if (afterRollback === 'resume' && written.kind === 'written') await wakeOpen(deps, [lane]);
  return written;
}

/** Lets a version in past gates, approvals and calendar; the words are resolved as for any request. */
export async function breakGlass(deps: Deps, delivery: Delivery, request: RequestOf<'break-glass'>): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error('only people break the glass');
  const wanted = await sourceOf(deps, request);
  if (wanted.kind === 'refused') return wanted;
  const { lane, source } = wanted.found;
  const id = releaseIdOf(delivery.id, lane.lane);
  const opening = { id, by, source, reason: request.reason, neverLiveIn: await neverLiveIn(deps, lane, source) };
  return openIn(
    deps,
    delivery,
    lane,
    alone(({ facts }) => decideBreakGlass(facts, opening)),
  );
}

/** Opens the promotion of a known version in a known lane. */
export async function openPromotion(
  deps: Deps,
  delivery: Pick<Delivery, 'id' | 'by'>,
  policy: LanePolicy,
  source: Version,
  asked: Pick<Asking, 'reason' | 'via' | 'at' | 'commit' | 'training' | 'afterRollback'> = { reason: null },
): Promise<Written> {
  const id = releaseIdOf(delivery.id, policy.lane);
  const opening = { ...asked, id, by: delivery.by, source };
  const decide = ({ facts }: Known, never: string | null) => decideRequest(facts, { ...opening, neverLiveIn: never });
  return openIn(deps, delivery, policy, alone(decide), asked.training === 'reuse' ? null : source);
}

/** Asks for an earlier version to be live again. */
export async function rollBack(deps: Deps, delivery: Delivery, request: RequestOf<'roll-back'>): Promise<Written> {
  const lane = await lastLiveLane(deps, request);
  if (lane.kind === 'refused') return lane;
  if (request.reason.trim() === '') return { kind: 'refused', refusal: { kind: 'reason-missing', verb: 'roll back' } };
  const there = await versionsThere(deps, lane.found);
  if (request.version !== null && !(await isKnown(deps, lane.found, request.version, there))) {
    const known = await resolveVersion(deps, inPlace(lane.found), { kind: 'number', version: request.version });
    if (known.kind === 'refused') return known;
  }
  const { version, reason, via } = request;
  const training = request.retrain === true ? ('retrain' as const) : undefined;
  const opening = { id: releaseIdOf(delivery.id, lane.found.lane), by: delivery.by, version, reason, via, training };
  return openIn(deps, delivery, lane.found, (known) =>
    toldToIncidents(deps, known, decideRollback(withoutGone(known.facts, there), opening), delivery.by),
  );
}

/** There; or trusted by the log while the registry does not answer: then the rollback is written down, and waits for it. */
async function isKnown(
  { store }: Deps,
  { lane }: LanePolicy,
  version: Version,
  there: ReadonlySet<Version> | null,
): Promise<boolean> {
  if (there !== null) return there.has(version);
  return (await store.lane(lane)).trusted.some((one) => one.version === version);
}

type Decide = (known: Known, neverLiveIn: string | null) => Promise<Pick<Decided, 'decision' | 'lengths'>>;

/** A decision that touches no other stream than the facts know. */
function alone(decide: (known: Known, neverLiveIn: string | null) => Decision): Decide {
  return async (known, never) => ({ decision: decide(known, never), lengths: known.lengths });
}

/** Opens what is decided on. The lane is the guard: two openings for one version cannot both be first. With `source`, the path is read at the same time as the lane. */
export async function openIn(
  deps: Deps,
  delivery: Pick<Delivery, 'id' | 'by'>,
  policy: LanePolicy,
  decide: Decide,
  source: Version | null = null,
): Promise<Written> {
  const { by } = delivery;
  return write(deps, { command: delivery.id, by }, async (): Promise<Decided> => {
    const [known, never] = await Promise.all([
      knownWithBaseline(deps, policy, by.kind === 'person' ? [by.id] : []),
      source === null ? null : neverLiveIn(deps, policy, source),
    ]);
    return { ...(await decide(known, never)), lane: known.facts.lane };
  });
}

/** What was live before Signalbox is trusted, and is where the first rollback goes: it is looked at before anything is opened. */
async function knownWithBaseline(deps: Deps, policy: LanePolicy, people: readonly PersonId[]): Promise<Known> {
  const known = await laneFactsWithPeople(deps, policy, people, []);
  if (known.facts.lane.since !== null) return known;
  const by = { kind: 'registry' as const, name: policy.registry };
  await championSeen(deps, { id: commandFor('baseline', policy.lane), by }, policy);
  return laneFactsWithPeople(deps, policy, people, []);
}
