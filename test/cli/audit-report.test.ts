import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditReport } from '../../src/cli/audit-report.ts';
import { laneStream } from '../../src/release/stream.ts';
import { redisStore } from '../../src/store/store.ts';
import { evil, fillMarch } from '../release/report/march.ts';
import { churn, digest, id } from '../store/events.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';
import { heard, saved, signalbox } from './calling.ts';

async function filled() {
  const { url } = await freshRedis();
  const db = await connected(url);
  await fillMarch(redisStore(db));
  const report = (...more: readonly string[]) => signalbox({ REDIS_URL: url }, 'audit', 'report', ...more);
  return { db, report };
}

const march = ['--model', 'churn', '--from', '2026-03-01', '--to', '2026-03-31'];

test('as a page: what was live, who let it in and on what evidence, what went wrong, and that the log holds together', async () => {
  const { report } = await filled();
  const { code, out } = await report(...march);
  expect(code).toBe(0);
  const told = out.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  for (const words of [
    'churn in production',
    'v14 2026-03-05 12:00:00 UTC 2026-03-08 12:00:00 UTC verified r-0000000014 U0PAT',
    `Evidence ${digest('evidence')}`,
    'metric auc/slice_0 ≥ 0.80 pass',
    'recall/high_value_0 0.71',
    'One person acted alone',
    'break-glass: U0PAT alone the field is empty break-glass: U0SAM looked at it: was right',
    'break-glass: U0SAM looked at it: was right',
    'Moved outside Signalbox: champion from v16 to v11',
    'Paused (person): stock-taking',
    'i-0000000001: errors, critical, ended',
    `rollback ${id(90)}`,
    'The log holds together',
  ])
    expect(told).toContain(words);
  expect(out).not.toContain('<script');
  expect(out).toContain('&lt;script&gt;');
});

test('as CSV: one table, which no spreadsheet takes for formulas', async () => {
  const { report } = await filled();
  const file = join(await saved('', 'report.csv'));
  expect(await report(...march, '--environment', 'production', '--format', 'csv', '--out', file)).toMatchObject({
    code: 0,
    out: `Written: ${file}\n`,
  });
  const lines = (await readFile(file, 'utf8')).split('\r\n');
  expect(lines[0]).toBe('section,environment,time,until,version,about,what,who,words,evidence,entry');
  expect(lines.at(-1)).toBe('');
  expect(lines.join('\n')).toContain(evil.replaceAll('"', '""'));
  expect(lines.filter((line) => /(^|,)"?[=+@-]/.test(line))).toEqual([]);
  const sections = new Set(lines.slice(1, -1).map((line) => line.split(',')[0]));
  expect([...sections]).toEqual([
    ...['live', 'release', 'gate', 'metric', 'course', 'anchor', 'incident', 'around', 'person', 'proof'],
  ]);
});

test('a log that was changed is reported, and ends the command with 1', async () => {
  const { db, report } = await filled();
  const key = db.keys.stream(laneStream(churn));
  const [first = ''] = await db.redis.lrange(key, 0, 0);
  await db.redis.lset(key, 0, first.replace('"12"', '"13"'));
  const { code, out, err } = await report(...march);
  expect(code).toBe(1);
  expect(out).toContain('The log is NOT as it was written');
  expect(err).toContain('signalbox audit verify');
});

test.each([
  [['--from', '2026-03-01', '--to', '2026-03-02'], 'Name a model'],
  [['--model', 'churn', '--to', '2026-03-02'], 'Say from when to when'],
  [['--model', 'churn', '--from', 'March', '--to', '2026-03-02'], 'March is not a date.'],
  [['--model', 'churn', '--from', '2026-02-01', '--to', '2026-02-30'], '2026-02-30 is not a date.'],
  [['--model', 'churn', '--from', '2026-02-30T10:00Z', '--to', '2026-03-02'], '2026-02-30T10:00Z is not a date.'],
  [['--model', 'churn', '--from', '2026-03-03', '--to', '2026-03-02'], '2026-03-02 is before 2026-03-03.'],
  [[...march, '--format', 'pdf'], 'pdf is no format. Write csv or html.'],
])('%j: %s', async (args, words) => {
  expect(await heard(() => auditReport(args))).toMatchObject({ code: 2, err: expect.stringContaining(words) });
});

test('a place that nobody knows is named', async () => {
  const { report } = await filled();
  expect(await report(...march, '--environment', 'moon')).toMatchObject({
    code: 2,
    err: 'Signalbox knows no churn in moon.\n',
  });
});

test('a file that cannot be written is named', async () => {
  const { report } = await filled();
  expect(await report(...march, '--out', '/there/is/no/such/folder.html')).toMatchObject({
    code: 2,
    err: '/there/is/no/such/folder.html cannot be written (ENOENT). Name a file in a folder that exists.\n',
  });
});
