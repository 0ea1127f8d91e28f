import { request } from 'undici';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { run } from '../../sandbox/processes.ts';
import { freshRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, main, type Settings, slackWorkspace } from './running.ts';

const Readyz = z.object({
  ready: z.boolean(),
  state: z.string(),
  checks: z.array(z.object({ name: z.string(), state: z.string(), words: z.string() })),
  versions: z.record(z.string(), z.string()),
});

async function signalbox(role: Settings['role'], redis: string, slack: Settings['slack']) {
  const running = await launched({ role, redis, slack });
  await until(running.ready, { within: 30_000 });
  return running;
}

test('edge and worker as they are deployed: ready, measured, and gone when asked', async () => {
  const { url } = await freshRedis();
  const slack = await slackWorkspace();
  const edge = await signalbox('edge', url, slack);
  const worker = await signalbox('worker', url, slack);
  slack.sendTo(`http://127.0.0.1:${edge.port}/slack/events`);

  // The registries of the policy are not here: that delays, and each is named in its own line.
  const found = Readyz.parse(JSON.parse((await worker.page('/readyz')).text));
  expect(found).toMatchObject({ ready: true, state: 'degraded', versions: { log: '1' } });
  expect(found.checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'redis ok',
    'clock ok',
    'policy ok',
    'backlog ok',
    'slack ok',
    'registry mlflow-dev degraded',
    'registry mlflow-staging degraded',
    'registry mlflow-production degraded',
  ]);

  const typed = await slack.as('pat').command('admin', '/mlops', 'pause nowhere because of a test');
  expect(typed.outcome).toBe('acked');
  await until(() => slack.seenBy('pat').text.includes('nowhere'));
  const numbers = (await edge.page('/metrics')).text;
  expect(numbers).toContain('signalbox_request_seconds_count{kind="pause",result="unknown-scope"} 1');
  expect(numbers).toContain('signalbox_slack_call_seconds_count{method="auth.test",result="ok"}');
  expect(numbers).toContain('signalbox_policy_number 1');
  const answer = await request(`http://127.0.0.1:${edge.port}/webhooks/mlflow/mlflow-dev`, { method: 'POST' });
  await answer.body.dump();
  expect((await edge.page('/metrics')).text).toContain('{registry="mlflow-dev",result="forged"} 1');
  const polled = async () => (await worker.page('/metrics')).text.includes('signalbox_registry_call_seconds_count');
  await until(polled, { within: 10_000 });

  for (const { child } of [edge, worker]) {
    child.signal('SIGTERM');
    await until(() => child.ended(), { within: 10_000 });
    for (const secret of ['xoxb-', 'sandbox-signing-secret', 'a-secret-of-registries'])
      expect(child.printed()).not.toContain(secret);
  }
}, 60_000);

test('a start with problems names all of them and ends with 1', async () => {
  const env = { PORT: 'http', SIGNALBOX_ROLE: 'web' };
  const said = await run(process.execPath, [main], { env }).catch((error: Error) => error.message);
  expect(said).toContain('ended with 1:');
  for (const name of ['SLACK_BOT_TOKEN', 'REDIS_URL', 'SIGNALBOX_POLICY', 'PORT', 'SIGNALBOX_ROLE'])
    expect(said).toContain(`  ${name} `);
});
