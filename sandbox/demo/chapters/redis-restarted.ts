import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction, liveInProduction } from './asking.ts';

/** Redis loses its power between two approvals: what was counted stays counted. */
export async function redisRestarted(tale: Tale): Promise<void> {
  await askForProduction(tale);
  await approvedBy(tale, 'alan');
  await tale.stage.system.restartRedis();
  await tale.check('after Redis was restarted the first approval is still there', () =>
    tale.card('production', '1 of 2 approvals', '@alan'),
  );
  await tale.check('Signalbox is ready again', () => tale.stage.system.areReady());
  await approvedBy(tale, 'karen');
  await liveInProduction(tale, '2');
}
