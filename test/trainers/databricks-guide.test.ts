import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startDatabricks } from '../../sandbox/databricks/server.ts';
import { addJob, emptyWorld } from '../../sandbox/databricks/world.ts';
import { databricksWorkspace } from '../../src/databricks/workspace.ts';
import { databricksJob } from '../../src/trainers/databricks-job/databricks-job.ts';
import { someRelease } from '../contracts/some-release.ts';
import { silent } from '../fakes/log.ts';

const guide = readFileSync('docs/training-with-databricks.md', 'utf8');
const bundle = /```yaml\n(.*?)```/s.exec(guide)?.[1] ?? '';
const Bundle = z.object({
  resources: z.object({
    jobs: z.object({
      'train-churn': z.object({
        max_concurrent_runs: z.literal(1),
        queue: z.object({ enabled: z.literal(true) }),
        parameters: z.array(z.object({ name: z.string(), default: z.string() })),
        tasks: z.array(
          z.object({ max_retries: z.literal(0), spark_python_task: z.object({ parameters: z.array(z.string()) }) }),
        ),
      }),
    }),
  }),
});

test("the guide's job declares what Signalbox sends, and its tasks name only what it declares", async () => {
  const job = Bundle.parse(parse(bundle)).resources.jobs['train-churn'];
  const declared = job.parameters.map(({ name }) => name);
  const named = job.tasks.flatMap((task) => task.spark_python_task.parameters).join(' ');
  const used = [...named.matchAll(/job\.parameters\.([\w-]+)/g)].map(([, name]) => name);
  expect(used.length).toBeGreaterThan(0);
  expect(declared).toEqual(expect.arrayContaining(used));

  const world = emptyWorld();
  world.tokens.set('dapi', { principal: 'sp', endsAt: Number.POSITIVE_INFINITY });
  const id = addJob(world, { parameters: declared, runners: ['sp'] });
  const server = await startDatabricks(world);
  onTestFinished(() => server.stop());
  const workspace = databricksWorkspace({ host: server.url, auth: { kind: 'token', token: 'dapi' }, log: silent });
  const order = {
    release: someRelease(),
    attempt: 1,
    model: 'churn',
    environment: 'production',
    commit: 'a'.repeat(40),
  };
  await databricksJob({ workspace, job: String(id) }).start(order, { deadline: Date.now() + 20_000 });
  const sent = Object.keys(world.runs[0]?.parameters ?? {});
  expect(sent.map((name) => guide.includes(`\`${name}\``))).toEqual(sent.map(() => true));
});
