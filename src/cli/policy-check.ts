import { parseArgs } from 'node:util';
import { lanesOf } from '../policy/lane-policy.ts';
import type { ReadPolicy } from '../policy/parse.ts';
import { explainedLines } from './policy-explain.ts';
import { policyOnDisk } from './policy-file.ts';
import { checkPeople } from './policy-people.ts';
import { type ExitCode, print, usageError } from './verb.ts';

/** `policy check`: every problem as `file:line: what is wrong, what to write instead`; then, where asked, what holds and who is too few. */
export async function checkPolicyFile(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { slack: { type: 'boolean', default: false }, explain: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return usageError('Name one policy file: signalbox policy check FILE');
  const read = await policyOnDisk(file);
  if (read.kind === 'unreadable') return usageError(read.problems.join('\n'));
  if (read.kind === 'wrong') {
    print(...read.problems);
    return 1;
  }
  print(...read.notes);
  if (values.explain) print(...everyLane(read.policy));
  print(`${file} is a valid policy.`);
  return values.slack ? checkPeople(read.policy.policy) : 0;
}

function everyLane(read: ReadPolicy): readonly string[] {
  return lanesOf(read.policy).flatMap(({ model, environment }) => [...explainedLines(read, model, environment), '']);
}
