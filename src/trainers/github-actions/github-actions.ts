import type { Http } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';
import type { Trainer, TrainingState } from '../../ports-trainers.ts';
import { type Actions, actions, type Workflow } from './api.ts';
import type { Run } from './schema.ts';
import { starting } from './starting.ts';
import { ending, failureWords, progressWords, waitingWords } from './words.ts';

export interface GitHubActionsOptions extends Workflow {
  /** Reaches the API with a token that may read and write actions, and sends GitHub's headers. */
  readonly http: Http;
  readonly now: Clock;
}

/**
 * Trains by running a workflow of GitHub Actions. GitHub dispatches on a branch or tag: the commit goes along as an input, and
 * the workflow checks it out. Logs stay on GitHub, where they are packed: its page is the link to them.
 */
export function githubActions({ http, now, ...workflow }: GitHubActionsOptions): Trainer {
  const github = actions(workflow, http, now);
  const { find, start } = starting(github, workflow, now);
  return {
    kind: 'github-actions',
    find,
    start,
    async look(ref, call) {
      const run = await github.run(ref, call);
      if (run === null) return { kind: 'lost', words: `GitHub knows no run ${ref} in ${workflow.repository} any more` };
      const state = states.get(run.status);
      if (state !== undefined) return state(run, github, call);
      return { kind: 'running', words: `GitHub calls it ${run.status.slice(0, 100)}`, url: run.url };
    },
    cancel: (ref, call) => github.cancel(ref, call),
    log: async () => null,
    registered: async () => null,
  };
}

type State = (run: Run, github: Actions, call: Call) => Promise<TrainingState>;

async function queued({ url }: Run): Promise<TrainingState> {
  return { kind: 'queued', words: null, url };
}

async function held({ url }: Run): Promise<TrainingState> {
  return { kind: 'queued', words: 'GitHub lets another run of the same group end first', url };
}

async function waiting({ id, url }: Run, github: Actions, call: Call): Promise<TrainingState> {
  return { kind: 'waiting', words: waitingWords(await github.pending(id, call)), url };
}

async function inProgress({ id, url }: Run, github: Actions, call: Call): Promise<TrainingState> {
  return { kind: 'running', words: progressWords(await github.jobs(id, call)), url };
}

async function ended(run: Run, github: Actions, call: Call): Promise<TrainingState> {
  const state = ending(run);
  if (state !== null) return state;
  return { kind: 'failed', words: failureWords(run.conclusion, await github.jobs(run.id, call)), url: run.url };
}

/** What each of GitHub's words for a run means. */
const states: ReadonlyMap<string, State> = new Map([
  ['queued', queued],
  ['requested', queued],
  ['pending', held],
  ['waiting', waiting],
  ['in_progress', inProgress],
  ['completed', ended],
]);
