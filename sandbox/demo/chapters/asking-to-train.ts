import type { Tale } from '../tale.ts';

/** Asks for the commit behind what is live in staging, or for a commit by its name, and waits until that can be decided on. */
export async function askToTrain(tale: Tale, at?: string): Promise<void> {
  const what = at === undefined ? `${tale.model}@2` : `${tale.model} at ${at}`;
  await tale.type('ada', `promote ${what} to production because it sees more`);
  await tale.check(`${at ?? 'the commit of v2'} is asked for in production, and its card can be decided on`, () =>
    tale.card('production', `Review: ${tale.model}`, '0 of 2 approvals', '[Approve]'),
  );
}
