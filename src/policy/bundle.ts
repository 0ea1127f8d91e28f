import { z } from 'zod';
import { matches } from '../release/pattern.ts';

/** One file of the policy, by the path under which its problems are told. */
export interface PolicyPart {
  readonly name: string;
  readonly text: string;
}

const mark = '# signalbox policy of several files: ';
const Header = z.array(z.tuple([z.string(), z.int().nonnegative()])).min(1);

/**
 * All files of a policy as one text, the root file first: a line that names each with its length, then their texts. The same files
 * always give the same text; a policy of one file is that file.
 */
export function bundleOf(root: PolicyPart, others: readonly PolicyPart[]): string {
  if (others.length === 0 && !root.text.startsWith(mark)) return root.text;
  const parts = [root, ...others.toSorted((a, b) => (a.name < b.name ? -1 : 1))];
  const header = JSON.stringify(parts.map(({ name, text }) => [name, text.length]));
  return `${mark}${header}\n${parts.map(({ text }) => text).join('')}`;
}

/** The files in a text that `bundleOf` made; any other text is a policy of one file, called `file`. */
export function partsOf(text: string, file: string): readonly [root: PolicyPart, ...others: PolicyPart[]] {
  const end = text.indexOf('\n');
  const header = text.startsWith(mark) ? readHeader(text.slice(mark.length, end)) : null;
  const parts = header === null ? null : cut(text.slice(end + 1), header);
  const [first, ...others] = parts ?? [{ name: file, text }];
  const below = folderOf(file);
  return [
    { name: file, text: first?.text ?? '' },
    ...others.map((part) => ({ ...part, name: `${below}${part.name}` })),
  ];
}

/** True when a pattern of `include` means this path; a star does not reach beyond a folder. */
export function includes(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => matches(part, given[at] ?? ''));
}

/** The folder of a file, with the slash at its end; empty for one that lies here. */
export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function readHeader(json: string): z.output<typeof Header> | null {
  try {
    return Header.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

function cut(text: string, header: z.output<typeof Header>): PolicyPart[] | null {
  let from = 0;
  const parts = header.map(([name, length]) => {
    from += length;
    return { name, text: text.slice(from - length, from) };
  });
  return from === text.length ? parts : null;
}
