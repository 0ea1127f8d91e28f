import { stopRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';
import { approvedBy } from './asking.ts';
import { askForHeavy, copying } from './heavy.ts';

/** Somebody says Stop while the copy runs. */
export async function stopped(tale: Tale): Promise<void> {
  await askForHeavy(tale);
  await copying(tale, async () => {
    await approvedBy(tale, 'grace', 'karen');
    await tale.check('the card shows how far the copy is', () =>
      tale.card('production', 'Copy the version', ' MB of '),
    );
    await tale.press('ada', stopRelease);
    await tale.check('ada stops it and hears what that means', () =>
      tale.told('ada', tale.model, 'Stopping after the running step', 'Nothing live has changed'),
    );
  });
  await tale.check(
    'the card says that it was stopped, and by whom',
    () => tale.card('production', 'Stopped', '@ada'),
    60_000,
  );
  await tale.check('nobody is told that it is tried again', () => !tale.said('production', 'Trying again'));
  await tale.check('MLflow says that v1 is still champion, and nothing points at the copy', async () => {
    const { aliases } = await tale.look('production');
    return aliases['champion'] === '1' && !Object.values(aliases).includes('2');
  });
}
