import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHands } from '../../sandbox/demo/hands.ts';
import { type Stage, startStage } from '../../sandbox/demo/stage.ts';
import { layGround } from '../../sandbox/demo/surroundings.ts';
import type { Transport } from '../../sandbox/demo/troubles.ts';
import { mlflow, unique } from '../support/mlflow.ts';

/** The demo's stage on the run's shared MLflow servers: its own Redis, Slack, edge and worker. End it with `end`. */
export async function storyStage(
  transport: Transport = 'http',
): Promise<{ readonly stage: Stage; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-story-'));
  const [dev, staging, production, hands, ground] = await Promise.all([
    mlflow('dev'),
    mlflow('staging'),
    mlflow('production'),
    startHands(undefined, unique('churn')),
    layGround(folder),
  ]);
  const urls = { dev: dev.url, staging: staging.url, production: production.url };
  const stage = await startStage({ ...ground, folder, hands, urls, transport, step: (_, work) => work() });
  const end = async () => {
    await stage.stop();
    await hands.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { stage, end };
}
