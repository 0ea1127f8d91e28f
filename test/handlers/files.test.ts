import { expect, test } from 'vitest';
import { approveRelease, requestNext } from '../../blocks/actions.ts';
import { manifest } from '../../handlers/manifest.ts';
import type { Painter } from '../../src/charts/painter.ts';
import { Version } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { policyText, type Stage, stage } from '../features/support.ts';

const chartAlt = 'Chart: churn v2 → staging, v2 against v1, which is live. auc 0.92, was 0.91: better, needs ≥ 0.80.';

/** A stage where v1 is live in staging; what comes next has something to be compared with. */
async function withChampion(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const on = await stage(options);
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(31 * 60_000);
  return on;
}

const promote = async (on: Stage, auc = 0.92) => on.type('pat', `promote churn@${on.version(auc)} to staging`);

function fileMessages(on: Stage, channel = 'C0STAGING') {
  return (on.slack.world.messages.get(channel) ?? []).filter(({ files }) => files.length > 0);
}

const texts = (on: Stage, channel = 'C0STAGING') =>
  (on.slack.world.messages.get(channel) ?? []).map(({ content }) => content.text);

function filesOf(on: Stage, channel = 'C0STAGING') {
  return fileMessages(on, channel).flatMap(({ files }) => files.flatMap((id) => on.slack.world.files.get(id) ?? []));
}

async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('staging'), 1);
  if (id === undefined) throw new Error('No release');
  return id;
}

const missing = (...scopes: readonly string[]) => {
  const made = manifest({ transport: 'http' });
  const bot = made.oauth_config.scopes.bot.filter((scope) => !scopes.includes(scope));
  return { ...made, oauth_config: { scopes: { bot } } };
};

test('a promotion that can be compared has a chart in its thread, with words for those who do not see it', async () => {
  const on = await withChampion();
  expect(fileMessages(on)).toEqual([]);
  await promote(on);
  const [message, ...more] = fileMessages(on);
  expect(more).toEqual([]);
  const card = (await on.book.of(releaseStream(await newest(on)))).get('card');
  expect(message?.threadTs).toBe(card?.ts);
  expect(message?.content.text).toBe('The metrics of v2 against v1, which is live.');
  const [file] = filesOf(on);
  expect(file?.altText).toBe(chartAlt);
  expect(file?.bytes?.subarray(1, 4).toString()).toBe('PNG');
});

test('the notifier run again, or twice at once, shows no second picture', async () => {
  const on = await withChampion();
  await promote(on);
  const stream = releaseStream(await newest(on));
  await Promise.all([on.notifier.show(stream), on.notifier.show(stream)]);
  on.clock.advance(10_000);
  await on.notifier.show(stream);
  await on.settle(31 * 60_000);
  expect(fileMessages(on)).toHaveLength(1);
});

test.each([
  { what: 'the picture was shown and the answer lost', on: 'files.completeUploadExternal' },
  { what: 'the address was given and the answer lost', on: 'files.getUploadURLExternal' },
  { what: 'the bytes arrived and the answer was lost', on: 'upload' },
])('rule 13: $what: one picture in the end', async ({ on: method }) => {
  const on = await withChampion();
  on.slack.faults.add({ kind: 'answer-lost', on: method, times: 1 });
  await promote(on);
  await on.settle(60_000);
  expect(fileMessages(on)).toHaveLength(1);
});

test('rule 13: Slack takes no files for a while: card and words are there at once, the picture when it can be', async () => {
  const on = await withChampion();
  on.slack.faults.add({ kind: 'error', on: 'files.*', times: 3 });
  await promote(on);
  expect(on.seen('kim')).toContain('churn v2');
  await on.settle(5 * 60_000);
  expect(fileMessages(on)).toHaveLength(1);
  expect(on.seen('kim')).not.toContain('is not shown');
});

test('what cannot be uploaded for a quarter of an hour is given up, and the thread says so once', async () => {
  const on = await withChampion({
    policy: policyText.replace('approvals: none, watch: 10m', 'approvals: none, watch: 2h'),
  });
  await on.settle(3 * 3_600_000);
  on.slack.faults.add({ kind: 'error', on: 'files.*' });
  await promote(on);
  await on.settle(40 * 60_000);
  const told = texts(on).filter((text) => text.startsWith('The chart of the metrics is not shown.'));
  expect(told).toEqual(['The chart of the metrics is not shown. It could not be uploaded to Slack.']);
  expect(fileMessages(on)).toEqual([]);
});

test('an answer lost when patience is nearly over is looked for, not taken for a failure', async () => {
  const on = await withChampion({
    policy: policyText.replace('approvals: none, watch: 10m', 'approvals: none, watch: 2h'),
  });
  await on.settle(3 * 3_600_000);
  on.slack.faults.add({ kind: 'error', on: 'files.*' });
  await promote(on);
  await on.settle(14 * 60_000);
  on.slack.faults.clear();
  on.slack.faults.add({ kind: 'answer-lost', on: 'files.completeUploadExternal', times: 1 });
  await on.settle(20 * 60_000);
  expect(fileMessages(on)).toHaveLength(1);
  expect(on.seen('kim')).not.toContain('is not shown');
});

test('without the right to upload the admins hear it once, each thread says it, and nothing is tried for ever', async () => {
  const on = await withChampion({ workspace: { manifest: missing('files:write') } });
  await promote(on);
  await on.settle(31 * 60_000);
  await promote(on, 0.93);
  await on.settle(31 * 60_000);
  const told = (on.slack.world.messages.get('C0ADMIN') ?? []).filter((one) =>
    JSON.stringify(one).includes('files:write'),
  );
  expect(told).toHaveLength(1);
  const tries = on.slack.traffic().filter(({ name }) => name === 'files.getUploadURLExternal');
  expect(tries).toHaveLength(2);
});

test('a picture that cannot be drawn is told in words', async () => {
  const painter: Pick<Painter, 'draw'> = { draw: async () => ({ kind: 'failed', why: 'no canvas' }) };
  const on = await withChampion({ painter });
  await promote(on);
  expect(on.seen('kim')).toContain('could not be drawn');
  expect(fileMessages(on)).toEqual([]);
});

/** A stage where v1 is live in production and v2 waits for reviewers there. */
async function reviewed(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const on = await withChampion(options);
  await on.press('pat', requestNext);
  for (const who of ['kim', 'plat']) await on.press(who, approveRelease);
  await on.settle(31 * 60_000);
  await promote(on);
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  return on;
}

test('the same numbers are not drawn again, other numbers are', async () => {
  const on = await reviewed();
  expect(fileMessages(on, 'C0PROD')).toHaveLength(1);
  const version = on.model('staging')?.versions.get(Version.parse('2'));
  if (version === undefined) throw new Error('There is no v2');
  version.tags.set('note', 'changed after the card');
  await on.settle(10 * 60_000);
  // One of v1, two of v2.
  expect(texts(on, 'C0PROD').filter((text) => text.startsWith('Evidence '))).toHaveLength(3);
  expect(fileMessages(on, 'C0PROD')).toHaveLength(1);
  version.logged = { ...version.logged, metrics: [{ name: 'auc', value: 0.9, dataset: null }] };
  await on.settle(10 * 60_000);
  expect(fileMessages(on, 'C0PROD')).toHaveLength(2);
  expect(filesOf(on, 'C0PROD').at(-1)?.altText).toContain('auc 0.90, was 0.91: worse');
});
