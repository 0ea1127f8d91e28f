import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../../sandbox/processes.ts';
import type { TrainingOrder } from '../../../src/ports-trainers.ts';
import type { CommandOptions } from '../../../src/trainers/command/command-trainer.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { printedLine } from '../../contracts/trainer.ts';

/** What each model's training does; `TALLY` is a folder where it leaves what it did. */
const script = `
import { appendFileSync, existsSync } from 'node:fs';
const [play, name] = process.argv.slice(2);
const tally = process.env.TALLY + '/' + name;
appendFileSync(tally, 'trained\\n');
console.log('epoch 1 of 3');
const plays = {
  'ends-well': () => console.log(${JSON.stringify(printedLine)} + '\\nsignalbox: registered-version=7'),
  fails: () => { console.error('out of memory: 模型'); process.exitCode = 3; },
  'goes-on': () => setInterval(() => existsSync(tally + '.end') && process.exit(0), 20),
  'takes-long': () => setInterval(() => {}, 1000),
};
plays[play]();
`;

export interface CommandWorld {
  readonly options: CommandOptions;
  readonly commit: string;
  order(model: string): TrainingOrder;
  /** Adds files to the repository; answers with the commit. */
  commits(files: Readonly<Record<string, string>>): Promise<string>;
  /** How often an order's program ran. */
  trained(order: TrainingOrder): number;
  tally(order: TrainingOrder, end?: string): string;
}

/** A git repository with a program that trains, and a folder for the trainer's state. */
export async function commandWorld(root: string): Promise<CommandWorld> {
  const repository = join(root, 'repository');
  const folder = join(root, 'state');
  const marks = join(root, 'tally');
  for (const made of [repository, folder, marks]) await mkdir(made);
  const git = (...args: readonly string[]) => run('git', ['-C', repository, ...args]);
  await git('init', '--quiet', '--initial-branch=main');

  async function commits(files: Readonly<Record<string, string>>): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(repository, path)), { recursive: true });
      await writeFile(join(repository, path), content);
      if (content.startsWith('#!')) await chmod(join(repository, path), 0o755);
    }
    await git('add', '--all');
    await git('-c', 'user.name=Pat', '-c', 'user.email=pat@corp.example', 'commit', '--quiet', '-m', 'More');
    return (await git('rev-parse', 'HEAD')).trim();
  }

  const commit = await commits({ 'train.mjs': script });
  const tally = ({ release, attempt }: TrainingOrder, end = '') => join(marks, `${release}-${attempt}${end}`);
  return {
    commit,
    commits,
    tally,
    options: {
      argv: [process.execPath, 'train.mjs', '{model}', '{release}-{attempt}'],
      repository,
      token: null,
      folder,
      variables: { TALLY: marks },
      secrets: [],
      path: process.execPath.replace(/\/[^/]+$/, ':/usr/local/bin:/usr/bin:/bin'),
      timeoutMs: 60_000,
      maxLogBytes: 100_000,
    },
    order: (model) => ({ release: someRelease(), attempt: 1, model, environment: 'staging', commit }),
    trained: (order) => (existsSync(tally(order)) ? readFileSync(tally(order), 'utf8').trim().split('\n').length : 0),
  };
}

/** A folder that is gone after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => gone(folder));
  return folder;
}

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'signalbox-command-'));
}

/** Supervisors may still be clearing up in it. */
export function gone(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20 });
}
