import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { run } from '../../sandbox/processes.ts';
import { TrainerOptions } from '../../src/policy/workers.ts';
import { checkedArgv } from '../../src/trainers/command/argv.ts';
import { commandTrainer } from '../../src/trainers/command/command-trainer.ts';
import { trainers } from '../../src/trainers/table.ts';
import { someRelease } from '../contracts/some-release.ts';
import { until } from '../support/until.ts';
import { emptyFolder } from './command/world.ts';
import { toldIn } from './told.ts';

const guide = readFileSync('docs/adding-a-trainer.md', 'utf8');
const manual = readFileSync('docs/training-with-compose.md', 'utf8');
const place = 'deploy/training-with-compose';
const environments = ['dev', 'staging', 'prod'] as const;

test('the guide lists exactly the trainers of the table, each in a folder of its own', () => {
  const rows = Array.from(guide.matchAll(/^\| `([a-z-]+)` \|/gm), ([, kind]) => kind);
  expect(rows).toEqual(Object.keys(trainers));
  const folders = readdirSync('src/trainers', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(trainers).sort());
});

test('the guide has at most five steps, and every file that the guides name is there', () => {
  expect(guide.match(/^\d+\. /gm)?.length).toBeLessThanOrEqual(5);
  const named = Array.from(
    (guide + manual).matchAll(/`((?:src|test|docs|deploy)\/[\w./-]+\.\w+)`/g),
    ([, file = '']) => file,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
  const parts = Array.from(
    manual.matchAll(/^\| (`[\w./-]+\.(?:yml|py|sh)`(?:, `[^`]+`)*|`Dockerfile`) \|/gm),
    ([, files = '']) => files,
  );
  const files = parts.flatMap((part) => Array.from(part.matchAll(/`([^`]+)`/g), ([, file = '']) => file));
  expect(files.length).toBe(6);
  expect(files.filter((file) => !existsSync(join(place, file)))).toEqual([]);
});

const Compose = z.strictObject({
  services: z.strictObject({
    train: z.strictObject({
      build: z.strictObject({ context: z.literal('.') }),
      image: z.string(),
      init: z.literal(true),
      cpus: z.number().optional(),
      mem_limit: z.string().optional(),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
      networks: z.array(z.string()),
    }),
  }),
  volumes: z.record(z.string(), z.strictObject({ name: z.string(), external: z.literal(true) })),
  networks: z.record(z.string(), z.strictObject({ name: z.string(), external: z.literal(true) })),
});

async function composeOf(environment: string) {
  return Compose.parse(parse(await readFile(join(place, `compose.${environment}.yml`), 'utf8')));
}

test('each environment has what the manual says of it, and shares nothing with another', async () => {
  const files = await Promise.all(environments.map(composeOf));
  const rows = Array.from(
    manual.matchAll(/^\| `([A-Z_]+)` \| `(.*?)` \| `(.*?)` \| `(.*?)` \|$/gm),
    ([, name = '', ...values]) => ({
      name,
      values,
    }),
  );
  expect(rows).toHaveLength(7);
  for (const { name, values } of rows)
    expect(
      files.map(({ services }) => services.train.environment[name]),
      name,
    ).toEqual(values);
  for (const name of ['MLFLOW_TRACKING_URI', 'MLFLOW_EXPERIMENT_NAME', 'ENVIRONMENT'])
    expect(new Set(files.map(({ services }) => services.train.environment[name])).size, name).toBe(3);
  const outside = files.map(({ volumes, networks }) => [...Object.values(volumes), ...Object.values(networks)]);
  expect(outside.map((things) => things.map(({ name }) => name.split('-').at(-1)))).toEqual(
    environments.map((environment) => [environment, environment]),
  );
  for (const { services, volumes, networks } of files) {
    expect(services.train.volumes.map((volume) => volume.split(':')[0])).toEqual(Object.keys(volumes));
    expect(services.train.networks).toEqual(Object.keys(networks));
    expect(services.train.environment['DATA_PATH']?.startsWith(services.train.volumes[0]?.split(':')[1] ?? '-')).toBe(
      true,
    );
  }
});

test('what the files ask for is given: by the script, by Signalbox, or by the compose file', async () => {
  const script = await readFile(join(place, 'scripts/train.sh'), 'utf8');
  const program = await readFile(join(place, 'train.py'), 'utf8');
  const exported = /^export (.*)$/m.exec(script)?.[1]?.split(' ') ?? [];
  const told = manual.split('## What Signalbox is told')[1]?.split('\n## ')[0] ?? '';
  for (const environment of environments) {
    const composed = await readFile(join(place, `compose.${environment}.yml`), 'utf8');
    const wanted = new Set(Array.from(composed.matchAll(/\$\{(\w+)/g), ([, name = '']) => name));
    expect([...wanted].filter((name) => !exported.includes(name) && !told.includes(name))).toEqual([]);
    const { services } = await composeOf(environment);
    const read = Array.from(program.matchAll(/(?:environ\["|^ {4}")([A-Z_]+)"/gm), ([, name = '']) => name);
    expect(read.length).toBeGreaterThan(8);
    expect(read.filter((name) => services.train.environment[name] === undefined)).toEqual([]);
  }
  const keys = Array.from(told.matchAll(/^\| `(\w+)` \|/gm), ([, name]) => name);
  expect(keys).toEqual(['command', 'repository', 'token', 'folder', 'path', 'timeout', 'log', 'variables']);
});

test('what the manuals tell is a policy, and means what they say', () => {
  const { trainer } = toldIn(manual, 'prod');
  expect(TrainerOptions.parse(trainer)).toMatchObject({
    kind: 'command',
    timeoutMs: 7_200_000,
    path: '/usr/local/bin:/usr/bin:/bin',
    maxLogBytes: 1e6,
    variables: { ENVIRONMENT: 'prod', MLFLOW_TRACKING_TOKEN: 'env:PROD_TRAIN_TOKEN' },
  });
  const github = readFileSync('docs/training-with-github-actions.md', 'utf8');
  expect(toldIn(github, 'production').trainer).toMatchObject({
    kind: 'github-actions',
    workflow: 'train.yml',
    ref: 'main',
  });
  const databricks = readFileSync('docs/training-with-databricks.md', 'utf8');
  expect(toldIn(databricks, 'production').trainer).toMatchObject({ kind: 'databricks-job', job: '456' });
  expect(toldIn(databricks, 'staging').trainer).toMatchObject({ job: '123', auth: { kind: 'token' } });
});

/** Plays docker: notes what it is asked, and trains, or goes on until it is told to end. */
const docker = `#!/bin/sh
echo "$COMMIT $RELEASE $MODEL $*" >> "$NOTES"
case "$*" in
  *" run --rm train") echo 'signalbox: registered-version=7'; [ "$MODEL" != slow ] || exec sleep 600 ;;
esac
`;

async function composed() {
  const root = await emptyFolder();
  const [repository, folder, bin] = ['repository', 'state', 'bin'].map((name) => join(root, name));
  for (const made of [repository, folder, bin]) await mkdir(made ?? '');
  await cp(place, repository ?? '', { recursive: true });
  await writeFile(join(bin ?? '', 'docker'), docker, { mode: 0o755 });
  const git = (...args: readonly string[]) => run('git', ['-C', repository ?? '', ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('-c', 'user.name=Pat', '-c', 'user.email=pat@corp.example', 'commit', '--quiet', '-m', 'Train');
  const commit = (await git('rev-parse', 'HEAD')).trim();
  const told = TrainerOptions.parse(toldIn(manual, 'staging').trainer);
  if (told.kind !== 'command') throw new Error('the manual tells of no command');
  const notes = join(root, 'notes');
  const trainer = commandTrainer({
    argv: checkedArgv(told.argv),
    repository: repository ?? '',
    token: null,
    folder: folder ?? '',
    variables: { NOTES: notes },
    secrets: [],
    path: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    timeoutMs: 60_000,
    maxLogBytes: 10_000,
  });
  const order = { release: someRelease(), attempt: 1, model: 'churn', environment: 'staging', commit };
  const noted = async () => (existsSync(notes) ? (await readFile(notes, 'utf8')).trim().split('\n') : []);
  return { trainer, order, noted };
}

const call = () => ({ deadline: Date.now() + 30_000 });

function seen(trainer: ReturnType<typeof commandTrainer>, ref: string) {
  const done = async () => {
    const state = await trainer.look(ref, call());
    return state.kind !== 'running' && state;
  };
  return until(done, { within: 30_000 });
}

test('the set-up trains as the manual says, and takes down what it started', async () => {
  const { trainer, order, noted } = await composed();
  const { ref } = await trainer.start(order, call());
  expect(await seen(trainer, ref)).toEqual({ kind: 'succeeded', url: null });
  expect(await trainer.registered(ref, call())).toEqual(['7']);
  const asked = `${order.commit} ${order.release} churn compose --project-name train-${order.release}-1 --file compose.staging.yml`;
  expect(await noted()).toEqual([
    `${asked} build --quiet train`,
    `${asked} run --rm train`,
    `${asked} down --remove-orphans --timeout 5`,
  ]);
});

test('the set-up takes its containers down when it is stopped', async () => {
  const { trainer, order, noted } = await composed();
  const { ref } = await trainer.start({ ...order, model: 'slow' }, call());
  await until(async () => (await noted()).length === 2, { within: 30_000 });
  await trainer.cancel(ref, call());
  expect(await seen(trainer, ref)).toMatchObject({ kind: 'cancelled' });
  expect((await noted()).at(-1)).toContain(' down --remove-orphans');
});

test('an environment without a compose file is a failure that names the file', async () => {
  const { trainer, order, noted } = await composed();
  const { ref } = await trainer.start({ ...order, environment: 'moon' }, call());
  expect(await seen(trainer, ref)).toMatchObject({
    kind: 'failed',
    words: expect.stringContaining('compose.moon.yml'),
  });
  const log = await trainer.log(ref, call());
  expect(log && (await text(log.content))).toContain('moon cannot be trained');
  expect(await noted()).toEqual([]);
});
