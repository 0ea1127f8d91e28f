import { parseArgs } from 'node:util';
import { rebuild } from '../store/rebuild.ts';
import { type ExitCode, print } from './verb.ts';
import { withDatabase } from './with-database.ts';

/** `rebuild`: lanes, lists, due times and records of commands, from the log alone. Signalbox may go on meanwhile. */
export async function rebuildDerived(args: readonly string[]): Promise<ExitCode> {
  parseArgs({ args: [...args] });
  return withDatabase(async (db) => {
    const entries = await rebuild(db);
    print(`Rebuilt from ${entries} entries. Every release is looked at and shown once more; nothing is posted twice.`);
    return 0;
  });
}
