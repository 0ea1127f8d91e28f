import { ReleaseError } from '../errors.ts';
import type { AwaitKind } from '../release/event-step.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';
import type { AwaitContext, Awaited } from './awaiting.ts';
import { awaits } from './awaits/table.ts';
import { recordInLane } from './record.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How long one look at something outside may take. */
const lookingMs = 30_000;

/** Looks once at what a step waits for, and writes down what is new. Takes no lease: nothing outside is changed. */
export async function awaitStep(
  deps: WorkerDeps,
  policy: LanePolicy,
  release: ReleaseState,
  { kind, step }: { readonly kind: AwaitKind; readonly step: StepState },
): Promise<'moved-on' | 'nothing-more'> {
  const call = { deadline: deps.clock() + lookingMs };
  const found = await lookedAt(kind, { deps, policy, release, step, call });
  const seen = endSeen(kind, step, found);
  if (seen !== null) await recordInLane(deps, policy, release, seen);
  const written = await recordInLane(deps, policy, release, commandFor(kind, found));
  return written.kind === 'written' && written.entries.length > 0 && found.kind !== 'still'
    ? 'moved-on'
    : 'nothing-more';
}

async function lookedAt(kind: AwaitKind, context: AwaitContext): Promise<Awaited> {
  const { deps, release, step } = context;
  try {
    return await awaits[kind](context);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, reply, cause } = error;
    deps.log.warn({ release: release.id, step: kind, code, details, cause }, 'could not look');
    if (!error.retry) return { kind: 'failed', code, words: reply };
    const since = step.watched?.state === 'unreachable' ? step.watched.since : deps.clock();
    return deps.clock() - since >= release.giveUpAfterMs
      ? { kind: 'failed', code, words: reply }
      : { kind: 'still', state: 'unreachable', words: reply, url: step.watched?.url ?? null };
  }
}

/** What ended before anybody saw it go on has a page all the same. */
function endSeen(step: AwaitKind, { watched }: StepState, found: Awaited) {
  const ended = found.kind === 'come' || found.kind === 'failed';
  if (!ended || found.url == null || watched?.url === found.url) return null;
  return { kind: 'watch-step' as const, step, state: 'running' as const, words: null, url: found.url };
}

function commandFor(step: AwaitKind, found: Awaited) {
  switch (found.kind) {
    case 'still': {
      const { state, words, url } = found;
      return { kind: 'watch-step' as const, step, state, words, url };
    }
    case 'come':
      return { kind: 'end-await' as const, step };
    case 'lost':
      return { ...found, kind: 'send-again' as const, step };
    case 'failed':
      return { ...found, kind: 'fail-await' as const, step };
  }
}
