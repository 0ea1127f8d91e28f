import { expect, test } from 'vitest';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, slackWorkspace } from './running.ts';

test('rule 13: a worker that starts while Slack says nothing works; an edge, which only Slack asks, waits for it', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  slack.faults.add({ kind: 'error', on: '*' });
  const worker = await launched({ role: 'worker', redis: redis.url, slack });
  await until(worker.ready, { within: 60_000 });
  expect(worker.child.printed()).toContain('releases go on, and cards follow');
  const edge = await launched({ role: 'edge', redis: redis.url, slack });
  await until(() => edge.child.printed().includes('waiting for an answer before the start'), { within: 60_000 });
  slack.faults.clear();
  await until(edge.ready, { within: 60_000 });
}, 240_000);
