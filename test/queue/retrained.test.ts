import { expect, test } from 'vitest';
import { shortDigest } from '../../src/release/ids.ts';
import * as scene from '../release/scene.ts';
import { people } from '../world/policy.ts';
import { loggedAt, made, minute, trainingStage } from './training.ts';

const retrain = {
  kind: 'roll-back' as const,
  model: 'churn',
  version: null,
  environment: 'production',
  reason: 'errors rose',
  retrain: true,
};
const plain = { ...retrain, retrain: false };

/** A good version, and a bad one that is live over it; both were trained in production. */
async function badIsLive() {
  const it = await trainingStage();
  const good = await it.live(0.9);
  const { commit } = it.training().order;
  await it.another(loggedAt(0.91, 'e'.repeat(40)));
  const bad = await it.live(0.91);
  return { it, good, bad, commit };
}

const lane = (it: Awaited<ReturnType<typeof trainingStage>>) =>
  [...it.world.memory.lanes.values()].find((one) => one.lane === 'churn/production');

test('the target’s commit is trained once more, judged, and goes live; never on one person’s word', async () => {
  const { it, good, bad, commit } = await badIsLive();
  expect(await it.ask(people.one, retrain)).toBe('opened');
  await it.pass(minute);
  expect(it.state()).toMatchObject({
    kind: 'rollback',
    training: 'retrain',
    alone: false,
    phase: 'review',
    version: null,
  });
  expect(it.state().source.version).toBe(good);
  await it.approve(people.bob);
  await it.pass(minute);
  expect(it.training().order).toMatchObject({ release: it.state().id, commit });
  expect(it.world.servers.production.models.get('churn')?.aliases.get('champion')).toBe(bad);
  const again = made(it.world, it.training(), 0.9);
  it.training().state = { kind: 'succeeded', url: null };
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version: again, live: { replaced: bad } });
  expect(lane(it)?.pauses.map(({ cause }) => cause)).toEqual(['rollback']);
  expect(lane(it)?.rolledBack.map(({ version }) => version)).toEqual([bad]);
  expect(lane(it)?.trusted.map(({ version }) => version)).toEqual([again, good]);
});

test('meanwhile the alias goes back at once: that goes first, and what it brought stays trusted', async () => {
  const { it, good, bad } = await badIsLive();
  await it.ask(people.own, retrain);
  const slow = it.state().id;
  await it.pass(0);
  await it.approve(people.bob);
  await it.pass(minute);
  expect(it.of(slow)?.phase).toBe('executing');
  expect(await it.ask(people.one, plain)).toBe('opened');
  await it.pass(10 * minute);
  expect(it.of(slow)).toMatchObject({ phase: 'withdrawn', ended: { event: { kind: 'stopped' } } });
  expect(it.state()).toMatchObject({ phase: 'verified', version: good, live: { replaced: bad } });
  expect(lane(it)?.trusted.map(({ version }) => version)).toEqual([good]);
});

test('rule 7: a rollback that was asked for before one that trains does not wait for hours of training', async () => {
  const { it, good } = await badIsLive();
  await it.ask(people.own, plain);
  const first = it.state().id;
  await it.ask(people.own, retrain);
  const slow = it.state().id;
  await it.pass(0);
  await it.approve(people.bob);
  await it.pass(minute);
  expect(it.of(slow)?.phase).toBe('executing');
  const evidence = shortDigest(it.of(first)?.evidence?.digest ?? scene.other);
  await it.ask(people.bob, { kind: 'approve', release: first, evidence, note: null });
  await it.pass(10 * minute);
  expect(it.of(first)).toMatchObject({ phase: 'verified', version: good });
  expect(it.of(slow)?.phase).toBe('withdrawn');
});

test('one that waits for its approvals does not keep on-call from going back, and goes on after it', async () => {
  const { it, good, bad } = await badIsLive();
  await it.ask(people.own, retrain);
  const slow = it.state().id;
  expect(await it.ask(people.one, plain)).toBe('opened');
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version: good, live: { replaced: bad } });
  expect(it.of(slow)?.phase).toBe('review');
});

test('where nothing trains it is refused in words', async () => {
  const { it } = await badIsLive();
  expect(await it.ask(people.one, { ...retrain, environment: 'staging' })).toMatch(
    /cannot-retrain|no-rollback-target|nothing-live/,
  );
});
