import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import type { Answer, Gate } from './gate.ts';
import { parsedAs } from './json.ts';
import { quoted } from './quoted.ts';
import { absent, textOf } from './reading.ts';
import { few } from './together.ts';

/** `{ labels: same }`, and `from:` where they are not logged as `labels`. */
export const Labels = z.strictObject({
  labels: z.literal('same', 'not a choice. Write `labels: same`, or leave the gate out.'),
  from: z
    .string('not a name. Write which param or tag holds the labels.')
    .min(1, 'empty. Write which param or tag holds the labels.')
    .optional(),
});
export type Labels = z.output<typeof Labels>;

/** Passes when the candidate's labels are the champion's, in the same order: a JSON list or words between commas, as param or tag. */
export function labels({ from = 'labels' }: Labels): Gate {
  return {
    kind: 'labels',
    label: 'labels same as live',
    about: null,
    check({ candidate, champion }) {
      const now = labelsOf(candidate, from);
      if (now === null) return absent(candidate, { metric: from });
      if (champion === null)
        return { status: 'no-champion', reason: 'Nothing is live yet, so there are no labels to keep.', cure: null };
      const before = labelsOf(champion, from);
      if (before !== null) return compared(now, before, champion);
      return {
        status: 'not-comparable',
        reason: `v${champion.version}, which is live, has no \`${from}\`.`,
        cure: `Log \`${from}\` on the run of v${champion.version}, or set it as a tag.`,
      };
    },
  };
}

const List = z.array(z.union([z.string(), z.number(), z.boolean()]));

/** A list of nothing is none: two of them would be the same. */
function labelsOf(facts: VersionFacts, name: string): readonly string[] | null {
  const text = textOf(facts, name);
  if (text === null) return null;
  const found = parsedAs(List, text)?.map(String) ?? text.split(',').map((label) => label.trim());
  return found.some((label) => label !== '') ? found : null;
}

function compared(now: readonly string[], before: readonly string[], { version }: VersionFacts): Answer {
  const lost = before.filter((label) => !now.includes(label));
  const added = now.filter((label) => !before.includes(label));
  const words = [
    ...(lost.length > 0 ? [`lacks ${few(lost.map(quoted))}`] : []),
    ...(added.length > 0 ? [`adds ${few(added.map(quoted))}`] : []),
  ];
  const longer = now.length > before.length ? now : before;
  const place = longer.findIndex((_, index) => now[index] !== before[index]);
  if (place === -1) return { status: 'pass', reason: `${now.length} labels, in the order of v${version}.`, cure: null };
  const order = `another order: number ${place + 1} is ${orNothing(now[place])}, was ${orNothing(before[place])}`;
  return {
    status: 'fail',
    reason: `Labels are not those of v${version}: ${words.join(', ') || order}.`,
    cure: 'Train with the same labels in the same order.',
  };
}

function orNothing(label: string | undefined): string {
  return label === undefined ? 'nothing' : quoted(label);
}
