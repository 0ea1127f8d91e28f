import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askForHeavy, copying } from './heavy.ts';

/** The production registry cannot be reached in the middle of a release, and comes back. */
export async function registryDown(tale: Tale): Promise<void> {
  const { line } = tale.stage.servers.production;
  await askForHeavy(tale);
  try {
    await copying(tale, async () => {
      await approvedBy(tale, 'grace', 'karen');
      await tale.check('the copy is under way', () => tale.card('production', 'Copy the version', ' MB of '));
      line.cut();
    });
    await tale.check('the registry goes away: the card says since when, and when it is tried again', () =>
      tale.card('production', 'next try'),
    );
  } finally {
    line.mend();
  }
  await liveInProduction(tale, '2');
  await tale.check('the card says that it is verified', () =>
    tale.card('production', `Verified: ${tale.model} production v2 (staging v3)`),
  );
}
