import { expect, test } from 'vitest';
import { approveAt } from '../../src/cli/approve.ts';
import { onOneAt } from '../../src/cli/on-one.ts';
import { promoteAt } from '../../src/cli/promote.ts';
import { rollBackAt } from '../../src/cli/rollback.ts';
import { versionAsked } from '../../src/cli/target.ts';
import { ReleaseId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { liveVersion, productionPolicy, registered } from '../features/gated.ts';
import { type Stage, stage } from '../features/support.ts';
import { heard } from './calling.ts';
import { keyedDesk, withKeys } from './keyed.ts';

const everybody = ['U0PAT', 'U0KIM', 'U0LEE', 'U0PLAT', 'U0OTTO', 'U0GUS'];
const reviewed = '[ { from: [reviewers], min: 1 } ]';

async function production(written: Parameters<typeof productionPolicy>[0] = {}) {
  const policy = withKeys(productionPolicy(written), ...everybody);
  const on = await stage({ policy });
  return { on, desk: (person: string) => keyedDesk(on, policy, person) };
}

/** Nothing that Slack said before is remembered, and it says nothing any more. */
function silence(on: Stage): void {
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'error', on: '*' });
}

const back = { model: 'churn', environment: null, version: null, reason: 'errors rose', retrain: false } as const;
const told = { id: null, yes: true, wait: false, json: false } as const;

function promotion(version: string) {
  const asked = versionAsked(`churn@${version}`, undefined);
  if (asked === null) throw new Error('no version');
  return { asked, at: null, reuse: null, reason: null, id: null, wait: null, json: true } as const;
}

async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('production'), 1);
  const release = id === undefined ? null : await on.store.release(id);
  if (release === null) throw new Error('nothing was opened');
  return release;
}

const champion = (on: Stage) => on.model('prod')?.aliases.get('champion');

test('rule 7: on-call alone rolls back by key while Slack says nothing at all, and the cards follow when it is back', async () => {
  const { on, desk } = await production();
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  silence(on);
  const { code, out } = await heard(async () => rollBackAt(await desk('U0OTTO'), { ...back, ...told }));
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Opened.') });
  await on.settle();
  expect(champion(on)).toBe('1');
  const release = await newest(on);
  expect(release).toMatchObject({ kind: 'rollback', alone: true, opened: { by: { id: 'U0OTTO' }, via: 'cli' } });
  const [first] = await on.store.load(releaseStream(release.id));
  expect(first).toMatchObject({ by: { kind: 'person', id: 'U0OTTO' }, command: expect.stringMatching(/^cli:/) });
  expect(on.seen('pat')).not.toContain('Rolled back');
  on.slack.faults.clear();
  await on.settle(31 * 60_000);
  expect(on.seen('pat')).toContain('Rolled back: churn');
  expect(on.seen('pat')).toContain('errors rose');
});

test('rule 4: the same words with one id are one rollback, whoever hears the answer', async () => {
  const { on, desk } = await production();
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  silence(on);
  const typed = { ...back, ...told, json: true, id: 'night-of-3-march' };
  const once = await heard(async () => rollBackAt(await desk('U0OTTO'), typed));
  const twice = await heard(async () => rollBackAt(await desk('U0OTTO'), { ...typed, reason: 'errors rose a lot' }));
  expect(JSON.parse(twice.out).release).toBe(JSON.parse(once.out).release);
  await on.settle();
  expect(champion(on)).toBe('1');
  expect(await on.store.history(on.lane('production'), 10)).toHaveLength(3);
  expect(await on.inbox.oldest()).toBeNull();
});

test('rule 7: whose authors are excluded by e-mail changes nothing for a rollback while nobody can be asked', async () => {
  const text = productionPolicy().replace('exclude: [requester]', 'exclude: [requester, run-author]');
  const policy = withKeys(text, 'U0OTTO').replace('people: {', 'people: { "pat": U0PAT,');
  const on = await stage({ policy });
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  for (const version of on.model('prod')?.versions.values() ?? []) {
    const { run } = version.logged;
    version.logged = { ...version.logged, run: run && { ...run, user: 'pat@corp.example' } };
  }
  silence(on);
  await heard(async () => rollBackAt(await keyedDesk(on, policy, 'U0OTTO'), { ...back, ...told }));
  await on.settle();
  expect(champion(on)).toBe('1');
});

test('rule 1: a promotion asked for and approved by key waits until Slack has said who they are', async () => {
  const { on, desk } = await production({ approvals: reviewed });
  const version = registered(on, 0.91);
  silence(on);
  const asked = await heard(async () => promoteAt(await desk('U0PAT'), promotion(version)));
  expect(asked).toMatchObject({ code: 0, out: expect.stringContaining('"outcome":"opened"') });
  await on.settle();
  const { id, evidence, phase } = await newest(on);
  expect(phase).toBe('review');
  const yes = { release: id, evidence: evidence?.digest ?? '', note: null, checked: [], id: null, json: false };
  const own = await heard(async () => approveAt(await desk('U0PAT'), yes));
  expect(own).toMatchObject({ code: 1, out: expect.stringContaining('someone else has to approve it') });
  const kims = await heard(async () => approveAt(await desk('U0KIM'), yes));
  expect(kims).toMatchObject({ code: 0, out: expect.stringContaining('Your approval counts: 1 of 1.') });
  await on.settle(60_000);
  expect(await newest(on)).toMatchObject({ phase: 'approved', waiting: { cause: 'people-unread' } });
  expect(champion(on)).toBeUndefined();
  on.slack.faults.clear();
  await on.settle(60_000);
  expect(champion(on)).toBe(version);
});

test('rule 1: a guest whom only a key names moves nothing, whatever the policy asks of others', async () => {
  const { on, desk } = await production({ approvals: 'none' });
  const version = registered(on, 0.91);
  silence(on);
  await heard(async () => promoteAt(await desk('U0GUS'), promotion(version)));
  await on.settle(60_000);
  on.slack.faults.clear();
  await on.settle(60_000);
  expect(await newest(on)).toMatchObject({
    phase: 'approved',
    waiting: { words: expect.stringContaining('no active member') },
  });
  expect(champion(on)).toBeUndefined();
  const again = await heard(async () => promoteAt(await desk('U0GUS'), promotion(registered(on, 0.93))));
  expect(again.out).toContain('Guests cannot decide about releases');
});

test('who stands only in a Slack user group is not told that their word does not count, and it does not count', async () => {
  const { on, desk } = await production();
  const version = registered(on, 0.91);
  await on.type('pat', `promote churn@${version} to production`);
  silence(on);
  const { id, evidence } = await newest(on);
  const yes = { release: id, evidence: evidence?.digest ?? '', note: null, checked: [], id: null, json: false };
  const told = await heard(async () => approveAt(await desk('U0PLAT'), yes));
  expect(told).toMatchObject({ code: 1, out: expect.stringContaining('Try again in a minute') });
  expect((await newest(on)).approvals).toEqual([]);
});

test('rule 3: a yes is to the evidence that was looked at, and a no ends it', async () => {
  const { on, desk } = await production({ approvals: reviewed });
  await on.type('pat', `promote churn@${registered(on, 0.91)} to production`);
  const { id, evidence } = await newest(on);
  const yes = { release: id, note: null, checked: [], id: null, json: false };
  const other = await heard(async () => approveAt(await desk('U0KIM'), { ...yes, evidence: 'abcdef0' }));
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining(`is ${evidence?.digest.slice(0, 12)} now`) });
  const blind = await heard(async () => approveAt(await desk('U0KIM'), { ...yes, evidence: null }));
  expect(blind.code).toBe(2);
  expect(blind.err).toContain(`evidence  ${evidence?.digest}`);
  expect(blind.err).toContain('nobody can be asked here');
  expect((await newest(on)).approvals).toEqual([]);
  const word = { verb: 'reject', release: id, reason: 'recall is too low', yes: false, json: false, id: null } as const;
  const no = await heard(async () => onOneAt(await desk('U0KIM'), word));
  expect(no).toMatchObject({ code: 0, out: expect.stringContaining('Rejected.') });
  expect((await newest(on)).phase).toBe('rejected');
});

test('a rollback is shown first, and nobody who can be asked means nobody who said yes', async () => {
  const { on, desk } = await production();
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  const shown = await heard(async () => rollBackAt(await desk('U0OTTO'), { ...back, ...told, yes: false }));
  expect(shown).toMatchObject({ code: 2, err: expect.stringContaining('v2 → v1?') });
  expect(shown.err).toContain('--yes');
  expect(await on.store.history(on.lane('production'), 10)).toHaveLength(2);
});

test('a release that nobody knows is said to be none', async () => {
  const { desk } = await production();
  const word = {
    verb: 'stop',
    release: ReleaseId.parse('r-0123456789'),
    reason: '',
    yes: true,
    json: false,
    id: null,
  } as const;
  expect(await heard(async () => onOneAt(await desk('U0KIM'), word))).toMatchObject({
    code: 2,
    err: 'There is no release r-0123456789.\n',
  });
});
