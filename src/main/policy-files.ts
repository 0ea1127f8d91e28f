import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { bundleOf, type PolicyPart } from '../policy/bundle.ts';
import { includedPatterns } from '../policy/include.ts';
import { matches } from '../release/pattern.ts';

const mostFiles = 1000;
const mostBytes = 1024 * 1024;

/** The policy with all files that it includes as one text, or what keeps a file from being read. */
export type PolicyReading =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/**
 * Reads a policy file and the files of teams that it includes: only below its own folder, no hidden ones, none through a link that
 * leads out, a thousand at most of a megabyte each.
 */
export async function readPolicyFiles(path: string): Promise<PolicyReading> {
  const root = await readPart(path, path);
  if (typeof root === 'string') return { kind: 'problems', problems: [root] };
  const folder = dirname(path);
  const found = await Promise.all(includedPatterns(root.text).map((pattern) => filesOf(folder, pattern.split('/'))));
  const names = [...new Set(found.flat())].sort();
  if (names.length > mostFiles)
    return {
      kind: 'problems',
      problems: [`${path}: it includes ${names.length} files. Include ${mostFiles} at most.`],
    };
  const inside = await realpath(folder);
  const parts: (PolicyPart | string)[] = [];
  for (const name of names) parts.push(await readBelow(folder, name, inside));
  const problems = parts.filter((part) => typeof part === 'string');
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'read',
    text: bundleOf(
      root,
      parts.filter((part) => typeof part !== 'string'),
    ),
  };
}

/** Paths below the folder that a pattern means, with a slash between their parts. */
async function filesOf(folder: string, [first = '', ...rest]: readonly string[]): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const meant = names.filter((name) => !name.startsWith('.') && matches(first, name));
  if (rest.length === 0) return meant;
  const below = await Promise.all(
    meant.map(async (name) => (await filesOf(join(folder, name), rest)).map((path) => `${name}/${path}`)),
  );
  return below.flat();
}

async function readBelow(folder: string, name: string, inside: string): Promise<PolicyPart | string> {
  const path = join(folder, name);
  const real = await realpath(path).catch(() => null);
  if (real !== null && !real.startsWith(inside.endsWith(sep) ? inside : inside + sep))
    return `${path} is a link that leads out of ${folder}. Put the file itself there.`;
  return readPart(path, name);
}

async function readPart(path: string, name: string): Promise<PolicyPart | string> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return `${path} is larger than ${mostBytes / 1024} KB. Split it into files of teams.`;
    return { name, text: await readFile(path, 'utf8') };
  } catch {
    return `${path} cannot be read. Write the path of a file that exists, and that this process may read.`;
  }
}
