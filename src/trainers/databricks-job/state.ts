import { ReleaseError } from '../../errors.ts';
import type { TrainingState } from '../../ports-trainers.ts';
import type { Run } from './schema.ts';

type Seen = Pick<Run, 'life' | 'result' | 'words' | 'url'>;
type Phase = 'queued' | 'running' | 'ended';

/** Both forms in one table: `life_cycle_state` and the newer `status.state`. */
const phases: Readonly<Record<string, Phase>> = {
  QUEUED: 'queued',
  PENDING: 'queued',
  BLOCKED: 'queued',
  WAITING: 'running',
  WAITING_FOR_RETRY: 'running',
  RUNNING: 'running',
  TERMINATING: 'running',
  TERMINATED: 'ended',
  SKIPPED: 'ended',
  INTERNAL_ERROR: 'ended',
};

/** What Databricks leaves to its word for a phase or a result, in ours. */
const inOurWords: Readonly<Record<string, string>> = {
  BLOCKED: 'It waits for other tasks or runs.',
  WAITING: 'A task failed and waits to be tried again.',
  WAITING_FOR_RETRY: 'A task failed and waits to be tried again.',
  TERMINATING: 'It is coming to its end.',
  SKIPPED: 'Databricks skipped the run.',
  INTERNAL_ERROR: 'Databricks failed to run it.',
  TIMEDOUT: 'It took longer than the job allows.',
  MAXIMUM_CONCURRENT_RUNS_REACHED: 'The job already has as many runs as it may have.',
  MAX_CONCURRENT_RUNS_EXCEEDED: 'The job already has as many runs as it may have.',
  SUCCESS_WITH_FAILURES: 'The run ended, but some of its tasks failed.',
};

const cancelled: readonly string[] = ['CANCELED', 'USER_CANCELED', 'UPSTREAM_CANCELED'];

/** Where a run is. Throws `trainer_answer_malformed` for a phase that nobody knows: it could be an end. */
export function stateOf(run: Seen): TrainingState {
  const phase = phases[run.life];
  if (phase === undefined) throw new ReleaseError('trainer_answer_malformed', { why: `The run is ${run.life}.` });
  if (phase === 'ended') return endOf(run);
  return { kind: phase, words: run.words ?? inOurWords[run.life] ?? null, url: run.url };
}

/** Whether nothing more will happen to it. */
export function hasEnded({ life }: Seen): boolean {
  return phases[life] === 'ended';
}

/** Only a run that ended of itself and says SUCCESS has trained; one whose result is not told has not. */
function endOf({ life, result, words, url }: Seen): TrainingState {
  if (life === 'TERMINATED' && result === 'SUCCESS') return { kind: 'succeeded', url };
  if (result !== null && cancelled.includes(result)) return { kind: 'cancelled', words, url };
  const named = result ?? life;
  return { kind: 'failed', words: words ?? inOurWords[named] ?? `Databricks says ${named}.`, url };
}
