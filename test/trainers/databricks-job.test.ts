import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Databricks, startDatabricks } from '../../sandbox/databricks/server.ts';
import { addJob, addRun, deleteRun, emptyWorld, endRun, type Run, type World } from '../../sandbox/databricks/world.ts';
import { databricksWorkspace } from '../../src/databricks/workspace.ts';
import type { Trainer, TrainingOrder } from '../../src/ports-trainers.ts';
import { databricksJob } from '../../src/trainers/databricks-job/databricks-job.ts';
import { someRelease } from '../contracts/some-release.ts';
import { type Play, printedLine, trainerContract } from '../contracts/trainer.ts';
import { silent } from '../fakes/log.ts';

const declared = ['release', 'attempt', 'model', 'environment', 'commit', 'version', 'start', 'catalog'];
const soon = (ms = 20_000) => ({ deadline: Date.now() + ms });

/** A workspace with one job, which the service principal `sp` may run and the person `reader` may only see. */
async function workspace() {
  const world = emptyWorld();
  world.principals.set('sp', 'secret');
  world.tokens.set('dapi-reader', { principal: 'reader', endsAt: Number.POSITIVE_INFINITY });
  const job = addJob(world, { parameters: declared, runners: ['sp'] });
  return { world, job, server: await startDatabricks(world) };
}

function trainerOf(host: string, job: bigint | string): Trainer {
  const auth = { kind: 'service-principal', clientId: 'sp', clientSecret: 'secret' } as const;
  const parameters = { catalog: 'prod', release: 'not-ours' };
  return databricksJob({ workspace: databricksWorkspace({ host, auth, log: silent }), job: String(job), parameters });
}

function anOrder(attempt = 1): TrainingOrder {
  return { release: someRelease(), attempt, model: 'churn', environment: 'staging', commit: 'a'.repeat(40) };
}

function isOf(order: TrainingOrder) {
  return ({ parameters }: Run) =>
    parameters['release'] === order.release && parameters['attempt'] === String(order.attempt);
}

function play(run: Run, how: Play): void {
  run.life = 'RUNNING';
  if (how === 'goes-on') return;
  run.printed = `${printedLine}\n`;
  if (how === 'fails') endRun(run, 'FAILED', 'Task train failed: out of memory');
  else endRun(run, 'SUCCESS');
}

const running: Databricks[] = [];

afterAll(async () => {
  for (const server of running) await server.stop();
});

trainerContract('a Databricks job', async () => {
  const { world, job, server } = await workspace();
  running.push(server);
  const plays = new Map<string, Play>();
  world.play = (run) => play(run, plays.get(run.parameters['release'] ?? '') ?? 'goes-on');
  const trainer = trainerOf(server.url, job);
  const faulty = async (at: string, fault: Databricks['faults'][number]['fault']) => {
    const other = await startDatabricks(world);
    running.push(other);
    other.faults.push({ at, fault });
    return trainerOf(other.url, job);
  };
  return {
    trainer,
    again: trainerOf(server.url, job),
    once: 'for-all-workers',
    tells: { log: true, words: 'out of memory', registered: null },
    async order(how) {
      const order = anOrder();
      plays.set(order.release, how);
      return order;
    },
    async letEnd(order) {
      for (const run of world.runs.filter(isOf(order))) play(run, 'ends-well');
    },
    trained: async (order) => world.runs.filter(isOf(order)).length,
    async startUnheard(order) {
      const unheard = (await faulty('run-now', { kind: 'lost' })).start(order, soon());
      await expect(unheard).rejects.toMatchObject({ code: 'training_outcome_unknown' });
    },
    forget: async (_, ref) => deleteRun(world, BigInt(ref)),
    silent: () => faulty('run-now', { kind: 'silence' }),
    async garbled(order) {
      const ref = String(world.runs.find(isOf(order))?.id);
      return { trainer: await faulty('runs/get', { kind: 'text', text: '<html>Sign in</html>' }), ref };
    },
  };
});

describe('a Databricks job', () => {
  async function alone() {
    const made = await workspace();
    onTestFinished(() => made.server.stop());
    return { ...made, trainer: trainerOf(made.server.url, made.job) };
  }

  const addedRun = (world: World, job: bigint, order: TrainingOrder, startedAt: number) =>
    addRun(world, {
      job,
      idempotencyToken: null,
      parameters: { release: order.release, attempt: String(order.attempt) },
      startedAt,
    });

  test('it is told the order, and its id is not rounded', async () => {
    const { world, trainer } = await alone();
    const order = anOrder(2);
    const { ref } = await trainer.start(order, soon());
    const [run] = world.runs;
    expect(ref).toBe(String(run?.id));
    expect(String(Number(ref))).not.toBe(ref);
    expect(run?.idempotencyToken).toBe(`${order.release}-2`);
    expect(run?.parameters).toEqual({ ...order, attempt: '2', catalog: 'prod', start: expect.any(String) });
    expect(await trainer.look(ref, soon())).toEqual({
      kind: 'queued',
      words: null,
      url: expect.stringContaining(`/run/${ref}`),
    });
  });

  test('one that is not among the newest two hundred is not started again: the token finds it', async () => {
    const { world, job, trainer } = await alone();
    const order = anOrder();
    const { ref } = await trainer.start(order, soon());
    for (let at = 1; at <= 200; at += 1) addedRun(world, job, anOrder(), Date.now() + at);
    expect(await trainer.find(order, soon())).toBeNull();
    expect(await trainer.start(order, soon())).toEqual({ ref, already: true });
    expect(world.runs).toHaveLength(201);
  });

  test('of a run that somebody ran again with the same parameters, the first counts', async () => {
    const { world, job, trainer } = await alone();
    const order = anOrder();
    const first = addedRun(world, job, order, 1_000);
    for (let at = 1; at <= 30; at += 1) addedRun(world, job, anOrder(), 1_000 + at);
    addedRun(world, job, order, 2_000);
    expect(await trainer.find(order, soon())).toBe(String(first.id));
    expect(await trainer.start(order, soon())).toEqual({ ref: String(first.id), already: true });
  });

  test.each([
    ['a job that is not there', '7', 'training_refused', false],
    ['a job whose id is none', 'train', 'training_refused', false],
  ])('%s is refused', async (_, job, code, retry) => {
    const { server } = await alone();
    await expect(trainerOf(server.url, job).start(anOrder(), soon())).rejects.toMatchObject({ code, retry });
  });

  test('a job that does not declare what the order says refuses it', async () => {
    const { world, server } = await alone();
    const job = addJob(world, { parameters: ['commit'], runners: ['sp'] });
    const refused = trainerOf(server.url, job).start(anOrder(), soon());
    await expect(refused).rejects.toMatchObject({ code: 'training_refused', retry: false });
    expect(world.runs).toEqual([]);
  });

  test('whoever may only see the job may not run it', async () => {
    const { world, server, job } = await alone();
    const auth = { kind: 'token', token: 'dapi-reader' } as const;
    const reader = databricksJob({
      workspace: databricksWorkspace({ host: server.url, auth, log: silent }),
      job: String(job),
    });
    await expect(reader.start(anOrder(), soon())).rejects.toMatchObject({ code: 'trainer_auth', retry: false });
    expect(world.runs).toEqual([]);
  });

  test('the token of a run that was deleted starts nothing', async () => {
    const { world, trainer } = await alone();
    const order = anOrder();
    deleteRun(world, BigInt((await trainer.start(order, soon())).ref));
    await expect(trainer.start(order, soon())).rejects.toMatchObject({ code: 'training_refused' });
    expect(world.runs).toEqual([]);
  });

  test.each([
    [429, 'trainer_rate_limited', true],
    [503, 'training_outcome_unknown', true],
    [404, 'training_refused', false],
  ])('a start that is answered %i is %s', async (status, code, retry) => {
    const { server, trainer } = await alone();
    server.faults.push({ at: 'run-now', fault: { kind: 'status', status, headers: { 'retry-after': '7' } } });
    const refused = trainer.start(anOrder(), soon());
    await expect(refused).rejects.toMatchObject({ code, retry });
    if (status === 429) await expect(refused).rejects.toMatchObject({ details: { retryAfterMs: 7_000 } });
  });

  test("a proxy's 404 does not lose a run", async () => {
    const { server, trainer } = await alone();
    const { ref } = await trainer.start(anOrder(), soon());
    server.faults.push({ at: 'runs/get', fault: { kind: 'status', status: 404 } });
    await expect(trainer.look(ref, soon())).rejects.toMatchObject({ code: 'training_refused' });
  });

  test.each(['both', 'state', 'status'] as const)('a run that tells %s of its forms is understood', async (tells) => {
    const { world, trainer } = await alone();
    world.tells = tells;
    const { ref } = await trainer.start(anOrder(), soon());
    const [run] = world.runs;
    if (run === undefined) throw new Error('no run');
    expect((await trainer.look(ref, soon())).kind).toBe('queued');
    run.life = 'WAITING_FOR_RETRY';
    expect(await trainer.look(ref, soon())).toMatchObject({ kind: 'running', words: expect.stringMatching(/again/) });
    endRun(run, 'FAILED', 'out of memory');
    expect(await trainer.look(ref, soon())).toMatchObject({ kind: 'failed', words: 'out of memory' });
    endRun(run, 'SUCCESS');
    expect((await trainer.look(ref, soon())).kind).toBe('succeeded');
    endRun(run, 'CANCELED');
    expect((await trainer.look(ref, soon())).kind).toBe('cancelled');
  });

  test('a run that printed nothing has no log, and one that failed has its trace', async () => {
    const { world, trainer } = await alone();
    const { ref } = await trainer.start(anOrder(), soon());
    expect(await trainer.log(ref, soon())).toBeNull();
    for (const run of world.runs) endRun(run, 'FAILED', 'out of memory');
    const log = await trainer.log(ref, soon());
    expect(String(await log?.content.toArray())).toBe('Task train:\nTraceback:\nout of memory\n');
  });
});
