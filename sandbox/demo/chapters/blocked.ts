import { checkRelease } from '../../../blocks/actions.ts';
import type { Tale } from '../tale.ts';

/** A metric was forgotten: the gate says which, and once it is logged the release goes on. */
export async function blocked(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { url } = stage.servers.staging;
  const trained = await stage.hands.train(url, 'incomplete');
  const version = await stage.hands.register(url, model, trained, 'candidate');
  await tale.check('a missing metric blocks, by name and with its cure', () =>
    tale.card('staging', `Blocked: ${model} v${version}`, 'recall/high_value', '[Check again]'),
  );
  await tale.check('nobody can approve what is blocked', () => !tale.card('staging', '[Approve]'));
  for (const [key, value] of Object.entries(trained.forgotten)) await stage.hands.metric(url, trained, key, value);
  await tale.press('ada', checkRelease);
  await tale.check('ada logs it and asks to check again', () => tale.told('ada', model, 'Reading it again'));
  await tale.check(
    `MLflow says that v${version} is champion in staging`,
    async () => (await tale.champion('staging')) === version,
  );
}
