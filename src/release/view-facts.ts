import type { StepKind } from './event-step.ts';
import type { Version } from './ids.ts';
import { championIs } from './plan.ts';
import type { ReleaseState } from './state.ts';
import type { Execution } from './state-execution.ts';
import type { Around } from './view-shape.ts';
import { date, type Line, line, outside, strong, v } from './view-words.ts';

/** The execution while it can still be seen on the card: not once the release is live or ended. */
export function executionOf(state: ReleaseState): Execution | null {
  return state.phase === 'executing' || state.phase === 'failed' ? state.execution : null;
}

/** Whether effects are being taken back rather than carried out. */
export function goingBack(execution: Execution): boolean {
  return execution.undo.length > 0 || execution.putBack !== null;
}

/** The step that is being done, or that failed: its place among its fellows. */
export function stepNumber(state: ReleaseState): { readonly step: number; readonly of: number } | null {
  const execution = executionOf(state);
  if (execution === null || execution.stop !== null || execution.putBack !== null) return null;
  const { steps } = execution;
  const at = steps.findIndex((step) => step.status !== 'done');
  return steps.length === 0 ? null : { step: at === -1 ? steps.length : at + 1, of: steps.length };
}

/** What was, or will be, replaced. */
export function replaced(state: ReleaseState, around: Around): Version | null {
  if (state.live !== null) return state.live.replaced;
  if (state.execution !== null) return state.execution.targets.champion.from;
  return state.evidence === null ? (around.lane.live?.version ?? null) : state.evidence.champion;
}

/** "Live now: v12", on every card. While the alias moves, the log knows more than the lane. */
export function liveNow(state: ReleaseState, around: Around): Line {
  const execution = executionOf(state);
  const where = line(' in ', outside(state.environment, 40));
  if (execution === null) return line(laneLive(around), where, since(state, around));
  const { from, to } = execution.targets.champion;
  if (isSplit(state)) return split(state, execution);
  switch (championIs(execution)) {
    case 'moved':
      return line(
        strong(`Live now: ${v(to)}`),
        where,
        isServed(execution) ? `; before that ${v(from)}` : `; what serves it may still have ${v(from)}`,
      );
    case 'moving':
      return line(strong(`Live now: ${v(from)}`), where, `; the move to ${v(to)} is not confirmed`);
    case 'back':
      return line(strong(`Live now: ${v(from)}`), where, ', put back');
    case 'untouched':
      return line(strong(`Live now: ${v(from)}`), where, ', unchanged');
  }
}

const serving: readonly StepKind[] = ['move-serving', 'await-serving'];

/** The registry says one thing, and what serves may say another: the serving was asked, and failed. */
export function isSplit({ phase, failure }: ReleaseState): boolean {
  return phase === 'failed' && failure !== null && serving.includes(failure.step);
}

/** Whether everything that serves has taken the version, as the log tells; so it is where nothing has to be told. */
function isServed({ steps }: Execution): boolean {
  return steps.every(({ kind, status }) => !serving.includes(kind) || status === 'done');
}

/** "Not the same everywhere: registry v14, endpoint v12". */
function split({ failure, environment }: ReleaseState, execution: Execution): Line {
  const { from, to } = execution.targets.champion;
  const registry = championIs(execution) === 'back' ? from : to;
  const served = failure?.served === undefined ? 'not known' : v(failure.served);
  const where = line(' in ', outside(environment, 40));
  if (served === v(registry)) return line(strong(`Live now: ${served}`), where);
  return line(strong('Not the same everywhere'), `: registry ${v(registry)}, endpoint ${served}`, where);
}

function laneLive({ lane }: Around): Line {
  if (lane.live !== null) return [strong(`Live now: ${v(lane.live.version)}`)];
  return [strong(lane.since === null ? 'Live now: not known yet' : 'Live now: nothing')];
}

function since({ mode }: ReleaseState, { lane: { live, since: known } }: Around): Line {
  if (live === null) return [];
  const named = live.standing === 'baseline' && live.since !== known;
  if (named) return line(' since ', date(live.since), ', trusted by hand');
  const how = {
    watching: ', being watched',
    verified: '',
    baseline: ', before Signalbox',
    outside: `${notReviewed(mode)}${live.release === null ? 'moved from outside' : 'left by an abandoned release'}`,
  }[live.standing];
  return line(live.standing === 'baseline' ? '' : line(' since ', date(live.since)), how);
}

/** Where nothing is enforced, nothing is reviewed. */
function notReviewed(mode: ReleaseState['mode']): string {
  return mode === 'enforce' ? ', not reviewed: ' : ', ';
}
