import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askForHeavy, copying } from './heavy.ts';

/** The worker dies in the middle of the copy; another one carries it to its end. */
export async function workerKilled(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await askForHeavy(tale);
  await copying(tale, async () => {
    await approvedBy(tale, 'alan', 'karen');
    await tale.check('the copy is under way', () => tale.card('production', 'Copy the version', ' MB of '));
    const standby = await stage.system.start('worker');
    await stage.system.end(stage.worker, 'killed');
    stage.worker = standby;
    await tale.check('its worker is killed: another one takes the copy over, and the card says so', () =>
      tale.card('production', 'Copy the version', 'try 2'),
    );
  });
  await liveInProduction(tale, '2');
  await tale.check('there is one copy that counts', async () => {
    const { versions } = await tale.look('production');
    const copies = Object.values(versions).filter(({ tags }) => tags['signalbox.release'] && !tags['signalbox.orphan']);
    return copies.length === 1;
  });
  await tale.check('the card says so', () =>
    tale.card('production', `${model} production v2 (staging v3)`, 'Live now: v2'),
  );
}
