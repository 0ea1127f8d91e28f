import { withdrawRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';

/** A candidate that is worse than what is live is stopped by the gate that compares them. */
export async function worse(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const version = await stage.hands.register(stage.servers.staging.url, model, stage.trained.worse);
  await tale.type('ada', `promote ${model}@${version}`);
  await tale.check('a worse candidate is blocked, with both numbers', () =>
    tale.card('staging', `Blocked: ${model} v${version}`, 'auc'),
  );
  await tale.press('ada', withdrawRelease);
  await tale.because('ada', 'it was an experiment');
  await tale.check('ada withdraws it', () => tale.card('staging', 'Withdrawn'));
  await tale.check(
    'MLflow says that v1 is still champion in staging',
    async () => (await tale.champion('staging')) === '1',
  );
}
