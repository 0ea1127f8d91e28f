import { z } from 'zod';
import { SomeTime } from './duration.ts';
import { GroupName } from './names.ts';
import { section } from './words.ts';

/** Slack shows at most ten boxes in one element, and nobody reads more than eight. */
export const mostBoxes = 8;

const boxWords = 'not the text of a box. Write what the approver has looked at, 75 characters at most, in quotes.';
const Boxes = z
  .array(
    z.string(boxWords).trim().min(1, boxWords).max(75, boxWords),
    'not a list of boxes. Write `["Looked at the errors"]`.',
  )
  .min(1, 'empty. Write `["Looked at the errors"]`, or leave the group out.')
  .max(mostBoxes, `more than ${mostBoxes} boxes. Write ${mostBoxes} at most: what nobody reads, nobody checks.`);

/** What an approver of a group ticks before their yes counts. */
export const Checklist = section(
  GroupName,
  Boxes,
  'Write each group with its boxes, `{ reviewers: ["Looked at the errors"] }`.',
);
export type Checklist = z.output<typeof Checklist>;

const remindWords =
  'neither times nor `none`. Write `[24h, 72h]`, each counted from when they were first asked, or `none`.';

/** When those who are missing hear of it again. */
export const Remind = z.union(
  [
    z.literal('none').transform((): number[] => []),
    z
      .array(SomeTime)
      .min(1, 'empty. Write `[24h, 72h]`, or `none`.')
      .max(5, 'more than five reminders. Write five at most.')
      .refine(isAscending, 'not in order. Write the shortest time first, each once.'),
  ],
  remindWords,
);

/** After how long what is live has to be evaluated again; null for `none`, which also takes a profile's away. */
export const ReEvaluate = z.union(
  [z.literal('none').transform(() => null), SomeTime],
  'neither a time nor `none`. Write how old what is live may become, for example `90d`, or `none`.',
);

function isAscending(times: readonly number[]): boolean {
  return times.every((time, index) => time > (times[index - 1] ?? 0));
}
