import { ordinaryDay, type Transaction, transactions } from '../fraud/data.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { askToTrain } from './asking-to-train.ts';
import { predictsWith, whileServed } from './served.ts';

/** What the policy says of the model: people have ten seconds to say that it shall stay. */
export const watchedLine =
  'watch: { for: 3m, of: [performance], on-breach: auto-rollback, automates: [performance], countdown: 10s }';

const patienceMs = 120_000;

/** Every gate and everybody let it in, and in production it is wrong about most: it goes back by itself. */
export async function badRelease(tale: Tale): Promise<void> {
  const asked = transactions(ordinaryDay).map(countedByShop);
  await whileServed(tale, { transactions: asked, watch: watchedLine }, async (served) => {
    const { model } = tale;
    await predictsWith(tale, served, '1');
    await askToTrain(tale);
    await approvedBy(tale, 'grace', 'karen');
    await liveInProduction(tale, '2');
    await predictsWith(tale, served, '2');
    await tale.check(
      'Prometheus sees that v2 is wrong too often, and Alertmanager tells: one alert with its numbers',
      () => tale.said('production', 'CRITICAL: performance of', model, 'error rate', 'Recommended: roll back to v1.'),
      patienceMs,
    );
    await tale.check(
      'its thread says when v2 goes back by itself, and on-call is notified',
      () =>
        tale.said('production', 'v2 goes back to v1 by itself at', 'Cancel stands on the alert above') &&
        tale.pinged('otto', 'production'),
    );
    await liveInProduction(tale, '1');
    await predictsWith(tale, served, '1');
    await tale.check('the channel says that it was rolled back', () => tale.said('production', 'Rolled back'));
    await tale.check('the alert is over', () => tale.said('production', 'Over: performance of', model));
    await pausedByItself(tale);
  });
}

async function pausedByItself({ type, check, told, model, champion }: Tale): Promise<void> {
  await type('ada', `status ${model}`);
  await check('promotions are paused until somebody resumes', () => told('ada', model, 'Paused'));
  await check('MLflow says that v1 is still champion', async () => (await champion('production')) === '1');
}

/** Callers count the tries of a whole shop: v1 never looked at them, and no gate measures what callers send. */
export function countedByShop({ asked, fraud }: Transaction): Transaction {
  return { asked: asked.map((value, at) => (at === triesAt ? value + 40 : value)), fraud };
}

const triesAt = 3;
