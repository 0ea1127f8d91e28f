import { expect, test } from 'vitest';
import { putBackRelease, retryRelease, stopRelease } from '../../blocks/actions.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;

/** A stage where staging validates, and keeps the stage Production. */
async function validated({ stages = true } = {}) {
  let now: () => number = Date.now;
  const validations = fakeTrainings(() => now());
  const check = '{ http: "https://risk.example/check", secret: env:RISK }';
  const policy = policyText
    .replace('approvals: none, watch: 10m', 'approvals: none, watch: 10m, stage: Production')
    .replace('opens: never', `opens: never\n    in: { staging: { validate: ${check} } }`);
  const validator = { ...fakeTrainer(validations), kind: 'http' };
  const outsiders = outsidersOf({ validator: (lane) => (lane.validate ? validator : null) });
  const on = await stage({ policy, outsiders });
  now = on.clock.now;
  on.servers.staging.knowsStages = stages;
  return { on, validations, newest: () => [...validations.trainings.values()].at(-1) };
}

async function promote(on: Stage, version: string): Promise<void> {
  await on.type('pat', `promote churn@${version} to staging`);
  await on.settle(watchMs);
}

const champion = (on: Stage) => on.model('staging')?.aliases.get('champion');
const stagesOf = (on: Stage) => [...(on.model('staging')?.versions.values() ?? [])].map(({ stage: now }) => now);

test('a version is validated before its alias moves, and the stage follows the alias', async () => {
  const { on, newest } = await validated();
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  await on.settle(60_000);
  expect(champion(on)).toBeUndefined();
  expect(on.seen('pat')).toContain('Validate, running');
  expect(newest()?.order).toMatchObject({ purpose: 'validate', version: '1', attempt: 1, environment: 'staging' });
  Object.assign(newest() ?? {}, { state: { kind: 'succeeded', url: null } });
  await on.settle(watchMs);
  expect(champion(on)).toBe('1');
  expect(stagesOf(on)).toEqual(['Production']);
  const paused = (await on.store.lane(on.lane('staging'))).pauses;
  expect(paused).toEqual([]);
});

test('a validation that fails changes nothing that is live, and Retry validates anew', async () => {
  const { on, validations } = await validated();
  validations.play = (one) => {
    one.state = { kind: 'failed', words: 'latency is 412 ms, allowed are 300', url: null };
  };
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  expect(on.seen('pat')).toContain('failed at the first try');
  expect(on.seen('pat')).toContain('latency is 412 ms, allowed are 300');
  expect(on.seen('pat')).toContain('Live now: nothing');
  validations.play = (one) => {
    one.state = { kind: 'succeeded', url: null };
  };
  await on.press('pat', retryRelease);
  await on.settle(watchMs);
  expect([...validations.trainings.values()].map(({ order }) => order.attempt)).toEqual([1, 2]);
  expect(champion(on)).toBe('1');
});

test('what begins anew is validated anew: an answer from before says nothing', async () => {
  const { on, validations, newest } = await validated();
  const other = on.version(0.8);
  validations.play = (one) => {
    one.state = { kind: 'failed', words: 'latency is 412 ms, allowed are 300', url: null };
  };
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  validations.play = () => {};
  await on.press('pat', retryRelease);
  on.model('staging')?.aliases.set('champion', other);
  Object.assign(newest() ?? {}, { state: { kind: 'succeeded', url: null } });
  await on.settle(60_000);
  expect(champion(on)).toBe(other);
  validations.play = (one) => {
    one.state = { kind: 'succeeded', url: null };
  };
  await on.type('pat', 'resume churn/staging because it is fine');
  await on.settle(watchMs);
  expect([...validations.trainings.values()].map(({ order }) => order.attempt)).toEqual([1, 2, 3]);
  expect(champion(on)).toBe('2');
});

test('Stop while it is validated ends there', async () => {
  const { on } = await validated();
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  await on.press('pat', stopRelease);
  expect(on.seen('pat')).toContain('Stopped before anything live changed');
  expect(champion(on)).toBeUndefined();
});

test('the stage goes from version to version, and back', async () => {
  const { on, validations } = await validated();
  validations.play = (one) => {
    one.state = { kind: 'succeeded', url: null };
  };
  await promote(on, on.version(0.9));
  await promote(on, on.version(0.92));
  expect(stagesOf(on)).toEqual(['Archived', 'Production']);
});

test('a registry without stages is said so, and Put back undoes what was done', async () => {
  const { on, validations } = await validated({ stages: false });
  validations.play = (one) => {
    one.state = { kind: 'succeeded', url: null };
  };
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  expect(on.seen('pat')).toContain('knows no stages, so Production cannot be kept in step');
  await on.press('pat', putBackRelease);
  expect(champion(on)).toBeUndefined();
  expect(stagesOf(on)).toEqual(['None']);
});
