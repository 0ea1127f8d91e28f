import type { KnownBlock } from '@slack/types';
import type { Line } from '../src/release/view-words.ts';
import { leaves, type People, paragraph, pushText } from './leaves.ts';
import { limits } from './limits.ts';
import { footer, type Message, richText } from './message.ts';

/** A list that may be longer than a message. */
export interface ListView {
  readonly title: Line;
  readonly items: readonly Line[];
  /** What is said about those that did not fit. */
  readonly rest: (more: number) => Line;
  readonly footer?: string;
}

// Room for the title, the line about the rest, the footer.
const reserved = 700;

/** A title and as many lines as fit into one message; the others are counted. */
export function listMessage({ title, items, rest, footer: small }: ListView, people: People): Message {
  const kept = fittingItems(items, people);
  const more = items.length - kept.length;
  const blocks: KnownBlock[] = [
    ...richText(paragraph([title], people), paragraph(more > 0 ? [...kept, rest(more)] : kept, people)),
    ...(small === undefined ? [] : [footer(small)]),
  ];
  return { text: pushText(title, people), blocks };
}

function fittingItems(items: readonly Line[], people: People): readonly Line[] {
  const kept: Line[] = [];
  let used = reserved;
  for (const item of items) {
    used += lengthOf(item, people) + 1;
    if (used > limits.message.characters) break;
    kept.push(item);
  }
  return kept;
}

/** Characters as drawn; dates and mentions count for what they take on a screen. */
function lengthOf(item: Line, people: People): number {
  return leaves(item, people).reduce(
    (sum, leaf) =>
      sum + (leaf.type === 'text' ? leaf.text.length : leaf.type === 'link' ? (leaf.text?.length ?? 0) : 20),
    0,
  );
}
