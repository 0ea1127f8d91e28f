import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { run, start } from '../../../sandbox/processes.ts';
import type { Trainer, TrainingOrder, TrainingState } from '../../../src/ports-trainers.ts';
import { type CommandOptions, commandTrainer } from '../../../src/trainers/command/command-trainer.ts';
import { filesIn, readWhole } from '../../../src/trainers/command/files.ts';
import { processTable } from '../../../src/trainers/command/processes.ts';
import { Claim } from '../../../src/trainers/command/schema.ts';
import { until } from '../../support/until.ts';
import { commandWorld, emptyFolder } from './world.ts';

const call = () => ({ deadline: Date.now() + 30_000 });
const patient = { within: 30_000 };

/** A repository with one program, and a trainer that runs it. */
async function programmed(program: string, change: Partial<CommandOptions> = {}) {
  const world = await commandWorld(await emptyFolder());
  const commit = await world.commits({ 'scripts/train.sh': `#!/bin/sh\n${program}\n` });
  const options: CommandOptions = { ...world.options, argv: ['./scripts/train.sh', '{environment}'], ...change };
  const order = { ...world.order('churn'), commit };
  return {
    ...world,
    options,
    order,
    trainer: commandTrainer(options),
    folder: (ref: string) => join(options.folder, ref),
  };
}

async function seen(trainer: Trainer, ref: string, ...kinds: readonly TrainingState['kind'][]) {
  return until(async () => {
    const state = await trainer.look(ref, call());
    return kinds.includes(state.kind) && state;
  }, patient);
}

async function ended(trainer: Trainer, order: TrainingOrder) {
  const { ref } = await trainer.start(order, call());
  const state = await seen(trainer, ref, 'succeeded', 'failed', 'cancelled');
  return { ref, state, log: await logOf(trainer, ref) };
}

async function logOf(trainer: Trainer, ref: string): Promise<string | null> {
  const log = await trainer.log(ref, call());
  return log === null ? null : text(log.content);
}

async function claimOf(folder: string) {
  return until(() => readWhole(filesIn(folder).claim, Claim), patient);
}

const membersOf = ({ pid }: Claim) => processTable().members(pid);

test('a worker that is killed at any moment leaves one training or none, and another worker goes on', async () => {
  const { options, order, trained } = await commandWorld(await emptyFolder());
  const moments: readonly ((folder: string) => boolean)[] = [
    existsSync,
    (folder) => existsSync(filesIn(folder).claim),
    (folder) => existsSync(filesIn(folder).work),
    (folder) => existsSync(filesIn(folder).ending),
  ];
  for (const reached of moments) {
    const ordered = order('ends-well');
    const ref = `${ordered.release}-1`;
    const worker = start(process.execPath, [
      'test/trainers/command/start-child.ts',
      JSON.stringify({ options, order: ordered }),
    ]);
    await until(() => reached(join(options.folder, ref)), { ...patient, every: 1 });
    await worker.stop(0);
    const another = commandTrainer(options);
    expect((await another.start(ordered, call())).ref).toBe(ref);
    await seen(another, ref, 'succeeded');
    expect(trained(ordered)).toBe(1);
  }
});

test('a training that ignores being asked is killed with its children, whoever cancels', async () => {
  const { trainer, options, order, folder } = await programmed(
    "trap '' TERM\n(trap '' TERM; sleep 600) &\necho up\nsleep 600 & wait; sleep 600",
    { graceMs: 200 },
  );
  const { ref } = await trainer.start(order, call());
  await until(
    async () => (await trainer.look(ref, call())).kind === 'running' && existsSync(filesIn(folder(ref)).said),
    patient,
  );
  const claim = await claimOf(folder(ref));
  expect((await membersOf(claim)).length).toBeGreaterThan(2);
  await commandTrainer(options).cancel(ref, call());
  expect(await seen(trainer, ref, 'cancelled', 'failed')).toEqual({ kind: 'cancelled', words: 'up', url: null });
  await until(async () => (await membersOf(claim)).length === 0, patient);
});

test('a training has time to end what it started elsewhere', async () => {
  const { trainer, order } = await programmed("trap 'echo down; exit 0' TERM\necho up\nwhile :; do sleep 0.1; done");
  const { ref } = await trainer.start(order, call());
  await until(async () => (await logOf(trainer, ref)) === 'up\n', patient);
  await trainer.cancel(ref, call());
  expect(await seen(trainer, ref, 'cancelled', 'failed')).toEqual({ kind: 'cancelled', words: 'down', url: null });
});

test('a training that takes too long is ended, and its log is kept', async () => {
  const { trainer, order } = await programmed('echo epoch 1\nsleep 600', { timeoutMs: 1_500, graceMs: 200 });
  const { state, log } = await ended(trainer, order);
  const words = 'It was ended after 2 s, the longest that it may take. It last said: epoch 1';
  expect({ state, log }).toEqual({ state: { kind: 'failed', words, url: null }, log: 'epoch 1\n' });
});

test('it finds its own variables and no others', async () => {
  const variables = { MLFLOW_TRACKING_URI: 'http://mlflow-staging:5000', TOKEN: 'tok-123456 "$HOME"' };
  const { trainer, order, options, folder } = await programmed('env', { variables, secrets: [variables.TOKEN] });
  const { ref, log } = await ended(trainer, order);
  const set = (log ?? '').trim().split('\n').sort();
  expect(set.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line))).toEqual([
    `HOME=${folder(ref)}/home`,
    'MLFLOW_TRACKING_URI=http://mlflow-staging:5000',
    `PATH=${options.path}`,
    'TOKEN=*',
  ]);
  for (const name of await readdir(folder(ref)))
    if (name.endsWith('.json')) expect(readFileSync(join(folder(ref), name), 'utf8')).not.toContain('tok-123456');
});

test('it trains from exactly the commit, in a clean folder that is gone afterwards, and runs nobody’s hooks', async () => {
  const { trainer, order, commits, folder, options } = await programmed(
    'git rev-parse HEAD; git status --porcelain; cat data.txt 2>&1; echo left > left.txt; touch data.txt',
  );
  const later = await commits({ 'data.txt': 'later\n' });
  const first = await ended(trainer, order);
  expect(first.log).toMatch(new RegExp(`^${order.commit}\n.*data.txt.*No such file.*\n$`));
  const [mirror = ''] = (await readdir(options.folder)).filter((name) => name.endsWith('.git'));
  await mkdir(join(options.folder, mirror, 'hooks'), { recursive: true });
  await writeFile(join(options.folder, mirror, 'hooks', 'post-checkout'), '#!/bin/sh\necho hooked > data.txt\n', {
    mode: 0o755,
  });
  const second = await ended(trainer, { ...order, attempt: 2, commit: later });
  expect(second.log).toBe(`${later}\nlater\n`);
  await until(() => !existsSync(filesIn(folder(second.ref)).work), patient);
  const worktrees = await run('git', ['--git-dir', join(options.folder, mirror), 'worktree', 'list', '--porcelain']);
  expect(worktrees).not.toContain(second.ref);
});

test('a commit that nobody pushed is refused, with words, and trains once it is there', async () => {
  const { trainer, order, commits, trained, options } = await commandWorld(await emptyFolder()).then((world) => ({
    ...world,
    order: world.order('ends-well'),
    trainer: commandTrainer(world.options),
  }));
  await run('git', ['-C', options.repository, 'checkout', '--quiet', '--detach']);
  const loose = { ...order, commit: await commits({ 'data.txt': 'new\n' }) };
  await expect(trainer.start(loose, call())).rejects.toMatchObject({
    code: 'training_refused',
    details: { words: expect.stringContaining('on any branch or tag. Push it') },
  });
  expect(await trainer.find(loose, call())).toBeNull();
  await run('git', ['-C', options.repository, 'branch', '--force', 'main', loose.commit]);
  expect((await ended(trainer, loose)).state).toMatchObject({ kind: 'succeeded' });
  expect(trained(loose)).toBe(1);
});

test('a repository that does not answer is a doubt; a token is sent as a header and stands in no list of processes', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(503).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { order, options } = await commandWorld(await emptyFolder());
  const trainer = commandTrainer({ ...options, repository: `http://127.0.0.1:${port}/churn.git`, token: 'tok-123' });
  await expect(trainer.start(order('ends-well'), call())).rejects.toMatchObject({
    code: 'trainer_unreachable',
    retry: true,
    details: { git: 'fetch' },
  });
  expect(asked[0]).toBe(`Basic ${Buffer.from('x-access-token:tok-123').toString('base64')}`);
});

test.each([
  [['./scripts/missing.sh'], './scripts/missing.sh could not be started'],
  [['./scripts'], './scripts could not be started'],
])('a program that cannot be started is named: %j', async (argv, words) => {
  const { trainer, order } = await programmed('exit 0', { argv });
  expect((await ended(trainer, order)).state).toMatchObject({ kind: 'failed', words: expect.stringContaining(words) });
});

test('when its supervisor is killed, what still runs is seen, and can be cancelled', async () => {
  const { trainer, order, folder } = await programmed('exec sleep 600');
  const { ref } = await trainer.start(order, call());
  const claim = await claimOf(folder(ref));
  await until(async () => (await membersOf(claim)).length === 2 && existsSync(filesIn(folder(ref)).log), patient);
  process.kill(claim.pid, 'SIGKILL');
  await until(async () => (await membersOf(claim)).length === 1, patient);
  expect(await trainer.look(ref, call())).toMatchObject({ kind: 'running', words: expect.stringContaining('Stop') });
  expect(await trainer.start(order, call())).toEqual({ ref, already: true });
  await trainer.cancel(ref, call());
  await trainer.cancel(ref, call());
  expect(await trainer.look(ref, call())).toMatchObject({ kind: 'cancelled' });
  expect(await membersOf(claim)).toEqual([]);
});

test.each([
  ['SIGKILL', -1, 'nobody saw how'],
  ['SIGTERM', 1, 'Its machine ended it; nobody had cancelled it.'],
] as const)('a machine that ends everything by %s leaves a failure that says so', async (name, side, words) => {
  const { trainer, order, folder } = await programmed('exec sleep 600');
  const { ref } = await trainer.start(order, call());
  const claim = await claimOf(folder(ref));
  await until(async () => (await membersOf(claim)).length === 2, patient);
  process.kill(side * claim.pid, name);
  const state = await seen(trainer, ref, 'failed');
  expect(state).toMatchObject({ words: expect.stringContaining(words) });
  await trainer.cancel(ref, call());
  expect(await trainer.look(ref, call())).toEqual(state);
});

test('from another machine it is seen to be elsewhere, and is still cancelled', async () => {
  const { trainer, options, order } = await programmed('sleep 600', { host: 'worker-1' });
  const far = commandTrainer({ ...options, host: 'worker-2' });
  const { ref } = await trainer.start(order, call());
  expect(await far.start(order, call())).toEqual({ ref, already: true });
  expect(await far.look(ref, call())).toMatchObject({
    kind: 'waiting',
    words: 'It was started on worker-1, and this worker runs on worker-2: only a worker there can tell.',
  });
  await far.cancel(ref, call());
  expect(await seen(far, ref, 'cancelled')).toEqual(await trainer.look(ref, call()));
});

test('a state folder that is not there is a doubt, never an order that was not started', async () => {
  const { trainer, options, order } = await programmed('exit 0');
  await rm(options.folder, { recursive: true });
  for (const asked of [
    trainer.find(order, call()),
    trainer.start(order, call()),
    trainer.look('r-0123456789-1', call()),
  ])
    await expect(asked).rejects.toMatchObject({ code: 'trainer_unreachable', retry: true });
});

test.each(['../secrets', 'r-0123456789-1/../..', '', 'r-0123456789-0'])(
  'nothing is read or written for the ref %j',
  async (ref) => {
    const { trainer } = await programmed('exit 0');
    expect(await trainer.look(ref, call())).toMatchObject({ kind: 'lost' });
    expect(await trainer.log(ref, call())).toBeNull();
    expect(await trainer.registered(ref, call())).toBeNull();
    await trainer.cancel(ref, call());
  },
);

test('another commit under the same release and attempt is refused', async () => {
  const { trainer, order, commit } = await programmed('exit 0');
  await ended(trainer, order);
  const other = trainer.find({ ...order, commit }, call());
  await expect(other).rejects.toMatchObject({
    code: 'training_refused',
    details: { words: expect.stringMatching('commit differs') },
  });
});
