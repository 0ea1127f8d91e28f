import { expect, onTestFinished, test } from 'vitest';
import { slackDirectory } from '../../handlers/directory.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { ReleaseError } from '../../src/errors.ts';
import { PersonId } from '../../src/release/ids.ts';
import { membersOf } from '../../src/release/people.ts';
import { silent } from '../fakes/log.ts';

const id = (name: string) => PersonId.parse(`U0${name}`);
const [kim, lee, gus, sid] = [id('KIM'), id('LEE'), id('GUS'), id('SID')];
const [bot, gone, nobody] = [id('BOT'), id('GONE'), id('NOBODY')];

const groups = {
  reviewers: ['U0KIM', '@ml'],
  platform: ['reviewers', 'U0LEE'],
  circle: ['circle', 'U0KIM'],
  empty: [],
};

async function directory(options: WorkspaceOptions = {}) {
  const slack = await startWorkspace({
    people: [
      { id: 'U0KIM', name: 'kim', tz: 'Asia/Tokyo' },
      { id: 'U0LEE', name: 'lee' },
      { id: 'U0GUS', name: 'gus', kind: 'guest' },
      { id: 'U0SID', name: 'sid', kind: 'stranger' },
      { id: 'U0BOT', name: 'robot', kind: 'bot' },
      { id: 'U0GONE', name: 'gone', deleted: true },
    ],
    groups: [
      { id: 'S0ML', handle: 'ml', people: ['lee', 'gus', 'gone'] },
      { id: 'S0OLD', handle: 'old', people: ['lee'], disabled: true },
    ],
    ...options,
  });
  onTestFinished(() => slack.close());
  const clock = { ms: 1_000_000 };
  const { reads } = slackClients({ token: slack.botToken, apiUrl: slack.apiUrl, logger: slackLogger(silent) });
  const made = slackDirectory({
    client: reads,
    clock: () => clock.ms,
    team: async () => slack.world.team.id,
    groups: () => groups,
  });
  const calls = (name: string) => slack.traffic().filter((one) => one.name === name).length;
  return { slack, clock, directory: made, calls };
}

test('everybody is what Slack says: members, guests, bots, deactivated, strangers, unknown', async () => {
  const { directory: it } = await directory();
  const { standing } = await it.electorate([], [kim, gus, sid, bot, gone, nobody], 'cached');
  expect([...standing.values()].sort()).toEqual(['bot', 'deactivated', 'guest', 'member', 'stranger', 'unknown']);
  expect(standing.get(kim)).toBe('member');
  expect(standing.get(nobody)).toBe('unknown');
});

test('while nobody says which workspace this is, people are unread, not unknown for good', async () => {
  const { slack } = await directory();
  const { reads } = slackClients({ token: slack.botToken, apiUrl: slack.apiUrl, logger: slackLogger(silent) });
  const answers: string[] = [];
  const team = async () => answers[0] ?? Promise.reject(new ReleaseError('slack_unreachable', {}));
  const it = slackDirectory({ client: reads, clock: () => 0, team, groups: () => groups });
  const before = await it.electorate([], [kim], 'cached');
  expect([before.standing.get(kim), before.unread.get(kim)]).toEqual(['unknown', 'Slack does not answer']);
  answers.push(slack.world.team.id);
  expect((await it.electorate([], [kim], 'cached')).standing.get(kim)).toBe('member');
});

test('principals are expanded under their own spelling, through groups in groups and user groups', async () => {
  const { directory: it } = await directory();
  const who = await it.electorate(
    ['reviewers', 'platform', '@ml', 'U0KIM', 'circle', 'empty', 'nonsense'],
    [],
    'cached',
  );
  expect(who.members.get('reviewers')).toEqual([kim, lee, gus, gone]);
  expect(new Set(who.members.get('platform'))).toEqual(new Set([kim, lee, gus, gone]));
  expect(who.members.get('@ml')).toEqual([lee, gus, gone]);
  expect(who.members.get('U0KIM')).toEqual([kim]);
  expect(who.members.get('circle')).toEqual([kim]);
  expect([who.members.get('empty'), who.members.get('nonsense')]).toEqual([[], []]);
  expect([...membersOf(who, ['platform'])].sort()).toEqual([kim, lee]);
  expect(who.unread.size).toBe(0);
});

test('a user group that is disabled or unknown has no members, and says so for what holds it too', async () => {
  const { directory: it } = await directory();
  const who = await it.electorate(['@old', '@nobody'], [], 'fresh');
  expect([...who.unread.keys()]).toEqual(['@old', '@nobody']);
  expect(who.unread.get('@old')).toContain('no active user group');
  expect(who.members.get('@old')).toEqual([]);
});

test('an outage never lets anybody in: unread groups are empty, unread people are unknown, with the reason', async () => {
  const { directory: it, slack } = await directory();
  slack.faults.add({ kind: 'rate-limited', on: 'user*' });
  const who = await it.electorate(['reviewers'], [gus], 'fresh');
  expect(who.members.get('reviewers')).toEqual([kim]);
  expect(who.standing.get(kim)).toBe('unknown');
  expect(who.unread.get('reviewers')).toContain('fewer requests');
  expect(who.unread.get('@ml')).toContain('fewer requests');
  expect(who.unread.get(gus)).toContain('fewer requests');
  expect(membersOf(who, ['reviewers']).size).toBe(0);
});

test('answers are kept for a minute, asked fresh on demand, and failures are not kept', async () => {
  const { directory: it, slack, clock, calls } = await directory();
  await it.electorate(['@ml'], [kim], 'cached');
  const first = calls('users.info');
  await it.electorate(['@ml'], [kim], 'cached');
  expect(calls('users.info')).toBe(first);
  expect([calls('usergroups.list'), calls('usergroups.users.list')]).toEqual([1, 1]);
  await slack.changePerson('kim', { deleted: true });
  clock.ms += 59_999;
  expect((await it.electorate([], [kim], 'cached')).standing.get(kim)).toBe('member');
  expect((await it.electorate([], [kim], 'fresh')).standing.get(kim)).toBe('deactivated');
  clock.ms += 60_000;
  slack.faults.add({ kind: 'rate-limited', on: 'users.info', times: 1 });
  expect((await it.electorate([], [lee], 'cached')).standing.get(lee)).toBe('unknown');
  expect((await it.electorate([], [lee], 'cached')).standing.get(lee)).toBe('member');
});

test('an event makes the next question a fresh one', async () => {
  const { directory: it, slack } = await directory();
  await it.electorate(['@ml'], [kim], 'cached');
  await slack.changePerson('kim', { kind: 'guest' });
  await slack.setGroup('ml', ['kim']);
  it.personChanged(kim);
  it.groupChanged('S0ML');
  const who = await it.electorate(['@ml'], [], 'cached');
  expect(who.members.get('@ml')).toEqual([kim]);
  expect(who.standing.get(kim)).toBe('guest');
});

test('two questions at one moment are one call', async () => {
  const { directory: it, calls } = await directory();
  await Promise.all([it.electorate(['@ml'], [kim], 'cached'), it.electorate(['@ml'], [kim], 'cached')]);
  expect(calls('users.info')).toBe(4);
});

test('without the scope, the reason says what to do', async () => {
  const manifest = { display_information: { name: 'x' }, oauth_config: { scopes: { bot: ['users:read'] } } };
  const { directory: it } = await directory({ manifest });
  expect((await it.electorate(['@ml'], [], 'fresh')).unread.get('@ml')).toContain('usergroups:read');
});

test('zones, names and mentions', async () => {
  const { directory: it } = await directory();
  expect(await it.zone(kim)).toBe('Asia/Tokyo');
  expect([await it.name(kim), await it.name(nobody)]).toEqual(['kim', nobody]);
  expect(await it.mentions(['reviewers', '@nobody', 'nonsense'])).toEqual([
    { kind: 'person', id: kim },
    { kind: 'usergroup', id: 'S0ML' },
  ]);
});

test('people by their addresses, kept for a minute, read again where fresh is asked for', async () => {
  const { directory: it, clock, calls } = await directory();
  const ask = (fresh: 'cached' | 'fresh') => it.byEmail(['kim@corp.example', 'nobody@corp.example'], fresh);
  const found = new Map([
    ['kim@corp.example', kim],
    ['nobody@corp.example', null],
  ]);
  expect(await ask('cached')).toEqual(found);
  await ask('cached');
  expect(calls('users.lookupByEmail')).toBe(2);
  await ask('fresh');
  expect(calls('users.lookupByEmail')).toBe(4);
  clock.ms += 60_001;
  await it.byEmail(['KIM@corp.example'], 'cached');
  expect(calls('users.lookupByEmail')).toBe(5);
});

test('an address stands for its person in rules; one that nobody has stands for nobody', async () => {
  const { directory: it } = await directory();
  const asked = ['kim@corp.example', 'nobody@corp.example'];
  const { members, unread, standing } = await it.electorate(asked, [], 'cached');
  expect(members.get('kim@corp.example')).toEqual([kim]);
  expect(members.get('nobody@corp.example')).toEqual([]);
  expect(standing.get(kim)).toBe('member');
  expect([...unread]).toEqual([]);
  expect(await it.mentions(asked)).toEqual([{ kind: 'person', id: kim }]);
});

test('an address that Slack does not answer for is unread in rules, and thrown where it alone is asked', async () => {
  const { directory: it, slack } = await directory();
  slack.faults.add({ kind: 'rate-limited', on: 'users.lookupByEmail' });
  const { members, unread } = await it.electorate(['kim@corp.example'], [], 'fresh');
  expect(members.get('kim@corp.example')).toEqual([]);
  expect(unread.get('kim@corp.example')).toContain('Slack does not answer');
  await expect(it.byEmail(['kim@corp.example'], 'fresh')).rejects.toMatchObject({ code: 'slack_rate_limited' });
});
