import { expect, test } from 'vitest';
import { retrain, retrainAt } from '../../src/cli/retrain.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { productionPolicy, registered } from '../features/gated.ts';
import { stage } from '../features/support.ts';
import { heard } from './calling.ts';
import { keyedDesk, withKeys } from './keyed.ts';

const trainer = 'trainer: { command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training }';
const reviewed = '[ { from: [reviewers], min: 1 } ]';
const again = {
  model: 'churn',
  environment: 'production',
  reason: 'its inputs have shifted',
  id: 'drift-of-3-march',
  json: true,
};

/** Production where a version of this commit was live before Signalbox, of a model that is trained there or only copied. */
async function production(pattern: 'deploy-code' | 'deploy-model' = 'deploy-code') {
  const trainings = fakeTrainings();
  const text = productionPolicy({ here: pattern === 'deploy-code' ? [trainer] : [], approvals: reviewed });
  const policy = withKeys(text.replace('pattern: deploy-model', `pattern: ${pattern}`), 'U0PAT', 'U0KIM', 'U0LEE');
  const on = await stage({ policy, outsiders: outsidersOf({ trainer: () => fakeTrainer(trainings) }) });
  const version = registered(on, 0.9);
  const logged = on.model('prod')?.versions.get(version)?.logged;
  if (logged?.run == null) throw new Error('nothing was logged');
  Object.assign(logged.run, { commit: 'c0ffee0'.padEnd(40, '1') });
  await on.alias('prod', 'champion', version);
  return { on, trainings, desk: (person: string) => keyedDesk(on, policy, person) };
}

test('what is live is trained again by key: once, however often it is typed with one id', async () => {
  const { on, trainings, desk } = await production();
  const once = await heard(async () => retrainAt(await desk('U0PAT'), again));
  expect(once.code).toBe(0);
  const { release } = JSON.parse(once.out);
  await on.settle();
  expect(await on.store.release(release)).toMatchObject({ opened: { via: 'cli', reason: again.reason } });
  const twice = await heard(async () => retrainAt(await desk('U0PAT'), again));
  expect(JSON.parse(twice.out).release).toBe(release);
  await on.settle();
  expect([...trainings.trainings.values()].map(({ order }) => order.release)).toEqual([release]);
});

test('where nothing trains, a no in words says what to do instead', async () => {
  const copied = await production('deploy-model');
  const cannot = await heard(async () => retrainAt(await copied.desk('U0PAT'), { ...again, json: false }));
  expect(cannot).toMatchObject({ code: 1, out: expect.stringContaining('Train it where it is trained') });
});

test('while Slack says nothing it is opened, and trains once Slack has said who asked', async () => {
  const { on, trainings, desk } = await production();
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'error', on: '*' });
  const asked = await heard(async () => retrainAt(await desk('U0PAT'), again));
  await on.settle();
  const { release } = JSON.parse(asked.out);
  expect(await on.store.release(release)).toMatchObject({ phase: 'approved', waiting: { cause: 'people-unread' } });
  expect(trainings.trainings.size).toBe(0);
  on.slack.faults.clear();
  await on.settle(60_000);
  expect(trainings.trainings.size).toBe(1);
});

test.each([
  [['churn@14', '--because', 'x'], 'Name a model alone'],
  [[], 'Name a model alone'],
  [['churn', 'fraud', '--because', 'x'], 'Name a model alone'],
  [['churn', '--because', '  '], 'Say why'],
])('%j is not understood, and what to type is said', async (args, words) => {
  expect(await heard(() => retrain(args))).toMatchObject({ code: 2, err: expect.stringContaining(words) });
});
