import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHands } from '../../sandbox/demo/hands.ts';
import { type Stage, startStage } from '../../sandbox/demo/stage.ts';
import type { Transport } from '../../sandbox/demo/troubles.ts';
import { mlflow, unique } from '../support/mlflow.ts';

/** The demo's stage on the run's shared MLflow servers: its own Redis, Slack, edge and worker. End it with `end`. */
export async function storyStage(
  transport: Transport = 'http',
): Promise<{ readonly stage: Stage; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-story-'));
  const [staging, production, hands] = await Promise.all([
    mlflow('staging'),
    mlflow('production'),
    startHands(undefined, unique('churn')),
  ]);
  const urls = { staging: staging.url, production: production.url };
  const stage = await startStage({ folder, hands, urls, transport, step: (_, work) => work() });
  const end = async () => {
    await stage.stop();
    await hands.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { stage, end };
}
