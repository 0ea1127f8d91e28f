import type { KnownBlock } from '@slack/types';
import type { LineView } from '../src/release/posts-shape.ts';
import type { Line } from '../src/release/view-words.ts';
import { mentionLeaves, type People, pushText, section, text } from './leaves.ts';
import { fitting, type Message, richText } from './message.ts';
import { stepsSection } from './steps.ts';

/** A line under the card: what happened, and whom it needs now. */
export function threadLine(view: LineView, push: Line, people: People): Message {
  return { text: pushText(push, people), blocks: lineBlocks(view, people) };
}

/** The lines, the checklist and the mentions as blocks. */
export function lineBlocks({ lines, steps }: LineView, people: People): KnownBlock[] {
  const calls = people.mentions.length === 0 ? [] : [text('For '), ...mentionLeaves(people.mentions)];
  return fitting((scale) =>
    richText(...lines.map((line) => section(line, people, scale)), stepsSection(steps), {
      type: 'rich_text_section',
      elements: calls,
    }),
  );
}
