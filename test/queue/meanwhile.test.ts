import { expect, test } from 'vitest';
import { people } from '../world/policy.ts';
import { made, minute, type TrainingStage, trainingStage } from './training.ts';

const ended = { kind: 'succeeded', url: null } as const;

async function pause(it: TrainingStage): Promise<void> {
  const scope = 'churn/production';
  expect(await it.ask(people.own, { kind: 'pause', scope, until: null, reason: 'stock-taking' })).toBe('paused');
}

test('what ends its training in a pause waits, and goes live once the pause is over', async () => {
  const it = await trainingStage();
  await it.approved();
  await it.pass(30 * minute);
  await pause(it);
  const version = made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await it.pass(60 * minute);
  expect(it.state()).toMatchObject({ phase: 'executing', trained: { version } });
  expect(it.world.servers.production.models.get('churn')?.aliases.get('champion')).toBeUndefined();
  const waits = it.happened('step-watched').filter(({ step }) => step === 'set-champion');
  expect(waits).toMatchObject([{ state: 'waiting', words: 'promotions here are paused: stock-taking' }]);
  await it.ask(people.own, { kind: 'resume', scope: 'churn/production', reason: 'done' });
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version });
  expect(it.trainings.trainings.size).toBe(1);
});

test('a champion that somebody moved meanwhile lets nothing beyond the band in where nobody is asked', async () => {
  const it = await trainingStage({ approvals: 'none' });
  await it.pass(0);
  const other = made(it.world, it.training(), 0.9, {});
  it.world.servers.production.models.get('churn')?.aliases.set('champion', other);
  const version = made(it.world, it.training(), 0.99);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state()).toMatchObject({ trained: { version } });
  await it.ask(people.own, { kind: 'resume', scope: 'churn/production', reason: 'it is fine' });
  await it.pass(10 * minute);
  expect(it.world.servers.production.models.get('churn')?.aliases.get('champion')).toBe(other);
  expect(it.state().phase).toBe('blocked');
  expect(it.state().evidence?.findings.verdicts).toContainEqual(
    expect.objectContaining({
      gate: 'tolerance',
      status: 'fail',
      reason: expect.stringContaining('auc reviewed 0.90'),
    }),
  );
});

test('Retry starts nothing beside a training that was asked to end and has not', async () => {
  const it = await trainingStage();
  await it.approved();
  it.wire.trainer = (usual) => ({ ...usual, cancel: async () => {} });
  await it.pass(125 * minute);
  expect(it.state().failure).toMatchObject({ code: 'training_timeout' });
  await it.ask(people.own, { kind: 'retry', release: it.state().id });
  await it.pass(5 * minute);
  expect(it.trainings.trainings.size).toBe(1);
  expect(it.happened('step-retrying').at(-1)).toMatchObject({ step: 'start-training', code: 'training_not_ended' });
  it.training().state = { kind: 'cancelled', words: null, url: null };
  await it.pass(10 * minute);
  expect([...it.trainings.trainings.values()].map(({ order }) => order.attempt)).toEqual([1, 2]);
});
