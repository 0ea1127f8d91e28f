import { bold, text } from './leaves.ts';
import { type Message, richText } from './message.ts';
import { escapedWithin, tame } from './text.ts';

const longestName = 120;

/** One line where a file would stand: which, and why it is not there. `why` is a whole sentence of ours. */
export function noFile(name: string, why: string): Message {
  const shown = tame(name, longestName);
  return {
    text: escapedWithin(`${shown} is not shown. ${why}`, 140),
    blocks: richText({ type: 'rich_text_section', elements: [bold(shown), text(` is not shown here. ${why}`)] }),
  };
}
