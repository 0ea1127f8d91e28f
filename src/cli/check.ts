import { parseArgs } from 'node:util';
import { judge } from './judging.ts';
import { targetWords } from './target.ts';
import { type ExitCode, usageError } from './verb.ts';

/** `check`: what the gates would say of a version, or of a run that nobody registered; creates nothing. */
export async function checkVersion(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      run: { type: 'string' },
      model: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { run = null, model, to, json } = values;
  const [typed, ...more] = positionals;
  const wanted = run === null ? typed : model;
  const spare = run === null ? model : typed;
  if (wanted === undefined || spare !== undefined || more.length > 0)
    return usageError(`${targetWords} For a run that is not registered: signalbox check --run ID --model MODEL`);
  return judge({ model: modelIn(wanted), typed: wanted, run, environment: to, file: null, json });
}

/** `policy simulate`: the same by another policy file, and who could approve. */
export async function simulatePolicy(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [file, typed, environment, ...more] = positionals;
  if (file === undefined || typed === undefined || more.length > 0)
    return usageError(`Name a policy file and a version: signalbox policy simulate FILE MODEL[@V] [ENVIRONMENT]`);
  return judge({ model: modelIn(typed), typed, run: null, environment, file, json: values.json });
}

function modelIn(typed: string): string {
  return typed.split('@')[0] ?? typed;
}
