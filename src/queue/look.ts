import { ReleaseError } from '../errors.ts';
import { isOverdue } from '../release/decide-follow-up.ts';
import { decideEndExecution } from '../release/decide-live.ts';
import { isAwait } from '../release/event-step.ts';
import type { ReleaseId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { nextLookAfter } from '../release/next-look.ts';
import { nextStep } from '../release/plan.ts';
import { endedPhases, type Phase, type ReleaseState } from '../release/state.ts';
import { releaseStream } from '../release/stream.ts';
import { logFor } from '../release-service/log-for.ts';
import { awaitStep } from './await-step.ts';
import { begin } from './begin.ts';
import { endLeft } from './end-left.ts';
import { tellOverdue } from './follow-up.ts';
import { goOnward } from './go-onward.ts';
import { isHeld } from './hold.ts';
import { read } from './read.ts';
import { recordAlone, recordInLane } from './record.ts';
import { runStep } from './run-step.ts';
import { tellRegistry } from './tell-registry.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How soon a look that broke is tried again. */
const brokenPauseMs = 15_000;

type Looked = 'moved-on' | 'nothing-more';
type Look = (deps: WorkerDeps, policy: LanePolicy, state: ReleaseState) => Promise<Looked>;

/** What a look does in each phase. */
const looks: Readonly<Record<Phase, Look>> = {
  gathering: read,
  blocked: read,
  review: read,
  approved: begin,
  executing: execute,
  watching: endWatch,
  failed: nothing,
  verified: goOnward,
  rejected: tellRegistry,
  withdrawn: endLeft,
  expired: nothing,
  superseded: nothing,
  abandoned: nothing,
  'rolled-back': nothing,
  concluded: nothing,
};

/**
 * Looks at a release and does whatever is due: reads, starts, steps, ends. Safe at any time, any number of times, by any number
 * of workers. The `due` entry is cleared or moved only if the log is still as long as this look read it.
 */
export async function lookAt(deps: WorkerDeps, id: ReleaseId): Promise<void> {
  const first = await ifDue(deps, id);
  if (first === null) return;
  try {
    await lookUntilQuiet(deps, first);
  } catch (error) {
    await deps.due.wake('look', releaseStream(id), deps.clock() + brokenPauseMs);
    throw error;
  }
}

interface Opened {
  readonly state: ReleaseState;
  readonly seen: number;
}

/** The release with when it wanted this look, in one round trip; null when it wants none now. */
async function ifDue(deps: WorkerDeps, id: ReleaseId): Promise<Opened | null> {
  // Asked first, so answered first: a lane may be freed by another stream's append while this look runs, and a wake since here is kept.
  const [seen, state] = await Promise.all([deps.due.at('look', releaseStream(id)), deps.store.release(id)]);
  return seen === null || seen > deps.clock() || state === null ? null : { state, seen };
}

async function lookUntilQuiet(deps: WorkerDeps, { state, seen }: Opened): Promise<void> {
  const looked = deps.stopping() ? 'nothing-more' : await lookOnce(deps, state);
  if (looked === 'moved-on') {
    const now = await ifDue(deps, state.id);
    return now === null ? undefined : lookUntilQuiet(deps, now);
  }
  const next = deps.stopping() ? deps.clock() : nextLookAfter(state, deps.clock(), policyOf(deps, state)?.remindMs);
  await deps.due.looked('look', releaseStream(state.id), state.length, next, seen);
}

async function lookOnce(all: WorkerDeps, state: ReleaseState): Promise<Looked> {
  const policy = policyOf(all, state);
  if (policy === null) return withoutPolicy(state);
  const log = logFor(all.log, policy);
  const deps = log === all.log ? all : { ...all, log };
  if (expires(state) && deps.clock() >= state.expiresAt) {
    return moved(await recordInLane(deps, policy, state, { kind: 'expire' }));
  }
  const before = (await concludeIfOver(deps, policy, state)) ?? (await overdue(deps, policy, state));
  return before ?? looks[state.phase](deps, policy, state);
}

function policyOf(deps: WorkerDeps, { model, environment }: ReleaseState): LanePolicy | null {
  return deps.policies.lane(model, environment);
}

/** What has ended needs no policy any more; what is open stops there and says so. */
function withoutPolicy({ id, phase }: ReleaseState): Looked {
  if (endedPhases.includes(phase)) return 'nothing-more';
  throw new ReleaseError('lane_not_in_policy', { release: id });
}

/** What was advised on, or was to be decided on, under another mode of the policy ends before anything else. */
async function concludeIfOver(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Looked | null> {
  if (!expires(state) || state.mode === policy.mode) return null;
  return moved(await recordInLane(deps, policy, state, { kind: 'conclude', why: 'mode-changed', live: null }));
}

async function overdue(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Looked | null> {
  return isOverdue(state, deps.clock()) && (await tellOverdue(deps, policy, state)) === 'moved-on' ? 'moved-on' : null;
}

function expires({ phase }: ReleaseState): boolean {
  return phase === 'gathering' || phase === 'blocked' || phase === 'review' || phase === 'approved';
}

async function execute(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Looked> {
  if (state.execution === null) return 'nothing-more';
  const now = deps.clock();
  const next = nextStep(state.execution, now);
  if (next.kind === 'stopped') return moved(await recordAlone(deps, state, decideEndExecution({ state, now })));
  if (next.kind !== 'step' || next.notBefore > now) return 'nothing-more';
  const { kind } = next.step;
  if (isAwait(kind)) {
    // There is nothing to take back in having waited.
    return next.direction === 'do' ? awaitStep(deps, policy, state, { kind, step: next.step }) : 'nothing-more';
  }
  if (kind === 'set-champion' && next.direction === 'do' && (await isHeld(deps, policy, state, next.step)))
    return 'nothing-more';
  return (await runStep(deps, policy, state, next, kind)) ? 'moved-on' : 'nothing-more';
}

async function endWatch(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Looked> {
  return moved(await recordInLane(deps, policy, state, { kind: 'end-watch' }));
}

async function nothing(): Promise<Looked> {
  return 'nothing-more';
}

/** A finding that wrote something makes the rest of the look obsolete; so does one that somebody else was faster with. */
function moved(written: { readonly kind: string; readonly entries?: readonly unknown[] }): Looked {
  return written.kind === 'written' && (written.entries?.length ?? 0) > 0 ? 'moved-on' : 'nothing-more';
}
