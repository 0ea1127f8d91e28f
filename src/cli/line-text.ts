import { nobody, plainLine } from '../../blocks/leaves.ts';
import { refusalWords } from '../../blocks/refusals.ts';
import type { Refusal } from '../release/outcome.ts';
import type { Line } from '../release/view-words.ts';

const longest = 2_000;

/** A line of a card as a terminal shows it; people stand there by their ids. */
export function lineText(line: Line): string {
  return plainLine(line, nobody, longest);
}

/** A no in the words that Slack would show. */
export function refusalText(refusal: Refusal): string {
  return lineText(refusalWords(refusal));
}
