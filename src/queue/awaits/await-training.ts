import type { TrainingState } from '../../ports-trainers.ts';
import type { AwaitContext, Awaited } from '../awaiting.ts';
import { type Training, trainingOf } from '../training.ts';

const usualTimeoutMs = 24 * 3_600_000;
/** A trainer that keeps the same time itself ends first, and says so in its own words. */
const graceMs = 60_000;

/** Looks at the training once; one that takes longer than the policy lets it is asked to end, and has failed. */
export async function awaitTraining({ deps, policy, release, call }: AwaitContext): Promise<Awaited> {
  const training = trainingOf(deps.outsiders, policy, release);
  if ('kind' in training) return { ...training, kind: 'failed' };
  const { trainer, started } = training;
  if (started.ref === null)
    return { kind: 'failed', code: 'training_lost', words: 'The log does not name the training.' };
  const state = await trainer.look(started.ref, call);
  const found = meanings[state.kind](state);
  if (found.kind !== 'still') return found;
  const tookMs = deps.clock() - (started.startedAt ?? release.lastAt);
  const timeoutMs = timeoutOf(policy.trainer);
  if (tookMs <= timeoutMs + graceMs) return found;
  await trainer.cancel(started.ref, call);
  return timedOut(training, timeoutMs, found);
}

type Meanings = {
  readonly [K in TrainingState['kind']]: (state: TrainingState) => Awaited;
};

const said = (state: TrainingState): string => ('words' in state && state.words !== null ? ` ${state.words}` : '');
const urlOf = (state: TrainingState): string | null => ('url' in state ? state.url : null);

function still(state: TrainingState): Awaited {
  const watched = state.kind === 'queued' || state.kind === 'waiting' ? state.kind : 'running';
  return { kind: 'still', state: watched, words: said(state).trim() || null, url: urlOf(state) };
}

/** What each state of a training means for the release. */
const meanings: Meanings = {
  queued: still,
  running: still,
  waiting: still,
  succeeded: (state) => ({ kind: 'come', url: urlOf(state) }),
  failed: (state) => failed('training_failed', said(state).trim() || 'The training failed.', urlOf(state)),
  cancelled: (state) => failed('training_cancelled', `Somebody ended the training.${said(state)}`, urlOf(state)),
  lost: (state) => failed('training_lost', `The trainer knows it no more.${said(state)}`, null),
};

function failed(code: string, words: string, url: string | null): Awaited {
  return { kind: 'failed', code, words, url };
}

function timedOut({ order }: Training, timeoutMs: number, { url }: Extract<Awaited, { kind: 'still' }>): Awaited {
  const minutes = Math.round(timeoutMs / 60_000);
  const words = `It did not end within ${minutes} min, the longest that ${order.environment} lets it take, and was asked to end.`;
  return failed('training_timeout', words, url);
}

function timeoutOf(config: AwaitContext['policy']['trainer']): number {
  const timeoutMs = config?.['timeoutMs'];
  return typeof timeoutMs === 'number' ? timeoutMs : usualTimeoutMs;
}
