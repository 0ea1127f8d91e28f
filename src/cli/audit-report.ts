import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Span } from '../release/report/shape.ts';
import { endOf, startOf } from './date.ts';
import { lanesOf, type Report, reportOn } from './report/audit.ts';
import { reportCsv } from './report/report-csv.ts';
import { reportHtml } from './report/report-html.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean } from './words.ts';

const writers = { csv: reportCsv, html: reportHtml } as const satisfies Record<string, (report: Report) => string>;
const how = 'signalbox audit report --model MODEL --from 2026-01-01 --to 2026-03-31';

/** `audit report`: what was live in a span of time, who asked, who let it in and on what evidence, and what went wrong; for people without Slack. */
export async function auditReport(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string' },
      environment: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string', default: 'html' },
      out: { type: 'string' },
    },
  });
  const { model, environment = null, format, out = null } = values;
  if (model === undefined) return usageError(`Name a model: ${how}`);
  const span = spanOf(values.from, values.to);
  if (typeof span === 'string') return usageError(span);
  const write = format === 'csv' || format === 'html' ? writers[format] : null;
  if (write === null) return usageError(`${clean(format)} is no format. Write csv or html.`);
  return withDatabase(async (db) => {
    const lanes = await lanesOf(db, model, environment);
    const where = environment === null ? '' : ` in ${clean(environment)}`;
    if (lanes.length === 0) return usageError(`Signalbox knows no ${clean(model)}${where}.`);
    const report = await reportOn(db, model, lanes, span);
    const problem = await told(write(report), out);
    return problem ?? sound(report);
  });
}

function spanOf(from: string | undefined, to: string | undefined): Span | string {
  if (from === undefined || to === undefined) return `Say from when to when: ${how}`;
  const [begins, ends] = [startOf(from), endOf(to)];
  if (begins === 'unreadable' || ends === 'unreadable')
    return `${clean(begins === 'unreadable' ? from : to)} is not a date. Write 2026-03-03 or 2026-03-03T14:05Z; times are UTC.`;
  return begins <= ends ? { from: begins, to: ends } : `${clean(to)} is before ${clean(from)}.`;
}

async function told(text: string, out: string | null): Promise<ExitCode | null> {
  if (out === null) process.stdout.write(text);
  if (out === null) return null;
  const problem = await writeFile(out, text).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
  );
  if (problem !== null)
    return usageError(`${clean(out)} cannot be written (${problem}). Name a file in a folder that exists.`);
  print(`Written: ${clean(out)}`);
  return null;
}

/** The report is written in any case; that its log was changed must not be overlooked. */
function sound({ proof: { findings } }: Report): ExitCode {
  if (findings.length === 0) return 0;
  process.stderr.write('The log is NOT as it was written: see Proof in the report, and run signalbox audit verify.\n');
  return 1;
}
