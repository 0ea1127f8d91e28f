import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkPolicy } from '../policy/parse.ts';
import { type ExitCode, print, usageError } from './verb.ts';

/** `policy check`: every problem as `file:line: what is wrong, what to write instead`. */
export async function checkPolicyFile(args: readonly string[]): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return usageError('Name one policy file: signalbox policy check FILE');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return usageError(`${file} cannot be read. Name a policy file that exists.`);
  const problems = checkPolicy(text, file, Date.now());
  print(...problems.map(({ line, words }) => `${file}:${line}: ${words}`));
  if (problems.length === 0) print(`${file} is a valid policy.`);
  return problems.length === 0 ? 0 : 1;
}
