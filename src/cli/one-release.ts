import { parseArgs } from 'node:util';
import { ReleaseId } from '../release/ids.ts';
import { type ExitCode, usageError } from './verb.ts';

/** Reads `RELEASE [--json]` and goes on with it; another call is told what to write. */
export async function oneRelease(
  args: readonly string[],
  run: (id: ReleaseId, json: boolean) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const id = namedRelease(positionals);
  return typeof id === 'number' ? id : run(id, values.json);
}

/** The one release that was named, or how the command ends. */
export function namedRelease(positionals: readonly string[]): ReleaseId | ExitCode {
  const id = ReleaseId.safeParse(positionals[0]);
  if (id.success && positionals.length === 1) return id.data;
  return usageError(
    'Name one release, such as r-0123456789: it is in the footer of its card, and in `signalbox status`.',
  );
}
