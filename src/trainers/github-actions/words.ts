import type { TrainingState } from '../../ports-trainers.ts';
import type { Job, Pending, Run } from './schema.ts';

const longest = 300;

/** What a run waits for, in words. */
export function waitingWords(pending: Pending): string {
  const each = pending.map(({ environment, minutes, reviewers }) => {
    if (reviewers.length > 0) return `the approval of ${reviewers.join(' or ')} for its environment ${environment}`;
    return minutes > 0 ? `${minutes} minutes for its environment ${environment}` : `its environment ${environment}`;
  });
  return clipped(each.length > 0 ? `GitHub waits for ${each.join(', and for ')}` : 'GitHub waits before it goes on');
}

/** Where a run is: job, step, and how many steps there are; null when no job has begun. */
export function progressWords(jobs: readonly Job[]): string | null {
  const job = jobs.find(({ status }) => status === 'in_progress');
  if (job === undefined) return null;
  const steps = job.steps ?? [];
  const at = steps.findIndex(({ status }) => status === 'in_progress');
  const step = steps[at];
  return clipped(step === undefined ? job.name : `${job.name}: ${step.name} (${at + 1} of ${steps.length})`);
}

const endings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    failure: 'The run failed',
    timed_out: 'The run took longer than its workflow allows',
    startup_failure: 'GitHub could not start the run: its workflow file may be wrong',
    skipped: 'GitHub skipped every job of the run',
    neutral: 'The run ended without saying that it succeeded',
    stale: 'GitHub gave the run up',
  }),
);

/** How a run ended that did not train: with the first job and step that failed. */
export function failureWords(conclusion: string | null, jobs: readonly Job[]): string {
  const words = endings.get(conclusion ?? '') ?? `The run ended as ${conclusion ?? 'nothing that GitHub names'}`;
  const job = jobs.find(hasFailed);
  const step = job?.steps?.find(hasFailed);
  const where = [job, step].flatMap((one) => (one === undefined ? [] : [one.name]));
  return clipped(where.length > 0 ? `${words} in ${where.join(': ')}` : words);
}

function hasFailed({ conclusion }: { readonly conclusion?: string | null | undefined }): boolean {
  return conclusion === 'failure' || conclusion === 'timed_out';
}

/** How a run ended, once no more needs to be asked to say it; null for those that failed. */
export function ending({ conclusion, url }: Run): TrainingState | null {
  if (conclusion === 'success') return { kind: 'succeeded', url };
  if (conclusion === 'cancelled') return { kind: 'cancelled', words: null, url };
  if (conclusion !== 'action_required') return null;
  return { kind: 'waiting', words: 'GitHub wants somebody to approve the run before it starts', url };
}

/** One line that is not too long, without half a character at its end. */
export function clipped(words: string): string {
  const plain = words.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : plain;
}
