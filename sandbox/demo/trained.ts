import { join } from 'node:path';
import type { Environment } from './eyes.ts';
import type { CommitName } from './fraud/repository.ts';
import { type FraudTrained, trainByHand } from './fraud/train.ts';
import type { Trained } from './hands.ts';
import type { Surroundings } from './surroundings.ts';

/** What there was before Signalbox: logged models on their servers, which chapters register under names of their own. */
export type TrainedBefore = {
  /** Of the churn model: what has been live in production, and what was trained on the staging server. */
  readonly trained: Readonly<Record<'before' | 'live' | 'good' | 'better' | 'worse' | 'heavy', Trained>>;
  /** Of the fraud model, in every environment at the commits that were there before. */
  fraud(environment: Environment, commit: CommitName): FraudTrained;
};

const before: readonly (readonly [Environment, CommitName])[] = [
  ['dev', 'first'],
  ['dev', 'better'],
  ['staging', 'first'],
  ['staging', 'better'],
  ['staging', 'slow'],
  ['production', 'first'],
];

/** Trains both models at the same time. */
export async function trainAll(surroundings: Surroundings): Promise<TrainedBefore> {
  const [trained, fraud] = await Promise.all([trainChurn(surroundings), trainFraud(surroundings)]);
  return { trained, fraud };
}

async function trainChurn({ hands, urls: { staging, production } }: Surroundings): Promise<TrainedBefore['trained']> {
  const [before, live] = [await hands.train(production, 'live'), await hands.train(staging, 'live')];
  const [good, better] = [await hands.train(staging, 'good'), await hands.train(staging, 'better')];
  const worse = await hands.train(staging, 'worse');
  return { before, live, good, better, worse, heavy: await hands.train(staging, 'heavy') };
}

async function trainFraud({ repository, urls, ground, bin }: Surroundings): Promise<TrainedBefore['fraud']> {
  const made = new Map<string, FraudTrained>();
  for (const [environment, commit] of before) {
    const { id } = repository.commits[commit];
    const place = { environment, server: urls[environment], data: join(ground, 'data', environment), bin };
    made.set(
      `${environment} ${commit}`,
      await trainByHand(repository, { ...place, commit: id, model: 'fraud-before' }),
    );
  }
  return (environment, commit) => {
    const found = made.get(`${environment} ${commit}`);
    if (found === undefined) throw new Error(`Nothing was trained in ${environment} at the commit ${commit}`);
    return found;
  };
}
