import { ReleaseError } from '../errors.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import { electorateFor } from '../release-service/electorate.ts';
import { type Gathered, gather } from '../release-service/gather.ts';
import { recordInLane } from './record.ts';
import { remindMissing } from './remind.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Reading both sides may take this long: artifacts are hashed the first time. */
const readingMs = 10 * 60_000;

/** Reads what a release before its execution depends on, and writes down what is new. */
export async function read(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  if (await isBehindNewer(deps, state)) return 'nothing-more';
  const found = await tryGather(deps, policy, state);
  const command = found === null ? withoutReading(state) : commandOf(state, found);
  if (command === null) return 'nothing-more';
  const written = await recordInLane(deps, policy, state, command);
  if (written.kind === 'written') await remindMissing(deps, policy, state);
  // What people have to decide now is read again when it is due, and not at once: two workers may see different things for a while.
  return written.kind === 'written' && written.entries.some(({ event }) => event.kind === 'review-completed')
    ? 'moved-on'
    : 'nothing-more';
}

/** A pause begins and ends also while nothing can be read. */
function withoutReading({ phase }: ReleaseState): WorkerCommand | null {
  return phase === 'review' ? { kind: 'ask-again' } : null;
}

/** Advice is over once what it was about is live; what it said before that stays as it was. */
function commandOf(state: ReleaseState, found: Found): WorkerCommand {
  if (found.kind === 'wait') return { kind: 'note-gathering', note: found.note, unreachable: found.unreachable };
  const over = state.mode !== 'enforce' && state.evidence !== null && found.live !== null;
  return over ? { kind: 'conclude', why: 'went-live', live: found.live } : found.command;
}

type Found =
  | Extract<Gathered, { kind: 'evidence' }>
  | { readonly kind: 'wait'; readonly note: string; readonly unreachable: boolean };

/** An outage is not a verdict: what is recorded stays as it is, and gathering says what it waits for. */
async function tryGather(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Found | null> {
  try {
    const people = await electorateFor(deps.directory, policy, state, [], 'cached');
    const found = await gather(deps, state, policy, people, { deadline: deps.clock() + readingMs });
    if (found.kind === 'evidence') return found;
    return state.phase === 'gathering' ? { ...found, unreachable: false } : null;
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    deps.log.warn(
      { release: state.id, code: error.code, details: error.details, cause: error.cause },
      'evidence could not be read',
    );
    return state.phase === 'gathering' ? { kind: 'wait', note: error.reply, unreachable: true } : null;
  }
}

/** In a burst the newest is read first: if it passes, the older ones need no card. */
async function isBehindNewer(deps: WorkerDeps, state: ReleaseState): Promise<boolean> {
  if (state.kind === 'rollback') return false;
  if (state.opened.by.kind === 'person' || state.evidence !== null || state.gathering !== null) return false;
  const { open } = await deps.store.lane(state.lane);
  return open.some(
    (one) => one.automatic && one.phase === 'gathering' && Number(one.sourceVersion) > Number(state.source.version),
  );
}
