import { ReleaseError } from '../errors.ts';
import { decideFailAwait, decideWatch } from '../release/decide-await.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { pauseOn } from '../release/pause-words.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepState } from '../release/state-execution.ts';
import { laneFacts, nobody } from '../release-service/facts.ts';
import { recordAlone } from './record.ts';
import { servingOrder } from './serving-order.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How long asking whether the alias may move may take. */
const askingMs = 10_000;

type Held =
  | { readonly state: 'busy' | 'unreachable' | 'waiting'; readonly words: string; readonly url: string | null }
  | { readonly failed: string; readonly words: string };

/**
 * Whether something keeps the alias where it is, before it is moved: it was paused here while a version was trained, somebody uses what is
 * live, or nobody can tell whether somebody does. What is new about that is written down. A rollback waits for those who use it, unless
 * the policy says `now`, and for nobody who cannot be asked.
 */
export async function isHeld(
  deps: WorkerDeps,
  policy: LanePolicy,
  release: ReleaseState,
  step: StepState,
): Promise<boolean> {
  const paused = await pausedMeanwhile(deps, policy, release);
  if (paused === null && waitsForNobody(policy, release)) return false;
  const held = paused ?? (await ask(deps, policy, release, step));
  if (held === null) return false;
  const facts = { state: release, now: deps.clock() };
  const decision =
    'failed' in held
      ? decideFailAwait(facts, { kind: 'fail-await', step: 'set-champion', code: held.failed, words: held.words })
      : decideWatch(facts, { kind: 'watch-step', step: 'set-champion', ...held });
  await recordAlone(deps, release, decision);
  return true;
}

/** Steps take moments, and a pause lets them end; a training takes hours, and nothing goes live in a pause that began meanwhile. */
async function pausedMeanwhile(deps: WorkerDeps, policy: LanePolicy, release: ReleaseState): Promise<Held | null> {
  if (!release.execution?.steps.some(({ kind }) => kind === 'start-training')) return null;
  const { facts } = await laneFacts(deps, policy, [], nobody);
  const pause = pauseOn(release, facts.pauses);
  return pause && { state: 'waiting', words: `promotions here are paused: ${pause.words}`, url: null };
}

function waitsForNobody({ serving }: LanePolicy, { kind }: ReleaseState): boolean {
  return serving === null || (kind === 'rollback' && serving['onRollback'] === 'now');
}

async function ask(deps: WorkerDeps, policy: LanePolicy, release: ReleaseState, step: StepState): Promise<Held | null> {
  const targets = release.execution?.targets;
  if (targets === undefined) return null;
  try {
    const serving = deps.outsiders.serving(policy);
    if (serving === null) return null;
    const may = await serving.mayMove(servingOrder(release, targets), { deadline: deps.clock() + askingMs });
    return may.kind === 'yes' ? null : { state: 'busy', words: may.words, url: may.url };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, cause } = error;
    deps.log.warn({ release: release.id, code, details, cause }, 'could not ask whether the alias may move');
    return release.kind === 'rollback' ? null : inDoubt(release, step, error, deps.clock());
  }
}

/** Asked again until the policy gives up, or was told that asking is of no use. */
function inDoubt({ giveUpAfterMs }: ReleaseState, { watched }: StepState, error: ReleaseError, now: number): Held {
  const since = watched?.state === 'unreachable' ? watched.since : now;
  const over = !error.retry || now - since >= giveUpAfterMs;
  return over ? { failed: error.code, words: error.reply } : { state: 'unreachable', words: error.reply, url: null };
}
