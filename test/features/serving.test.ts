import { expect, test } from 'vitest';
import { confirmRollback, putBackRelease, retryRelease, stopRelease } from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import { Version } from '../../src/release/ids.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { fakeServing, fakeServings, settle } from '../fakes/serving.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;
const one = Version.parse('1');
const two = Version.parse('2');

function policy(serving: string): string {
  const onCall =
    'approvals: none, watch: 10m, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }';
  return policyText
    .replace('approvals: none, watch: 10m', onCall)
    .replace('opens: never', `opens: never\n    serving: ${serving}`);
}

const deployer = '{ http: "https://deploy.example/churn", secret: env:DEPLOY, timeout: 10m }';
const jobs = '{ batch: "https://jobs.example/churn", secret: env:JOBS }';

/** A stage where v1 is live and served in staging, and v2 is registered. */
async function served(serving: string, kind = 'fake') {
  let now: () => number = Date.now;
  const servings = fakeServings(() => now());
  const it = Object.assign(servings, { made: true });
  const outsiders = outsidersOf({
    serving(lane) {
      if (!it.made) throw new ReleaseError('config_invalid');
      return lane.serving ? { ...fakeServing(servings), kind } : null;
    },
  });
  const on = await stage({ policy: policy(serving), outsiders });
  now = on.clock.now;
  await promote(on, on.version(0.9));
  on.version(0.92);
  return { on, servings: it };
}

async function promote(on: Stage, version: string): Promise<void> {
  await on.type('pat', `promote churn@${version} to staging`);
  await on.settle(watchMs);
}

const posted = (on: Stage) => JSON.stringify([...on.slack.world.messages.values()]);
const champion = (on: Stage) => on.model('staging')?.aliases.get('champion');

test('what serves is told after the alias has moved, and it is live once it is served', async () => {
  const { on, servings } = await served(deployer);
  expect(servings.begun).toMatchObject([{ version: one, from: null, environment: 'staging', name: 'churn' }]);
  servings.play = () => ({ kind: 'moving', words: '1 of 3 pods are ready' });
  await on.type('pat', 'promote churn@2 to staging');
  expect(champion(on)).toBe(two);
  expect(on.seen('pat')).toContain('Wait until v2 is served, under way');
  expect(on.seen('pat')).toContain('1 of 3 pods are ready. Since');
  expect(on.seen('pat')).toContain('what serves it may still have v1');
  const [order] = servings.begun.slice(-1);
  if (order) settle(servings, order, { kind: 'serving', version: two });
  await on.settle(60_000);
  expect(on.seen('pat')).toContain('v2');
  expect(servings.places.get('staging/churn')?.live).toBe(two);
});

test('while somebody scores with what is live nothing moves; the card says what it waits for, and Stop works', async () => {
  const { on, servings } = await served(jobs);
  servings.may = { kind: 'busy', words: 'The nightly scoring runs since 02:10.', url: 'https://jobs.example/runs/991' };
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(5 * 60_000);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain(
    'v1 is in use, and nothing moves under those who use it. The nightly scoring runs since 02:10.',
  );
  expect(posted(on)).toContain('https://jobs.example/runs/991');
  const told = [...on.slack.world.messages.values()]
    .flat()
    .filter((one) => JSON.stringify(one).includes('so nothing moves'));
  expect(told).toHaveLength(1);
  await on.press('pat', stopRelease);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('Stopped before anything live changed');
});

test('it goes on by itself when nobody scores any more', async () => {
  const { on, servings } = await served(jobs);
  servings.may = { kind: 'busy', words: 'The nightly scoring runs.', url: null };
  await on.type('pat', 'promote churn@2 to staging');
  expect(champion(on)).toBe(one);
  servings.may = { kind: 'yes' };
  await on.settle(watchMs);
  expect(champion(on)).toBe(two);
});

test('an order that fails is not the same everywhere: Retry sends it again', async () => {
  const { on, servings } = await served(deployer);
  servings.play = ({ from }) => ({ kind: 'failed', words: 'v2 did not become ready', version: from });
  await on.type('pat', 'promote churn@2 to staging');
  const seen = on.seen('pat');
  expect(seen).toContain('Not the same everywhere: registry v2, endpoint v1');
  expect(seen).toContain('v2 did not become ready');
  servings.play = ({ version }) => ({ kind: 'serving', version });
  await on.press('pat', retryRelease);
  await on.settle(watchMs);
  expect(servings.places.get('staging/churn')?.live).toBe(two);
  expect(on.seen('pat')).toContain('Verified');
});

test('Put back has the old version served again before the alias goes back', async () => {
  const { on, servings } = await served(deployer);
  servings.play = ({ version, from }) =>
    version === two ? { kind: 'failed', words: 'no memory', version: from } : { kind: 'moving', words: null };
  await on.type('pat', 'promote churn@2 to staging');
  await on.press('pat', putBackRelease);
  expect(champion(on)).toBe(two);
  expect(servings.begun.at(-1)).toMatchObject({ version: one, from: two });
  for (const place of servings.places.values())
    Object.assign(place, { live: one, state: { kind: 'serving', version: one } });
  await on.settle(10 * 60_000);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('v1 is live again');
});

test('an order that is lost each time is sent eight times, later each time, before a person is asked', async () => {
  const { on, servings } = await served(deployer);
  servings.play = ({ from }) => ({ kind: 'serving', version: from });
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(60_000);
  expect(on.seen('pat')).not.toContain('failed at the first try');
  await on.settle(20 * 60_000);
  for (const place of servings.places.values()) place.last = null;
  expect(on.seen('pat')).toContain('Not the same everywhere: registry v2, endpoint v1');
  expect(on.seen('pat')).toContain('What serves it has v1 and knows of no order.');
});

test('an order that was lost is sent again', async () => {
  const { on, servings } = await served(deployer);
  servings.play = () => ({ kind: 'moving', words: null });
  await on.type('pat', 'promote churn@2 to staging');
  const forget = () => {
    for (const place of servings.places.values()) Object.assign(place, { last: null, live: one });
  };
  forget();
  await on.settle(20_000);
  expect(servings.begun.filter(({ version }) => version === two)).toHaveLength(2);
  servings.play = ({ version }) => ({ kind: 'serving', version });
  forget();
  await on.settle(watchMs);
  expect(on.seen('pat')).toContain('Verified');
  expect(servings.places.get('staging/churn')?.live).toBe(two);
});

test('a definite no of the deployer names what is served all the same', async () => {
  const { on, servings } = await served(deployer);
  servings.play = () => {
    throw new ReleaseError('serving_refused', {});
  };
  await on.type('pat', 'promote churn@2 to staging');
  expect(on.seen('pat')).toContain('Not the same everywhere: registry v2');
});

test('a rollback goes through the serving, waits for who scores, and lists what was scored with the bad version', async () => {
  const { on, servings } = await served(jobs, 'batch');
  await promote(on, two);
  const scored = (id: string) => ({ id, version: two, at: on.clock.now(), url: `https://jobs.example/runs/${id}` });
  servings.runs.push(scored('991'), scored('992'));
  servings.may = { kind: 'busy', words: 'The nightly scoring runs.', url: null };
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  expect(champion(on)).toBe(two);
  servings.may = { kind: 'yes' };
  await on.settle(60_000);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('2 scoring runs used v2');
  expect(posted(on)).toContain('https://jobs.example/runs/992');
});

test('scoring runs that nobody can read hold no rollback up, and the thread says so', async () => {
  const { on, servings } = await served(jobs, 'batch');
  await promote(on, two);
  servings.unreachable.add('scoredWith').add('mayMove');
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  await on.settle(60_000);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('What was scored with v2');
  expect(on.seen('pat')).toContain('could not be read: What serves the model does not answer.');
});

test('a serving whose secret is not set fails the release in words, and holds no rollback up before the alias', async () => {
  const { on, servings } = await served(jobs, 'batch');
  await promote(on, two);
  servings.made = false;
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('Not the same everywhere: registry v1, endpoint not known');
  expect(on.seen('pat')).toContain('Signalbox is not set up correctly');
  servings.made = true;
  await on.press('pat', retryRelease);
  await on.settle(60_000);
  expect(on.seen('pat')).toContain('Rolled back');
});

test('a promotion waits for who cannot be asked, and says since when', async () => {
  const { on, servings } = await served(jobs, 'batch');
  servings.unreachable.add('mayMove');
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(60_000);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain(
    'Nobody could tell how far it is; I ask again. What serves the model does not answer',
  );
  servings.unreachable.clear();
  await on.settle(watchMs);
  expect(champion(on)).toBe(two);
});

test('a rollback waits for nobody where the policy says now', async () => {
  const { on, servings } = await served(jobs.replace(' }', ', on-rollback: now }'), 'batch');
  await promote(on, two);
  servings.may = { kind: 'busy', words: 'The nightly scoring runs.', url: null };
  await on.type('otto', 'rollback churn in staging because errors rose');
  await on.press('otto', confirmRollback);
  expect(champion(on)).toBe(one);
  expect(on.seen('pat')).toContain('Nothing was scored with v2');
});
