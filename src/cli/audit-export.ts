import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { walk } from '../store/walk.ts';
import type { ExitCode } from './verb.ts';
import { withDatabase } from './with-database.ts';

/** `audit export`: the exact bytes of every entry, one a line, in the order of the chain. */
export async function auditExport(args: readonly string[]): Promise<ExitCode> {
  parseArgs({ args: [...args] });
  return withDatabase(async (db) => {
    for await (const { seq, bytes } of walk(db)) {
      if (bytes === null) {
        process.stderr.write(`Entry ${seq} is missing. Run signalbox audit verify.\n`);
        return 1;
      }
      if (!process.stdout.write(Buffer.concat([bytes, newline]))) await once(process.stdout, 'drain');
    }
    return 0;
  });
}

const newline = Buffer.from('\n');
