import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertingProgram } from '../alerting-programs.ts';
import { startMlflow } from '../mlflow.ts';
import { python } from '../python.ts';
import type { Keep } from './endings.ts';
import { type Environment, environments } from './eyes.ts';
import { transactionsOf, writeTransactions } from './fraud/data.ts';
import { makeRepository, type Repository } from './fraud/repository.ts';
import { type Hands, startHands } from './hands.ts';
import type { Print, Step } from './progress.ts';

/** What Signalbox works with: three MLflow servers, somebody's hands at them, a repository of code that trains, and a folder that goes away again. */
export type Surroundings = Ground & {
  readonly folder: string;
  readonly hands: Hands;
  readonly urls: Readonly<Record<Environment, string>>;
};

/** What code is trained on. */
export type Ground = {
  /** Folder with the repository, the data of every environment, and the state of trainings. */
  readonly ground: string;
  readonly repository: Repository;
  /** Folder that holds the program `python` with MLflow. */
  readonly bin: string;
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
  // What cannot be had is said before anything else is waited for.
  for (const name of ['Prometheus', 'Alertmanager'] as const) await alertingProgram(name, print);
  const server = (name: Environment) =>
    kept(`MLflow for ${name}`, () => startMlflow(join(folder, name), { say: print }));
  const [dev, staging, production, hands, ground] = await Promise.all([
    server('dev'),
    server('staging'),
    server('production'),
    kept("MLflow's own client, in Python", () => startHands(print)),
    step('a git repository that trains, and data', () => layGround(folder)),
  ]);
  return { folder, hands, urls: { dev: dev.url, staging: staging.url, production: production.url }, ...ground };
}

/** The repository of the fraud model, what it trains on in each environment, and the folder where trainings keep their state. */
export async function layGround(ground: string): Promise<Ground> {
  const { bin } = await python('mlflow');
  await mkdir(join(ground, 'trainings'), { recursive: true });
  for (const name of environments)
    await writeTransactions(join(ground, 'data', name, 'transactions.csv'), transactionsOf[name]);
  return { ground, repository: await makeRepository(join(ground, 'fraud')), bin };
}
