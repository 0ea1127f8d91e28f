import { readPolicyFiles } from '../main/policy-files.ts';
import { inspectPolicy, type ReadPolicy } from '../policy/parse.ts';
import type { Problem } from '../policy/problems.ts';
import { usageError } from './verb.ts';

/** A policy that was read from disk, or what is wrong with it, a line each. */
export type PolicyOnDisk =
  | {
      readonly kind: 'read';
      readonly policy: ReadPolicy;
      /** The file with those that it includes, as it would become active. */
      readonly text: string;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/** Reads a policy file with the files that it includes, and checks all of it. */
export async function policyOnDisk(file: string): Promise<PolicyOnDisk> {
  const reading = await readPolicyFiles(file);
  if (reading.kind === 'problems') return { kind: 'unreadable', problems: reading.problems };
  const { problems, notes, read } = inspectPolicy(reading.text, file, Date.now());
  if (read === null) return { kind: 'wrong', problems: problems.map(lineOf) };
  const { text } = reading;
  return {
    kind: 'read',
    policy: read,
    text,
    notes: notes.map((note) => lineOf({ ...note, words: `note: ${note.words}` })),
  };
}

function lineOf({ file, line, words }: Problem): string {
  return `${file}:${line}: ${words}`;
}

/** Says what keeps a command from going on, for those that need a right policy. */
export function notUsable({ problems }: Exclude<PolicyOnDisk, { kind: 'read' }>): 2 {
  usageError(problems.join('\n'));
  return 2;
}
