import { parseArgs } from 'node:util';
import { explained } from '../policy/explain.ts';
import { lanesOf } from '../policy/lane-policy.ts';
import { near } from '../policy/near.ts';
import { type ReadPolicy, readPolicy } from '../policy/parse.ts';
import type { PolicyBook } from '../ports-store.ts';
import { redisPolicyBook } from '../store/policy-book.ts';
import { notUsable, policyOnDisk } from './policy-file.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean } from './words.ts';

/** `policy explain`: what holds for a model, and where each line comes from; of the active policy, or of a file. */
export async function explainPolicy(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { file: { type: 'string' } },
  });
  const [model, environment, ...more] = positionals;
  if (model === undefined || more.length > 0)
    return usageError('Name a model: signalbox policy explain MODEL [ENVIRONMENT] [--file FILE]');
  if (values.file === undefined) {
    return withDatabase(async (db) => {
      const read = await active(redisPolicyBook(db));
      if (read === null)
        return usageError('There is no active policy that this version can read. Name a file: --file FILE');
      return shown(read, model, environment);
    });
  }
  const read = await policyOnDisk(values.file);
  return read.kind === 'read' ? shown(read.policy, model, environment) : notUsable(read);
}

/** What holds in one lane, as a table: what, how, and from where. */
export function explainedLines(read: ReadPolicy, model: string, environment: string): readonly string[] {
  const lines = explained(read, model, environment);
  const width = Math.max(...lines.map(({ key }) => key.length));
  const long = Math.min(60, Math.max(...lines.map(({ text }) => text.length)));
  return [
    `${clean(model)} in ${clean(environment)}`,
    ...lines.map(({ key, text, from }) => `  ${key.padEnd(width)}  ${clean(text).padEnd(long)}  ${from}`),
  ];
}

function shown(read: ReadPolicy, model: string, environment: string | undefined): ExitCode {
  const lanes = lanesOf(read.policy).filter((lane) => lane.model === model);
  const asked = lanes.filter((lane) => environment === undefined || lane.environment === environment);
  if (asked.length === 0)
    return usageError(
      unknown(
        read,
        model,
        lanes.map((lane) => lane.environment),
      ),
    );
  print(...asked.flatMap((lane, at) => [...(at > 0 ? [''] : []), ...explainedLines(read, model, lane.environment)]));
  return 0;
}

function unknown({ policy }: ReadPolicy, model: string, path: readonly string[]): string {
  if (path.length > 0) return `${clean(model)} does not go there. Its path is ${path.join(' → ')}.`;
  const close = near(model, Object.keys(policy.models));
  return `There is no model ${clean(model)} in the policy.${close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''}`;
}

async function active(book: PolicyBook): Promise<ReadPolicy | null> {
  const document = await book.active();
  return document === null ? null : readPolicy(document.text, `policy-${document.number}`);
}
