import { expect, onTestFinished, test } from 'vitest';
import { type Fault, startDatabricks } from '../../sandbox/databricks/server.ts';
import { addJob, emptyWorld, endRun } from '../../sandbox/databricks/world.ts';
import { databricksWorkspace } from '../../src/databricks/workspace.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Trainer, TrainingOrder } from '../../src/ports-trainers.ts';
import { databricksJob } from '../../src/trainers/databricks-job/databricks-job.ts';
import { someRelease } from '../contracts/some-release.ts';
import { silent } from '../fakes/log.ts';

const places = ['runs/list', 'run-now', 'run-now', 'runs/get', '/oidc/'];
const troubles: readonly Fault[] = [
  { kind: 'lost' },
  { kind: 'lost' },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 401 },
  { kind: 'text', text: '<html>Sign in</html>' },
];

/** Asks as a worker does that is let try again: `find`, then `start`, until one of them answers. */
async function untilStarted(trainer: Trainer, order: TrainingOrder): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      const call = { deadline: Date.now() + 20_000 };
      return (await trainer.find(order, call)) ?? (await trainer.start(order, call)).ref;
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
    }
  }
  throw new Error('never started');
}

/** Numbers from 0 to below 1 that are the same in every run of the test. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('whatever goes wrong, two workers let each order train once, and see the same run', async () => {
  const world = emptyWorld();
  world.principals.set('sp', 'secret');
  world.tokenSeconds = 0.05;
  world.play = (run) => endRun(run, 'SUCCESS');
  const parameters = ['release', 'attempt', 'model', 'environment', 'commit', 'start'];
  const job = addJob(world, { parameters, runners: ['sp'] });
  const server = await startDatabricks(world);
  onTestFinished(() => server.stop());
  const auth = { kind: 'service-principal', clientId: 'sp', clientSecret: 'secret' } as const;
  const worker = () =>
    databricksJob({ workspace: databricksWorkspace({ host: server.url, auth, log: silent }), job: String(job) });
  const [one, other, random] = [worker(), worker(), numbers(20_261_122)];
  for (let at = 0; at < 60; at += 1) {
    for (let more = random() * 4; more > 0; more -= 1) {
      const [place, fault] = [places[Math.floor(random() * 5)], troubles[Math.floor(random() * 6)]];
      if (place !== undefined && fault !== undefined) server.faults.push({ at: place, fault });
    }
    const order = { release: someRelease(), attempt: 1, model: 'm', environment: 'e', commit: 'a'.repeat(40) };
    const [ref, same] = await Promise.all([untilStarted(one, order), untilStarted(other, order)]);
    expect(same).toBe(ref);
    const runs = world.runs.filter((run) => run.parameters['release'] === order.release);
    expect(runs.map(({ id }) => String(id))).toEqual([ref]);
  }
  expect(server.faults.length).toBeLessThan(20);
});
