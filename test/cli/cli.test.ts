import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LaneKey } from '../../src/release/ids.ts';
import { laneStream, releaseStream } from '../../src/release/stream.ts';
import { headAt } from '../../src/store/chain.ts';
import type { Database } from '../../src/store/database.ts';
import { redisStore } from '../../src/store/store.ts';
import { batch, churn, id, opened, rejected, story, version } from '../store/events.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const cli = join(import.meta.dirname, '../../src/cli.ts');

function signalbox(url: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { env: { REDIS_URL: url } }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

const march = Date.parse('2026-03-03T12:00:00Z');
const day = 24 * 3_600_000;

/** v12 was there on 3 March, v14 went live on 5 March and v15 was rejected on 6 March. */
async function filled(): Promise<{ readonly url: string; readonly db: Database }> {
  const { url } = await freshRedis();
  const db = await connected(url);
  const store = redisStore(db);
  const baseline = { kind: 'baseline-trusted', v: 1, version: version(12) } as const;
  const lane = [{ stream: laneStream(churn), expected: 0, events: [baseline] }];
  await store.append(batch(id(14), 0, [], { at: march, appends: lane }));
  const events = [opened(14), ...story(14).flat()];
  await store.append(batch(id(14), 0, events, { at: march + 2 * day }));
  await store.append(batch(id(15), 0, [opened(15), rejected], { at: march + 3 * day }));
  return { url, db };
}

test('without words, or with unknown ones, it says what there is to type', async () => {
  const { url } = await freshRedis();
  expect(await signalbox(url)).toMatchObject({
    code: 0,
    out: expect.stringContaining('signalbox audit verify [FILE]'),
  });
  expect(await signalbox(url, 'deploy')).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  expect(await signalbox(url, 'status', '--loud')).toMatchObject({ code: 2, err: expect.stringContaining("'--loud'") });
});

test('without REDIS_URL, or without a Redis, it says so in words', async () => {
  expect(await signalbox('', 'status')).toMatchObject({
    code: 2,
    err: expect.stringContaining('REDIS_URL is missing'),
  });
  const gone = await signalbox('redis://127.0.0.1:1', 'status');
  expect(gone).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot reach its database') });
});

test('status says what is live, what is on its way and what is paused', async () => {
  const { url, db } = await filled();
  const store = redisStore(db);
  const paused = {
    kind: 'paused',
    v: 1,
    cause: 'person',
    why: 'stock-taking\u001b[2J',
    until: null,
    release: null,
  } as const;
  await store.append(batch(id(16), 0, [opened(16)]));
  const lane = [{ stream: laneStream(churn), expected: 1, events: [paused] }];
  await store.append(batch(id(16), 0, [], { appends: lane }));
  expect(await signalbox(url, 'status')).toMatchObject({
    code: 0,
    out: [
      'churn/production: v14, verified, since 2026-03-05 12:00 (r-0000000014)',
      '  r-0000000016  promotion of v16, gathering',
      '  Paused (person) until somebody resumes: stock-taking [2J',
      '',
    ].join('\n'),
  });
  const json = await signalbox(url, 'status', '--json');
  expect(JSON.parse(json.out)).toMatchObject([{ lane: churn, live: { version: '14' } }]);
});

test('history tells the releases of a model, newest first', async () => {
  const { url } = await filled();
  const { code, out } = await signalbox(url, 'history', 'churn', '--in', 'production');
  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 3)).toEqual([
    'churn/production:',
    '  2026-03-06 12:00  r-0000000015  promotion  v15  rejected  by U0PAT  "better recall on high-value customers"',
    '  2026-03-05 12:00  r-0000000014  promotion  v14  verified  by U0PAT  "better recall on high-value customers"',
  ]);
  expect(await signalbox(url, 'history', 'chrn')).toMatchObject({
    code: 2,
    err: 'Signalbox knows no chrn. Known: churn/production.\n',
  });
});

test.each([
  ['2026-03-02', 'on 2026-03-02 23:59 UTC: unknown. Signalbox first looked on 2026-03-03 12:00.'],
  ['2026-03-03T11:59Z', 'on 2026-03-03 11:59 UTC: unknown. Signalbox first looked on 2026-03-03 12:00.'],
  ['2026-03-03', 'on 2026-03-03 23:59 UTC: v12, there before Signalbox, since 2026-03-03 12:00'],
  ['2026-03-05', 'on 2026-03-05 23:59 UTC: v14, verified, since 2026-03-05 12:00 (r-0000000014)'],
  ['2026-03-30', 'on 2026-03-30 23:59 UTC: v14, verified, since 2026-03-05 12:00 (r-0000000014)'],
])('what was live on %s', async (date, words) => {
  const { url } = await filled();
  expect((await signalbox(url, 'history', 'churn', '--on', date)).out).toBe(`churn/production:\n  ${words}\n`);
});

test('a date that is none is refused', async () => {
  const { url } = await filled();
  expect(await signalbox(url, 'history', 'churn', '--on', '3 March')).toMatchObject({
    code: 2,
    err: '3 March is not a date. Write 2026-03-03 or 2026-03-03T14:05Z; times are UTC.\n',
  });
});

test('show tells one release entry by entry', async () => {
  const { url } = await filled();
  const { out } = await signalbox(url, 'show', 'r-0000000015');
  expect(out).toContain('churn → production\n');
  expect(out).toMatch(/ rejected {2}by U0PAT {2}reason=recall is too low\n/);
  const json = await signalbox(url, 'show', 'r-0000000015', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ state: { phase: 'rejected' }, log: [{ index: 0 }, { index: 1 }] });
  expect(await signalbox(url, 'show', 'r-0000000099')).toMatchObject({
    code: 2,
    err: 'There is no release r-0000000099.\n',
  });
  expect(await signalbox(url, 'show', 'churn')).toMatchObject({
    code: 2,
    err: expect.stringContaining('footer of its card'),
  });
});

test('the log is verified in Redis and, exported, without it; a change is found in both', async () => {
  const { url, db } = await filled();
  const anchor = await headAt(db, 5);
  const plain = await signalbox(url, 'audit', 'verify');
  expect(plain).toMatchObject({ code: 0, out: expect.stringContaining('Without an anchor this cannot prove') });
  const anchored = await signalbox(url, 'audit', 'verify', '--anchor', `5:${anchor?.hash}`);
  expect(anchored).toMatchObject({ code: 0, out: expect.stringContaining('Anchors prove entries 1 to 5.') });
  expect((await signalbox(url, 'audit', 'verify', '--anchor', '5:abc')).code).toBe(2);

  const exported = await signalbox(url, 'audit', 'export');
  expect(exported.out.split('\n')).toHaveLength((await redisStore(db).chainHead()).seq + 1);
  const file = await saved(exported.out);
  expect(await signalbox('', 'audit', 'verify', file, '--anchor', `5:${anchor?.hash}`)).toMatchObject({
    code: 0,
    out: anchored.out,
  });
  const changed = await saved(exported.out.replace('too low', 'too LOW').replace('better', 'Better'));
  const found = await signalbox('', 'audit', 'verify', changed);
  expect(found.code).toBe(1);
  expect(found.out).toContain('Entry 3 does not follow from the entry before it: one of the two was changed.');

  await db.redis.rpop(db.keys.stream(releaseStream(id(15))));
  const cut = await signalbox(url, 'audit', 'verify');
  expect(cut).toMatchObject({ code: 1, out: expect.stringContaining('The log is NOT as it was written') });
});

test('rebuild puts right what was lost beside the log', async () => {
  const { url, db } = await filled();
  await db.redis.del(db.keys.lanes);
  expect(await signalbox(url, 'rebuild')).toMatchObject({ code: 0, out: expect.stringContaining('Rebuilt from') });
  expect((await redisStore(db).lane(LaneKey.parse(churn))).live).toMatchObject({ version: '14' });
});

test('policy check names every problem with its line', async () => {
  const file = await saved('admin: C0ADMIN\nsurprise: 1\n');
  const { code, out } = await signalbox('', 'policy', 'check', file);
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`^${file}:2: .*surprise`, 'm'));
  expect(await signalbox('', 'policy', 'check', '/nowhere.yaml')).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot be read'),
  });
});

async function saved(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'file');
  await writeFile(file, text);
  return file;
}
