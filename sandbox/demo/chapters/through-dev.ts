import { requestNext } from '../../../blocks/actions.ts';
import type { Environment } from '../eyes.ts';
import type { Given } from '../given.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';

/** Trained once, in dev: the same bytes go to staging and to production, each into a registry of its own. */
export async function throughDev(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await stage.hands.alias(stage.servers.dev.url, model, 'candidate', '2');
  await verifiedIn(tale, 'dev');
  await tale.press('ada', requestNext);
  await verifiedIn(tale, 'staging');
  await tale.press('ada', requestNext);
  await tale.check('the production card says what it replaces, and asks for two approvals', () =>
    tale.card('production', `Review: ${model}`, 'Live now: v1', '0 of 2 approvals', '[Approve]'),
  );
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check(
    'nothing was trained on the way: the version in production says which one it is a copy of',
    async () => {
      const { tags } = (await tale.look('production')).versions['2'] ?? {};
      return JSON.stringify(tags).includes('staging');
    },
  );
}

/** Waits until v2 is live and watched to its end there, and can be asked for in the environment behind. */
export function verifiedIn(tale: Tale, where: Exclude<Environment, 'production'>): Promise<void> {
  const next = where === 'dev' ? 'staging' : 'production';
  return tale.check(
    `v2 is live in ${where}, by its gates alone, and can be asked for in ${next}`,
    async () =>
      tale.card(where, `Verified: ${tale.model}`, `[Request ${next}]`) && (await tale.champion(where)) === '2',
  );
}

/** v1 is live everywhere; v2 is better and was trained in dev. */
export const churnInDev: Given = async ({ hands, servers, trained }, model) => {
  const { dev, staging, production } = servers;
  await hands.register(production.url, model, trained.before, 'champion');
  await hands.register(staging.url, model, trained.live, 'champion');
  await hands.register(dev.url, model, await hands.train(dev.url, 'live'), 'champion');
  await hands.register(dev.url, model, await hands.train(dev.url, 'better'));
};
