import { stopRelease } from '../../../blocks/actions.ts';
import { run } from '../../processes.ts';
import type { Tale } from '../tale.ts';
import { approvedBy } from './asking.ts';
import { askToTrain } from './asking-to-train.ts';

/** Somebody says Stop while production trains: the training and everything that it started end. */
export async function halted(tale: Tale): Promise<void> {
  const { model } = tale;
  await askToTrain(tale);
  await approvedBy(tale, 'grace', 'karen');
  await tale.check(
    'production trains: the card says so, and it is a process on this machine',
    async () => tale.card('production', 'Train, running') && (await processesOf(model)) > 0,
  );
  await tale.press('ada', stopRelease);
  await tale.check('the card says that it was stopped, and by whom', () => tale.card('production', 'Stopped', '@ada'));
  await tale.check('no process of the training is left', async () => (await processesOf(model)) === 0);
  await tale.check('MLflow says that v1 is still champion, and knows no other version', async () => {
    const { aliases, versions } = await tale.look('production');
    return aliases['champion'] === '1' && Object.keys(versions).length === 1;
  });
}

async function processesOf(model: string): Promise<number> {
  const all = await run('ps', ['-A', '-o', 'args=']);
  return all.split('\n').filter((line) => line.includes('train.py') && line.includes(model)).length;
}
