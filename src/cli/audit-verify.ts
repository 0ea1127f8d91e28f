import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Audit, auditLines, auditRedis } from '../store/audit.ts';
import { anchorOf } from './anchor.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';

const shown = 50;

/** `audit verify`: the log in Redis, or an exported file without Redis. */
export async function auditVerify(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { anchor: { type: 'string', multiple: true, default: [] } },
  });
  const anchors = values.anchor.map(anchorOf);
  const wrong = values.anchor.filter((_, place) => anchors[place] === null);
  if (wrong.length > 0)
    return usageError(`Not an anchor: ${wrong.join(', ')}. Write SEQ:HASH, as in the tag signalbox.anchor.`);
  const known = anchors.filter((anchor) => anchor !== null);
  const [file, ...more] = positionals;
  if (more.length > 0) return usageError(`One file at a time, please: ${positionals.join(', ')}`);
  if (file === undefined) return withDatabase(async (db) => report(await auditRedis(db, known)));
  return report(await auditLines(linesOf(file), known));
}

/** Lines as the bytes they are: Latin-1 keeps each byte one character. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  for await (const line of createInterface({
    input: createReadStream(file, 'latin1'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    yield Buffer.from(line, 'latin1');
  }
}

function report({ findings, entries, head, anchored }: Audit): ExitCode {
  print(...findings.slice(0, shown).map(({ seq, words }) => (seq === 0 ? words : `Entry ${seq} ${words}.`)));
  if (findings.length > shown) print(`… and ${findings.length - shown} more.`);
  if (findings.length > 0) {
    print(`The log is NOT as it was written: ${findings.length} findings in ${entries} entries.`);
    return 1;
  }
  print(
    `The log holds together: ${entries} entries, each following from the one before.`,
    `Its end is ${head.seq}:${head.hash}`,
  );
  print(...proven(anchored, entries));
  return 0;
}

function proven(anchored: Audit['anchored'], entries: number): readonly string[] {
  const last = Math.max(0, ...anchored.map(({ seq }) => seq));
  if (last === entries && entries > 0) return ['An anchor proves it to its end.'];
  if (last > 0) return [`Anchors prove entries 1 to ${last}. What came after could have been cut off or written anew.`];
  return [
    'Without an anchor this cannot prove that the end was not cut off, nor that the whole log was not written anew.',
    'Give --anchor SEQ:HASH: the tag signalbox.anchor of any version that Signalbox released.',
  ];
}
