import { expect, test } from 'vitest';
import type { Entry, ReleaseEvent } from '../../src/release/event.ts';
import { laneKey, Version } from '../../src/release/ids.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { threadPosts } from '../../src/release/posts-thread.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import { incoming, type Line, subject } from '../../src/release/view-words.ts';
import { loadIncident } from '../../src/release-service/incidents.ts';
import { pastOf } from '../../src/release-service/past.ts';
import { around } from '../blocks/scenes.ts';
import { signal } from '../release/incident/scene.ts';
import { people } from '../world/policy.ts';
import { commit, loggedAt, made, minute, trainingStage } from './training.ts';

const ended = { kind: 'succeeded', url: null } as const;
const again = { kind: 'retrain', model: 'churn', environment: 'production', reason: 'its inputs shifted' } as const;

/** A version is live, and its commit is asked for once more. */
async function stage(given: Parameters<typeof trainingStage>[0] = {}) {
  const it = await trainingStage(given);
  const before = await it.live(0.9);
  return { it, before };
}

test('the commit of what is live is trained at once, and what came of it goes to review whatever it is like', async () => {
  const { it, before } = await stage();
  expect(await it.ask(people.own, again)).toBe('opened');
  await it.pass(0);
  expect(it.state()).toMatchObject({ kind: 'promotion', training: 'retrain', phase: 'executing', approvals: [] });
  expect(textOf(incoming(it.state()))).toBe('v1');
  expect(it.training().order).toMatchObject({ release: it.state().id, commit, environment: 'production' });
  const version = made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'review', approvals: [], trained: { version } });
  const log = it.world.memory.chain.filter(({ stream }) => stream === String(it.state().id));
  const state = it.state();
  const thread = threadPosts({ state, log: log.flatMap((one) => (isOf(one) ? [one] : [])), around: around(state) });
  const asked = thread.filter(({ mentions }) => mentions.length > 0);
  expect(asked.map(({ mentions }) => mentions)).toEqual([expect.arrayContaining(['reviewers', 'platform'])]);
  expect(thread.map(({ push }) => textOf(push)).join()).toContain('It trains first');
  expect(it.state().voided.at(-1)).toMatchObject({ cause: 'trained-for-review', people: [] });
  const server = it.world.servers.production.models.get('churn');
  expect(server?.aliases.get('champion')).toBe(before);
  await it.approved();
  await it.pass(10 * minute);
  expect([subject, incoming].map((words) => textOf(words(it.state())))).toEqual(['v2', 'v2']);
  expect(it.state()).toMatchObject({ phase: 'verified', version });
  expect(server?.aliases.get('champion')).toBe(version);
  expect(it.trainings.trainings.size).toBe(2);
});

test('one that is no longer as good is blocked by the gates, and moves nothing', async () => {
  const { it, before } = await stage();
  await it.ask(people.own, again);
  await it.pass(0);
  made(it.world, it.training(), 0.7);
  it.training().state = ended;
  await it.pass(10 * minute);
  expect(it.state().phase).toBe('blocked');
  expect(it.world.servers.production.models.get('churn')?.aliases.get('champion')).toBe(before);
});

test('what was trained again, and again, lived where its commit did', async () => {
  const { it } = await stage();
  const version = { kind: 'number' as const, version: it.candidate };
  await it.ask(people.own, { kind: 'promote', model: 'churn', version, environment: 'staging', reason: null });
  await it.pass(10 * minute);
  for (const _ of ['once', 'again']) {
    await it.ask(people.own, again);
    await it.pass(0);
    made(it.world, it.training(), 0.9);
    it.training().state = ended;
    await it.pass(10 * minute);
    await it.approved();
    await it.pass(10 * minute);
  }
  const [running] = it.world.running;
  const policy = it.world.policies.lane('churn', 'production');
  if (running === undefined || policy === null) throw new Error('no such lane');
  const { lived } = await pastOf(running.deps, policy, Version.parse('3'), 'here');
  expect(lived.get('staging')).toMatchObject({ version: it.candidate, verified: true });
});

test('who asked for it is not asked to approve it', async () => {
  const { it } = await stage();
  await it.ask(people.ann, again);
  await it.pass(0);
  made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await it.pass(10 * minute);
  expect(it.state().evidence?.requirements.excluded).toEqual([{ person: people.ann, why: 'requester' }]);
});

test('it is open once, needs the right to request, a reason, something live, and something that trains', async () => {
  const { it } = await stage();
  expect(await it.ask(people.guest, again)).toBe('no: not-a-member');
  expect(await it.ask(people.own, { ...again, reason: ' ' })).toBe('no: reason-missing');
  expect(await it.ask(people.own, { ...again, environment: 'staging' })).toBe('no: nothing-live');
  expect(await it.ask(people.own, { ...again, environment: null })).toBe('opened');
  expect(await it.ask(people.ann, again)).toBe('already-open');
});

test.each([
  [{ trainer: null }, 'no-trainer'],
  [{ pattern: 'deploy-model', trainer: null }, 'cannot-retrain'],
  [{ mode: 'advise' }, 'not-enforced'],
] as const)('with %o it is refused', async (policy, kind) => {
  let now: Partial<LanePolicy> = {};
  const it = await trainingStage({}, loggedAt(0.9), (lane) => ({ ...lane, ...now }));
  await it.live(0.9);
  now = policy;
  expect(await it.ask(people.own, again)).toBe(`no: ${kind}`);
});

test('the incident that it was asked for on says so, and no other', async () => {
  const { it } = await stage();
  const said = { model: 'churn', environment: 'production', at: it.world.clock.now(), startedAt: it.world.clock.now() };
  const signals = [
    signal({ ...said, key: 'a', kind: 'input-drift' }),
    signal({ ...said, key: 'b', kind: 'data-broken' }),
  ];
  await it.ask(people.own, { kind: 'signals', source: 'am', signed: true, signals });
  const opened = it.world.memory.chain.flatMap(({ event }) => (event.kind === 'incident-opened' ? [event] : []));
  const [drift, broken] = opened.map(({ incident }) => incident);
  if (drift === undefined || broken === undefined) throw new Error('no incidents');
  await it.ask(people.own, { ...again, incident: drift });
  const [running] = it.world.running;
  const load = (id: typeof drift) => running && loadIncident(running.deps, id, laneKey('churn', 'production'));
  expect((await load(drift))?.answered).toEqual([{ release: it.state().id, how: 'retrain' }]);
  expect((await load(broken))?.answered).toEqual([]);
});

function isOf(entry: Entry): entry is Entry & { readonly event: ReleaseEvent } {
  return isReleaseEvent(entry.event);
}

function textOf(words: Line): string {
  return words.map((leaf) => ('text' in leaf ? leaf.text : '')).join('');
}
