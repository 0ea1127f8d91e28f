import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { reportCsv } from '../../../src/cli/report/report-csv.ts';
import { reportHtml } from '../../../src/cli/report/report-html.ts';
import type { Entry } from '../../../src/release/event.ts';
import { laneReport } from '../../../src/release/report/lane-report.ts';
import { laneOfStream } from '../../../src/store/derive.ts';
import { decodeEntry, emptyChain } from '../../../src/store/entries.ts';

const folder = join(import.meta.dirname, '../../fixtures/logs');
const Frozen = z.object({ entries: z.array(z.string()) });
const files = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version)).map((file) => join(folder, version, file)),
);

/** The lane of an entry, where it tells of one. */
function laneOf({ stream, event }: Entry) {
  return event.kind === 'opened' ? event.lane : laneOfStream(stream);
}

test.each(files)('%s can be reported on', (file) => {
  const entries = Frozen.parse(JSON.parse(readFileSync(file, 'utf8'))).entries.map((text) => decodeEntry(text));
  const span = { from: 0, to: entries.at(-1)?.at ?? 0 };
  const lanes = [...new Set(entries.map(laneOf).filter((lane) => lane !== null))];
  const reports = lanes.map((lane) => {
    const releases = new Set(entries.filter((entry) => laneOf(entry) === lane).map(({ stream }) => stream));
    return laneReport(
      lane,
      entries.filter(({ stream }) => releases.has(stream)),
      span,
    );
  });
  const proof = { findings: [], entries: entries.length, head: emptyChain, anchored: [] };
  const report = { model: 'churn', span, lanes: reports, people: new Map(), proof };
  for (const text of [reportCsv(report), reportHtml(report)]) {
    for (const { releases } of reports) for (const { state } of releases) expect(text).toContain(state.id);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  }
});
