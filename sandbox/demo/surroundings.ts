import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMlflow } from '../mlflow.ts';
import type { Keep } from './endings.ts';
import { type Hands, startHands } from './hands.ts';
import type { Print, Step } from './progress.ts';

/** What Signalbox works with: two MLflow servers, somebody's hands at them, and a folder that goes away again. */
export type Surroundings = {
  readonly folder: string;
  readonly hands: Hands;
  readonly urls: Readonly<Record<'staging' | 'production', string>>;
};

/** Installs what is missing, and starts the servers at the same time. */
export async function startSurroundings(step: Step, print: Print, keep: Keep): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-demo-'));
  keep(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const kept = async <T extends { stop(): Promise<void> }>(what: string, work: () => Promise<T>): Promise<T> => {
    const made = await step(what, work);
    keep(() => made.stop());
    return made;
  };
  const [staging, production, hands] = await Promise.all([
    kept('MLflow for staging', () => startMlflow(join(folder, 'staging'), { say: print })),
    kept('MLflow for production', () => startMlflow(join(folder, 'production'), { say: print })),
    kept("MLflow's own client, in Python", () => startHands(print)),
  ]);
  return { folder, hands, urls: { staging: staging.url, production: production.url } };
}
