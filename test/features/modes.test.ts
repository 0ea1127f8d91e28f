import { expect, test } from 'vitest';
import { dailyTelling } from '../../src/queue/daily.ts';
import { CommandId, PersonId, type Version } from '../../src/release/ids.ts';
import { laneStream } from '../../src/release/stream.ts';
import { releaseService } from '../../src/release-service.ts';
import { register } from '../fakes/registry.ts';
import { policyText, type Stage, stage } from './support.ts';

const hour = 3_600_000;
const day = 24 * hour;

const inMode = (mode: string) => policyText.replace('    opens: never\n', `    opens: candidate\n    mode: ${mode}\n`);

async function only(on: Stage) {
  const lane = await on.store.lane(on.lane('staging'));
  const [id] = await on.store.history(lane.lane, 1);
  const release = id === undefined ? null : await on.store.release(id);
  if (release === null) throw new Error('nothing was opened');
  return { lane, release };
}

test('advise: a card with verdicts, no Approve, and the one who moves it by hand ends it', async () => {
  const on = await stage({ policy: inMode('advise') });
  on.version(0.9);
  const good = on.version(0.92);
  await on.alias('staging', 'candidate', good);
  expect(on.seen('pat')).toContain('Advice: churn v2 → staging');
  expect(on.seen('pat')).toContain('nothing moves');
  expect(JSON.stringify([...on.slack.world.messages.values()])).not.toContain('release.approve');
  expect(on.model('staging')?.aliases.get('champion')).toBeUndefined();
  await on.alias('staging', 'champion', good);
  const { lane, release } = await only(on);
  expect(release).toMatchObject({ phase: 'concluded', execution: null });
  expect(lane).toMatchObject({ live: { version: good, standing: 'outside' }, pauses: [] });
  expect(on.seen('pat')).toContain('Live by hand: churn v2 → staging');
  expect(on.seen('pat')).toContain('Moved by hand');
  expect(on.seen('pat')).not.toContain('paused until');
});

test('advise: what went live in one environment is judged for the next, and ends when its bytes are live there', async () => {
  const on = await stage({ policy: inMode('advise') });
  const version = on.version(0.92);
  await on.alias('staging', 'champion', version);
  const production = async () => {
    const [id] = await on.store.history(on.lane('production'), 1);
    return id === undefined ? null : on.store.release(id);
  };
  expect(await production()).toMatchObject({ mode: 'advise', phase: 'review', source: { version } });
  expect(on.slack.seenBy('kim').pings).toEqual([]);
  const files = { 'model.bin': 'weights 0.92' };
  const copied = register(on.servers.prod, 'churn', { files, at: on.clock.now() });
  await on.alias('prod', 'champion', copied);
  expect(await production()).toMatchObject({
    phase: 'concluded',
    ended: { event: { why: 'went-live', live: copied } },
  });
});

test('advise: what a person types is refused, with what to change', async () => {
  const on = await stage({ policy: inMode('advise') });
  const version = on.version(0.9);
  await on.type('pat', `promote churn@${version} to staging`);
  expect(on.told('pat').at(-1)).toMatch(/advis/i);
  await expect(only(on)).rejects.toThrow('nothing was opened');
});

test('observe: no card, no ping; one digest a day, once for all workers, and none when there is nothing to say', async () => {
  const on = await stage({ policy: inMode('observe').replace('channel: C0STAGING', 'channel: C0PROD') });
  const [bad, good] = [on.version(0.7), on.version(0.9)];
  await on.alias('staging', 'candidate', bad);
  await on.alias('staging', 'champion', bad);
  await on.alias('staging', 'candidate', good);
  const { release } = await only(on);
  expect(release).toMatchObject({ mode: 'observe', phase: 'review' });
  expect(on.slack.world.messages.get('C0PROD') ?? []).toEqual([]);
  const workers = [dailyTelling(on.core, on.notifier), dailyTelling(on.core, on.notifier)];
  const tell = async () => {
    for (const worker of workers) await worker();
  };
  on.clock.advance(day);
  await tell();
  await tell();
  const posts = () => (on.slack.world.messages.get('C0PROD') ?? []).map((one) => JSON.stringify(one));
  expect(posts()).toHaveLength(1);
  expect(on.seen('pat')).toContain('Observed until');
  expect(on.seen('pat')).toMatch(/v1 came, 0 of 1 gate passed/);
  expect(on.seen('pat')).toMatch(/v2 came, 1 of 1 gate passed/);
  expect(on.seen('pat')).toMatch(/although 1 gate did not pass/);
  on.clock.advance(day);
  await tell();
  expect(posts()).toHaveLength(1);
  await on.alias('staging', 'champion', good);
  on.clock.advance(3 * day);
  await tell();
  expect(posts()).toHaveLength(2);
});

test('a digest whose channel cannot be posted to goes to the admins, and keeps no other from its own', async () => {
  const on = await stage({ policy: inMode('observe') });
  await on.alias('staging', 'champion', on.version(0.9));
  await on.alias('staging', 'champion', on.version(0.92));
  on.clock.advance(day);
  const staging = on.slack.world.channels.get('C0STAGING');
  if (staging === undefined) throw new Error('no such channel');
  on.slack.world.channels.set('C0STAGING', { ...staging, archived: true });
  const tell = dailyTelling(on.core, on.notifier);
  // The admin channel takes a message a second: what it is and where it should be are two.
  for (let turn = 0; turn < 4; turn += 1) {
    await tell();
    on.clock.advance(2_000);
  }
  const told = (channel: string) =>
    (on.slack.world.messages.get(channel) ?? []).filter((one) => JSON.stringify(one).includes('Observed until'));
  expect(told('C0STAGING')).toHaveLength(0);
  expect(told('C0ADMIN')).toHaveLength(1);
  expect(told('C0PROD')).toHaveLength(1);
  expect(JSON.stringify(on.slack.world.messages.get('C0ADMIN'))).toContain('I cannot post in C0STAGING');
});

async function trust(on: Stage, who: string, version: Version, environment = 'staging') {
  const id = CommandId.parse(`cli:${who}:${version}:${on.clock.now()}`);
  const by = { kind: 'person', id: PersonId.parse(who) } as const;
  const request = { kind: 'trust-baseline', model: 'churn', environment, version } as const;
  return (await releaseService(on.core).handle({ id, at: on.clock.now(), by, where: null, request })).outcome;
}

test('a live version is named as trusted by a person who answers for it, and only that version', async () => {
  const on = await stage({ policy: inMode('advise') });
  const [first, second] = [on.version(0.9), on.version(0.92)];
  await on.alias('staging', 'champion', first);
  await on.alias('staging', 'champion', second);
  expect(await trust(on, 'U0PAT', first)).toMatchObject({ refusal: { kind: 'baseline-differs', live: second } });
  expect(await trust(on, 'U0OTTO', second)).toMatchObject({ refusal: { kind: 'not-allowed' } });
  expect(await trust(on, 'U0PAT', second)).toMatchObject({ answer: { kind: 'baseline-trusted', version: second } });
  await on.settle();
  expect(await trust(on, 'U0PAT', second)).toMatchObject({ refusal: { kind: 'baseline-known' } });
  const lane = await on.store.lane(on.lane('staging'));
  expect(lane.trusted.map(({ version }) => version)).toEqual([second, first]);
  expect((await on.store.load(laneStream(lane.lane))).at(-1)?.by).toEqual({ kind: 'person', id: 'U0PAT' });
});
