import { describe, expect, test } from 'vitest';
import type { ChannelInput } from '../../sandbox/slack/people.ts';
import { Version } from '../../src/release/ids.ts';
import { logRun } from '../fakes/registry.ts';
import { policyText, type Stage, stage } from '../features/support.ts';

const showing = (...show: readonly string[]) =>
  show.length === 0
    ? policyText
    : policyText.replace(
        '    opens: never\n',
        `    opens: never\n    show:\n${show.map((one) => `      - ${one}\n`).join('')}`,
      );

const gif = (words: string) => `GIF89a ${words}`;

const evalTable = (answers: readonly (readonly [string, string])[]) =>
  JSON.stringify({ columns: ['inputs', 'outputs'], data: answers });

const channels = (staging: Partial<ChannelInput> = {}): ChannelInput[] =>
  ['admin', 'staging', 'prod'].map((name) => ({
    id: `C0${name.toUpperCase()}`,
    name,
    people: ['pat', 'kim', 'lee', 'plat', 'otto'],
    app: true,
    ...(name === 'staging' ? staging : {}),
  }));

interface Logged {
  readonly candidate: Readonly<Record<string, string>>;
  readonly champion?: Readonly<Record<string, string>>;
}

/** A stage where v1 is live in staging and v2 was just asked for, each with the files of its run. */
async function asked(
  show: readonly string[],
  { candidate, champion = {} }: Logged,
  staging: Partial<ChannelInput> = {},
) {
  const on = await stage({ policy: showing(...show), workspace: { channels: channels(staging) } });
  await promoted(on, 0.91, 'run-v1', champion);
  await on.settle(31 * 60_000);
  await promoted(on, 0.92, 'run-v2', candidate);
  return on;
}

async function promoted(on: Stage, auc: number, run: string, artifacts: Readonly<Record<string, string>>) {
  const number = on.version(auc);
  const made = on.model('staging')?.versions.get(Version.parse(number));
  if (!made?.logged.run) throw new Error('It has no run');
  made.logged = { ...made.logged, run: { ...made.logged.run, id: run } };
  logRun(on.servers.staging, run, { artifacts });
  await on.type('pat', `promote churn@${number} to staging`);
}

const thread = (on: Stage) => (on.slack.world.messages.get('C0STAGING') ?? []).filter(({ threadTs }) => threadTs);
const titles = (on: Stage) =>
  thread(on).map(({ files }) => files.map((id) => on.slack.world.files.get(id)?.title ?? ''));
const words = (on: Stage) =>
  thread(on).map(({ content }) =>
    JSON.stringify(content.blocks ?? []).replaceAll(/[[\]{}"]|type:|text:|elements:/g, ''),
  );

describe('files that reviewers must see', () => {
  test('pictures go to the thread as files, each version’s side by side, with words for those who do not see them', async () => {
    const on = await asked(['{ artifact: plots/*, beside: champion }'], {
      candidate: { 'plots/confusion.gif': gif('new'), 'plots/roc.gif': gif('new roc'), 'model.pkl': 'no' },
      champion: { 'plots/confusion.gif': gif('old') },
    });
    expect(titles(on)).toContainEqual(['v2 plots/confusion.gif', 'v2 plots/roc.gif', 'v1 plots/confusion.gif']);
    const files = [...on.slack.world.files.values()];
    expect(files.map(({ altText }) => altText)).toContain('plots/confusion, a picture logged by the run of v1');
    expect(files.map(({ bytes }) => bytes?.toString())).toContain(gif('old'));
  });

  test('a table shows its first rows and says how many there are', async () => {
    const csv = 'text,label,predicted\r\n"good, ""really""",1,0\nbad,0,1\nso so,1,1\n';
    const on = await asked(['{ artifact: errors.csv, rows: 2 }'], { candidate: { 'errors.csv': csv } });
    const table = words(on).findLast((one) => one.includes('errors.csv'));
    expect(table).toContain('first 2 of 3 rows');
    expect(table).toContain('good, \\really\\');
    expect(table).not.toContain('so so');
  });

  test('answers to fixed prompts stand beside the champion’s, matched by their input', async () => {
    const on = await asked(['{ artifact: eval_table.json, beside: champion }'], {
      candidate: {
        'eval_table.json': evalTable([
          ['2+2?', '4'],
          ['Capital of France?', 'Paris'],
          ['New?', 'yes'],
        ]),
      },
      champion: {
        'eval_table.json': evalTable([
          ['Capital of France?', 'Lyon'],
          ['2+2?', '4'],
        ]),
      },
    });
    const table = words(on).findLast((one) => one.includes('eval_table.json'));
    expect(table).toContain('v2 beside v1');
    expect(table).toContain('v2: Paris\\n  v1: Lyon');
    expect(table).toContain('v1 has no such row.');
    expect(table).not.toContain('v1: 4');
  });

  test('rule 11: what a run logged is text and nothing else', async () => {
    const on = await asked(['out.jsonl'], {
      candidate: { 'out.jsonl': '{"input":"<!channel> *hi*","output":"<@U0PAT>"}\n' },
    });
    const message = thread(on).findLast(({ content }) => JSON.stringify(content).includes('out.jsonl'));
    expect(JSON.stringify(message?.content.blocks)).toContain('<!channel> *hi*');
    expect(JSON.stringify(message?.content.blocks)).not.toContain('mrkdwn');
    expect(on.slack.world.pings.filter(({ ts }) => ts === message?.ts)).toEqual([]);
  });

  test.each([
    { name: 'nothing matches', files: {}, why: 'The run of v2 logged no such file.' },
    { name: 'neither picture nor table', files: { 'thing.png': 'MZ no picture' }, why: 'It is no picture' },
    { name: 'a picture too large', files: { 'thing.png': gif('x'.repeat(5_300_000)) }, why: 'up to 5 MB are shown' },
    { name: 'a table without rows', files: { 'thing.csv': 'a,b\n' }, why: 'no table' },
  ])('where there is nothing to show the thread says why: $name', async ({ files, why }) => {
    const on = await asked(['thing.*'], { candidate: files });
    expect(words(on).join('\n')).toContain(why);
    expect(
      titles(on)
        .flat()
        .filter((title) => title.includes('thing')),
    ).toEqual([]);
  });

  test.each([
    { name: 'shared with another company', staging: { external: true }, why: 'It is shared with another company.' },
    { name: 'with a guest', staging: { people: ['pat', 'kim', 'gus'] }, why: 'It has guests.' },
    { name: 'with a stranger', staging: { people: ['pat', 'kim', 'sid'] }, why: 'It has guests.' },
  ])('a channel $name gets none of them, and says so once', async ({ staging, why }) => {
    const on = await asked(['errors.csv', '"plots/*"'], { candidate: { 'errors.csv': 'a,b\nsecret,2\n' } }, staging);
    await on.settle(31 * 60_000);
    const all = JSON.stringify([...on.slack.world.messages.values()]);
    expect(all).not.toContain('secret');
    const refusals = words(on).filter((one) => one.includes(`Files of runs stay out of this channel. ${why}`));
    expect(refusals.filter((one) => one.includes('errors.csv'))).toHaveLength(2);
    expect(on.slack.traffic().filter(({ name }) => name === 'conversations.info').length).toBeLessThanOrEqual(4);
  });

  test('off by default: nothing is shown, and nobody is asked who reads the channel', async () => {
    const on = await asked([], { candidate: { 'errors.csv': 'a,b\n1,2\n' } });
    expect(JSON.stringify(thread(on))).not.toContain('errors.csv');
    expect(on.slack.traffic().filter(({ name }) => name === 'conversations.members')).toEqual([]);
  });
});
