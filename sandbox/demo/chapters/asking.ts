import { approveRelease } from '../../../blocks/actions.ts';
import type { Who } from '../people.ts';
import type { Tale } from '../tale.ts';

/** Asks for a version in production, and waits until its card can be decided on. */
export async function askForProduction(tale: Tale, version = '2'): Promise<void> {
  await tale.type('ada', `promote ${tale.model}@${version} to production because it beats what is live`);
  await tale.check(`v${version} is asked for in production, and its card can be decided on`, () =>
    tale.card('production', 'Review: ', tale.model, '0 of 2 approvals', '[Approve]'),
  );
}

/** Says yes, one after the other. */
export async function approvedBy(tale: Tale, ...people: readonly Who[]): Promise<void> {
  for (const who of people) {
    await tale.press(who, approveRelease);
    await tale.check(`${who} approves, and is told that it counts`, () =>
      tale.told(who, tale.model, 'Your approval counts'),
    );
  }
}

/** Waits until MLflow itself says that this version is live in production. */
export function liveInProduction(tale: Tale, version: string): Promise<void> {
  return tale.check(
    `MLflow says that v${version} is champion in production`,
    async () => (await tale.champion('production')) === version,
  );
}
