import { confirmed } from './asking.ts';
import { type ExitCode, usageError } from './verb.ts';

/** Shows what would happen and asks once; null where it may go on. `yes` was said with the command. */
export async function consent(shown: () => readonly string[], yes: boolean): Promise<ExitCode | null> {
  if (yes) return null;
  for (const line of shown()) process.stderr.write(`${line}\n`);
  const said = await confirmed('Go on?');
  if (said === 'yes') return null;
  if (said === 'no-terminal')
    return usageError('Nothing was done: nobody can be asked here. Say --yes to go on without a question.');
  process.stderr.write('Nothing was done.\n');
  return 1;
}
