import { approveWithNote, boxesInput } from '../../../blocks/actions.ts';
import type { Who } from '../people.ts';
import type { Tale } from '../tale.ts';
import { liveInProduction } from './asking.ts';

const boxes = {
  alan: ['Read the mistakes it is surest of', 'Compared both confusion matrices'],
  karen: ['The dashboard shows the new version'],
} as const;
const note = 'three mistakes, all near the boundary';

/** Approving means to have looked: each group ticks its own boxes, and what they note stays with the version. */
export async function ticked(tale: Tale): Promise<void> {
  const { model } = tale;
  await tale.type('ada', `promote ${model}@2 to production because it beats what is live`);
  await tale.check('the card asks for more than a yes', () =>
    tale.card('production', `Review: ${model}`, '[Approve…]'),
  );
  await tick(tale, 'alan');
  await tale.check('alan ticks what reviewers look at, and leaves a note: both stand on the card', () =>
    tale.card('production', '1 of 2 approvals', '2 of 2 boxes', note),
  );
  await tick(tale, 'karen');
  await liveInProduction(tale, '2');
  await tale.check('the version in MLflow says what was noted', async () => {
    const { description, tags } = (await tale.look('production')).versions['2'] ?? {};
    return tags?.['signalbox.approved-by'] && description?.includes(note);
  });
}

async function tick(tale: Tale, who: keyof typeof boxes & Who): Promise<void> {
  await tale.press(who, approveWithNote);
  await tale.because(who, who === 'alan' ? note : 'ready', { [boxesInput(0).block]: boxes[who] });
  await tale.check(`${who}'s approval counts`, () => tale.told(who, tale.model, 'Your approval counts'));
}

/** What each group ticks. */
export const tickedLines = [
  'path: [staging, production]',
  `checklist: { reviewers: ["${boxes.alan.join('", "')}"], platform: ["${boxes.karen.join('", "')}"] }`,
  'gates: [{ improves: auc }]',
] as const;
