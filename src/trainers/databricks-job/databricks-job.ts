import { Readable } from 'node:stream';
import type { Http } from '../../http.ts';
import type { Call } from '../../ports.ts';
import type { Trainer, TrainingRef } from '../../ports-trainers.ts';
import { type Client, client as clientOver } from './client.ts';
import { cancelRun, findRun, get, readRun, startRun } from './runs.ts';
import { Output, type Run } from './schema.ts';
import { stateOf } from './state.ts';

export interface DatabricksJobOptions {
  /** The workspace that the job lies in, made by `databricksWorkspace`. */
  readonly workspace: Http;
  /** The job's id: a whole number of up to 64 bits, as text. */
  readonly job: string;
  /** More job parameters, the same for every run; those of the order win over them. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const mostTasks = 20;
const mostLetters = 5_000_000;

/** A job of a Databricks workspace that trains the commit it is given. */
export function databricksJob({ workspace, job, parameters = {} }: DatabricksJobOptions): Trainer {
  const client = clientOver(workspace);
  const ours = { job, parameters };
  return {
    kind: 'databricks-job',
    find: async (order, call) => (await findRun(client, ours, order, call))?.id ?? null,
    async start(order, call) {
      const found = await findRun(client, ours, order, call);
      return found === null ? startRun(client, ours, order, call) : { ref: found.id, already: true };
    },
    async look(ref, call) {
      const run = await readRun(client, ref, call);
      return run === null ? { kind: 'lost', words: `Databricks knows no run ${ref} (any more).` } : stateOf(run);
    },
    cancel: (ref, call) => cancelRun(client, ref, call),
    log: (ref, call) => logOf(client, ref, call),
    // A run says nothing of what it registered: versions are found by tag or commit.
    registered: async () => null,
  };
}

async function logOf(client: Client, ref: TrainingRef, call: Call) {
  const run = await readRun(client, ref, call);
  const printed = run === null ? [] : await outputs(client, run, call);
  return printed.length === 0
    ? null
    : { name: `databricks-run-${ref}.txt`, content: Readable.from([printed.join('\n')]) };
}

/** What each task printed, one after the other; Databricks keeps the last 5 MB of each. */
async function outputs(client: Client, { tasks }: Run, call: Call): Promise<readonly string[]> {
  const printed: string[] = [];
  let letters = 0;
  for (const { run, name } of tasks.slice(0, mostTasks)) {
    if (letters > mostLetters) break;
    const output = await client.find(Output, get('/runs/get-output', { run_id: run }), call);
    const parts =
      output === null ? [] : [output.cut ? '(The beginning is cut off.)' : '', output.printed, output.error];
    const text = parts.filter(Boolean).join('\n');
    if (text !== '') printed.push(`Task ${name}:\n${text}\n`);
    letters += text.length;
  }
  return printed;
}
