import { readPolicyFiles } from '../main/policy-files.ts';
import { checkPolicy, type ReadPolicy, readPolicy } from '../policy/parse.ts';
import { usageError } from './verb.ts';

/** A policy that was read from disk, or what is wrong with it, a line each. */
export type PolicyOnDisk =
  | { readonly kind: 'read'; readonly text: string; readonly policy: ReadPolicy }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/** Reads a policy file with the files that it includes, and checks all of it. */
export async function policyOnDisk(file: string): Promise<PolicyOnDisk> {
  const reading = await readPolicyFiles(file);
  if (reading.kind === 'problems') return { kind: 'unreadable', problems: reading.problems };
  const problems = checkPolicy(reading.text, file, Date.now()).map((one) => `${one.file}:${one.line}: ${one.words}`);
  const policy = problems.length > 0 ? null : readPolicy(reading.text, file);
  return policy === null ? { kind: 'wrong', problems } : { kind: 'read', text: reading.text, policy };
}

/** Says what keeps a command from going on, for those that need a right policy. */
export function notUsable({ problems }: Exclude<PolicyOnDisk, { kind: 'read' }>): 2 {
  usageError(problems.join('\n'));
  return 2;
}
