import { approveRelease, requestAndWait } from '../../../blocks/actions.ts';
import type { Who } from '../people.ts';
import type { Tale } from '../tale.ts';

/** Asks for a version in production, and waits until its card can be decided on. */
export async function askForProduction(tale: Tale, version = '2'): Promise<void> {
  await promote(tale, version);
  await tale.check(`v${version} is asked for in production, and its card can be decided on`, () =>
    tale.card('production', 'Review: ', tale.model, '0 of 2 approvals', '[Approve]'),
  );
}

/** Asks while nothing may move: the card says what it waits for, and asks nobody. */
export async function askWhilePaused(tale: Tale, version: string, ...why: readonly string[]): Promise<void> {
  await promote(tale, version);
  await waitsInPause(tale, version, ...why);
}

/** Asks after a rollback: who may resume is asked first whether to, and lets the request wait. */
export async function askAfterRollback(tale: Tale, version: string, why: string): Promise<void> {
  await promote(tale, version);
  await tale.check('ada could resume and request in one press', () =>
    tale.told('ada', tale.model, 'paused since a rollback', why),
  );
  await tale.press('ada', requestAndWait);
  await waitsInPause(tale, version, why);
}

async function waitsInPause(tale: Tale, version: string, ...why: readonly string[]): Promise<void> {
  await tale.check(`v${version} is asked for in production, and its card says what it waits for`, () =>
    tale.card(
      'production',
      `Waiting: ${tale.model}`,
      `v${version} → production`,
      'Approvals are asked for then',
      ...why,
    ),
  );
  await tale.check('nobody is asked to approve what could not move', () => !tale.card('production', '[Approve]'));
}

/** Waits until what was paused asks for approvals; `laterMs` is how long the pause still lasts. */
export function askedAfterwards(tale: Tale, laterMs = 0): Promise<void> {
  return tale.check(
    'the pause is over: now its card can be decided on, and those who must act are notified',
    () =>
      tale.card('production', 'Review: ', tale.model, '0 of 2 approvals', '[Approve]') &&
      tale.said('production', 'The pause is over') &&
      tale.pinged('karen', 'production'),
    laterMs + 60_000,
  );
}

function promote(tale: Tale, version: string): Promise<void> {
  return tale.type('ada', `promote ${tale.model}@${version} to production because it beats what is live`);
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

/** Registers a version that is better still and takes it to staging, which needs no approval; answers with its number there. */
export async function laterInStaging(tale: Tale): Promise<string> {
  const { stage, model } = tale;
  const version = await stage.hands.register(stage.servers.staging.url, model, stage.trained.better, 'candidate');
  await tale.check(
    `MLflow says that v${version} is champion in staging`,
    async () => (await tale.champion('staging')) === version,
  );
  await tale.check('staging says that it is live', () =>
    ['Live, watching', 'Verified'].some((word) => tale.card('staging', `${word}: ${model} v${version}`)),
  );
  return version;
}
