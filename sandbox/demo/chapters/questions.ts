import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction, liveInProduction } from './asking.ts';

/** Everything that can be asked is answered, privately. */
export async function questions(tale: Tale): Promise<void> {
  const { model } = tale;
  await askForProduction(tale);
  await tale.type('alan', 'pending');
  await tale.check('pending: what waits for the one who asks', () => tale.told('alan', model, 'v2'));
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.type('alan', `history ${model} in production`);
  await tale.check('history: the releases of a model', () => tale.told('alan', 'History of', model, 'v2'));
  await tale.type('alan', `status ${model}`);
  await tale.check('status: what is live, where', () => tale.told('alan', model, 'staging', 'production', 'v2'));
  await tale.type('alan', `show ${model}@2`);
  await tale.check('show: one version, where it came from and what it logged', () => tale.told('alan', model, 'auc'));
  await tale.type('olga', 'help');
  await tale.check('help: everything that can be typed', () => tale.told('olga', 'promote', 'rollback', 'status'));
  await tale.type('olga', `promot ${model}`);
  await tale.check('a typing mistake: the nearest verb', () => tale.told('olga', 'promote'));
}
