import { expect, test } from 'vitest';
import { resumeScope } from '../../blocks/actions.ts';
import { verbs } from '../../handlers/commands/grammar.ts';
import { type Stage, stage } from './support.ts';

async function live(): Promise<Stage> {
  const on = await stage();
  await on.type('pat', `promote churn@${on.version(0.9)} to staging because it is good`);
  await on.settle(11 * 60_000);
  return on;
}

test.each([
  ['status', 'churn'],
  ['status churn', 'Live now: v1'],
  ['STATUS Churn', 'Live now: v1'],
  ['history churn', 'History of'],
  ['history churn in staging', 'History of'],
  ['history churn in staging on today', 'v1 was live'],
  ['history churn in staging on 2020-01-01', 'unknown'],
  ['show churn', 'v1'],
  ['show churn@1', '0.9'],
  ['show churn@champion', 'v1'],
  ['pending', 'Nothing is open'],
  ['help', 'What you can type'],
  ['', 'What you can type'],
  ['help rollback', 'For example'],
  ['statsu', 'Did you mean status?'],
  ['status chrun', 'Did you mean churn?'],
  ['history churn in prodction', 'Possible'],
  ['history churn on someday', 'as a time'],
  ['show churn@99', 'There is no'],
  ['promote churn to nowhere', 'Possible'],
  ['promote chrun', 'Did you mean churn?'],
  ['promote churn@1 to staging', 'is live there already'],
  ['resume production', 'is not paused'],
  ['pause nothing because x', 'neither an environment nor a model'],
  ['pause production until yesterday because x', 'is in the past'],
])('/mlops %s answers privately', async (typed, words) => {
  const on = await live();
  const before = on.told('kim').length;
  await on.type('kim', typed);
  expect(on.told('kim').length).toBe(before + 1);
  expect(on.told('kim').at(-1)).toContain(words);
  expect(on.slack.seenBy('kim').notices).toEqual([]);
});

test('help names every verb', async () => {
  const on = await stage();
  await on.type('kim', 'help');
  for (const verb of verbs) expect(on.told('kim').at(-1)).toContain(`/mlops ${verb}`);
});

test('a stranger reads nothing of ours', async () => {
  const on = await live();
  await on.type('sid', 'status churn');
  expect(on.told('sid').at(-1)).toContain('Only members of this workspace');
  expect(on.told('sid').at(-1)).not.toContain('v1');
});

test('a pause says until when it was understood, in the zone of the person who typed it', async () => {
  const on = await stage();
  await on.type('kim', 'pause production until 2030-12-01 08:00 because stock-taking');
  expect(on.told('kim').at(-1)).toContain('2030-12-01 07:00 UTC');
  await on.type('kim', 'status churn');
  expect(on.told('kim').at(-1)).toContain('stock-taking');
});

test('a pause is told in the channel and ended by its button', async () => {
  const on = await stage();
  await on.type('kim', 'pause production because stock-taking');
  expect(on.seen('pat')).toContain('Paused: ');
  await on.press('kim', resumeScope);
  await on.submit('kim', 'counted');
  expect(on.seen('kim')).toContain('Resumed: production. What waited goes on by itself.');
  expect(on.seen('pat')).toContain('counted');
});

test('pausing is for those whom the policy names', async () => {
  const on = await stage();
  await on.type('gus', 'pause production because I say so');
  expect(on.told('gus').at(-1)).toContain('Guests cannot decide');
});

test('a stranger changes nothing either', async () => {
  const on = await live();
  await on.type('sid', 'promote churn@1 to production');
  expect(on.told('sid').at(-1)).toContain('Only members of this workspace');
  expect(on.seen('pat')).not.toContain('production v1');
});

test('where Slack does not tell the zone, the pause is not guessed but asked for in other words', async () => {
  const on = await stage();
  on.slack.faults.add({ kind: 'rate-limited', on: 'users.info' });
  await on.type('kim', 'pause production until tomorrow 9:00 because stock-taking');
  expect(on.told('kim').at(-1)).toContain('I could not find out your time zone');
  on.slack.faults.clear();
  await on.type('kim', 'pause production until 2030-12-01 08:00 UTC because stock-taking');
  expect(on.told('kim').at(-1)).toContain('2030-12-01 08:00 UTC');
});

test('rule 12: what was live at a moment: nobody knows before the first look, then each release its time', async () => {
  const on = await stage();
  const moments: string[] = [];
  const passMinutes = () => {
    on.clock.advance(120_000);
    moments.push(`${new Date(on.clock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    on.clock.advance(120_000);
  };
  passMinutes();
  for (const auc of [0.9, 0.92]) {
    await on.type('pat', `promote churn@${on.version(auc)} to staging because it is good`);
    await on.settle(11 * 60_000);
    passMinutes();
  }
  const told = [];
  for (const moment of moments) {
    await on.type('pat', `history churn in staging on ${moment}`);
    told.push(/unknown|v\d+ was live/.exec(on.told('pat').at(-1) ?? '')?.[0]);
  }
  expect(told).toEqual(['unknown', 'v1 was live', 'v2 was live']);
});
