import type { KnownBlock, RichTextElement } from '@slack/types';
import { code, type Line, line } from '../src/release/view-words.ts';
import { bold, leaves, type People, text } from './leaves.ts';
import { limits } from './limits.ts';
import { richText } from './message.ts';

/** A heading with its lines, in a window to read in. */
export interface Part {
  readonly heading: string;
  readonly lines: readonly Line[];
}

interface Chunk {
  readonly blocks: readonly KnownBlock[];
  readonly lines: number;
}

const most = { lines: 50, characters: limits.section - 100, bytes: 200_000 };

/** As many parts as a window takes within `room` blocks; what does not fit is counted, with the command that prints all of it. */
export function partBlocks(parts: readonly Part[], command: string, people: People, room: number): KnownBlock[] {
  const chunks = parts.flatMap((part) => chunksOf(part, people));
  const fitting = chunks.slice(0, fittingChunks(chunks, room - 1));
  const more = chunks.slice(fitting.length).reduce((sum, chunk) => sum + chunk.lines, 0);
  const rest = line(`and ${more} more lines: `, code(command, 80), ' prints all');
  return [...fitting.flatMap((chunk) => chunk.blocks), ...(more === 0 ? [] : drawn(null, [leaves(rest, people)]))];
}

function fittingChunks(chunks: readonly Chunk[], room: number): number {
  let bytes = 0;
  const last = chunks.findIndex((chunk, at) => {
    bytes += new TextEncoder().encode(JSON.stringify(chunk.blocks)).length;
    return at >= room || bytes > most.bytes;
  });
  return last === -1 ? chunks.length : last;
}

/** A part in as many blocks as its lines need; the heading stands above the first. */
function chunksOf({ heading, lines }: Part, people: People): Chunk[] {
  const chunks: RichTextElement[][][] = [];
  let used = most.characters;
  for (const elements of lines.map((words) => leaves(words, people))) {
    const last = chunks.at(-1);
    const long = lengthOf(elements);
    if (last === undefined || used + long > most.characters || last.length >= most.lines) {
      chunks.push([elements]);
      used = long;
    } else {
      last.push(elements);
      used += long;
    }
  }
  return chunks.map((chunk, at) => ({ blocks: drawn(at === 0 ? heading : null, chunk), lines: chunk.length }));
}

function drawn(heading: string | null, lines: readonly RichTextElement[][]): KnownBlock[] {
  const body = lines.flatMap((elements, at) => (at === 0 ? elements : [text('\n'), ...elements]));
  const above = heading === null ? [] : [bold(`${heading}\n`)];
  return richText({ type: 'rich_text_section', elements: [...above, ...body] });
}

function lengthOf(elements: readonly RichTextElement[]): number {
  return elements.reduce((sum, one) => sum + (one.type === 'text' ? one.text.length : 40), 1);
}
