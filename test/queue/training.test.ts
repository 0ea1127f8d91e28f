import { expect, test } from 'vitest';
import { releaseStream } from '../../src/release/stream.ts';
import { people } from '../world/policy.ts';
import { commit, loggedAt, made, minute, silent, trainingStage } from './training.ts';

const ended = { kind: 'succeeded', url: null } as const;

test('what was approved is trained there, found, judged, and goes live', async () => {
  const it = await trainingStage();
  await it.approved();
  expect(it.training().order).toMatchObject({ release: it.state().id, attempt: 1, environment: 'production', commit });
  await it.pass(40 * minute);
  expect(it.state().phase).toBe('executing');
  const version = made(it.world, it.training(), 0.89);
  it.training().state = ended;
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version, trained: { version, commit } });
  const server = it.world.servers.production.models.get('churn');
  expect(server?.aliases.get('champion')).toBe(version);
  const tags = Object.fromEntries(server?.versions.get(version)?.tags ?? []);
  expect(tags).toMatchObject({ 'signalbox.commit': commit, 'signalbox.gates': '1 of 1 passed' });
  expect(tags).toHaveProperty('signalbox.trained');
  expect(it.happened('trained-judged')).toHaveLength(1);
  expect(it.trainings.trainings.size).toBe(1);
});

test('beyond the band it goes back to the people with both numbers, and never trains again', async () => {
  const it = await trainingStage({ model: ', pattern: deploy-code, tolerance: { auc: 0.02 }' });
  await it.approved();
  const { expiresAt } = it.state();
  await it.pass(110 * minute);
  const version = made(it.world, it.training(), 0.85);
  it.training().state = ended;
  await it.pass(2 * minute);
  const state = it.state();
  expect(state).toMatchObject({ phase: 'review', approvals: [], execution: null });
  expect(state.evidence?.candidate.version).toBe(version);
  expect(state.evidence?.findings.metrics[0]).toMatchObject({ name: 'auc', candidate: 0.85, reviewed: 0.9 });
  expect(state.voided.at(-1)?.changes[0]).toBe('auc reviewed 0.90, trained 0.85, allowed ±0.02');
  expect(state.expiresAt - expiresAt).toBeGreaterThan(109 * minute);
  await it.approved();
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version });
  expect(it.trainings.trainings.size).toBe(1);
  expect(it.happened('execution-started').at(-1)?.steps).not.toContain('start-training');
});

test('a gate that does not pass on what was trained blocks it', async () => {
  const it = await trainingStage({ model: ', pattern: deploy-code, tolerance: { auc: 0.5 }' });
  await it.approved();
  made(it.world, it.training(), 0.7);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state()).toMatchObject({ phase: 'blocked', approvals: [] });
});

test('where nobody is asked, what lies beyond the band has failed, with both numbers', async () => {
  const it = await trainingStage({ approvals: 'none' });
  await it.pass(0);
  made(it.world, it.training(), 0.99);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({
    step: 'judge-trained',
    code: 'outside_tolerance',
    words: 'What was trained is not what was seen before: auc reviewed 0.90, trained 0.99, allowed ±5 %.',
  });
});

test('a policy that changed while it trained asks the people again', async () => {
  let digest = 'a'.repeat(64);
  const it = await trainingStage({}, loggedAt(0.9), (lane) => ({ ...lane, digest }));
  await it.approved();
  made(it.world, it.training(), 0.9);
  it.training().state = ended;
  digest = 'b'.repeat(64);
  await it.pass(2 * minute);
  expect(it.state().phase).toBe('review');
  expect(it.state().voided.at(-1)?.changes[0]).toBe('the policy here changed while it trained');
});

test('a commit that nobody knows blocks it', async () => {
  const it = await trainingStage({}, loggedAt(0.9, null));
  expect(it.state().phase).toBe('blocked');
  expect(it.state().evidence?.findings.verdicts).toContainEqual(
    expect.objectContaining({ gate: 'commit', status: 'missing', reason: expect.stringContaining('names no commit') }),
  );
});

test('a champion that somebody moved while it trained voids approvals, and what was trained is kept', async () => {
  const it = await trainingStage();
  await it.approved();
  const other = made(it.world, it.training(), 0.9, {});
  it.world.servers.production.models.get('churn')?.aliases.set('champion', other);
  const version = made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await it.pass(minute);
  expect(it.kinds()).toContain('approvals-voided');
  expect(it.state()).toMatchObject({ phase: 'review', trained: { version } });
  expect(it.state().evidence?.candidate.version).toBe(version);
  await it.ask(people.own, { kind: 'resume', scope: 'churn/production', reason: 'it is fine' });
  await it.approved();
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version });
  expect(it.trainings.trainings.size).toBe(1);
});

test('Stop ends the training before the release', async () => {
  const it = await trainingStage();
  await it.approved();
  await it.pass(5 * minute);
  await it.ask(people.own, { kind: 'stop', release: it.state().id });
  await it.pass(minute);
  expect(it.training().state.kind).toBe('cancelled');
  expect(it.state()).toMatchObject({ phase: 'withdrawn', ended: { event: { kind: 'stopped', liveTouched: false } } });
});

test('a rollback waits for no training: it goes first, and the training is ended all the same', async () => {
  const it = await trainingStage();
  const good = await it.live(0.9);
  await it.another(loggedAt(0.91, 'e'.repeat(40)));
  const bad = await it.live(0.91);
  // Another commit is trained, and the trainer does not answer any more.
  const next = await it.another(loggedAt(0.92, 'f'.repeat(40)));
  await it.approved();
  it.wire.trainer = () => silent;
  expect(await it.ask(people.one, rollBack)).toBe('opened');
  await it.pass(minute);
  expect(it.of(next)).toMatchObject({ phase: 'withdrawn', ended: { event: { kind: 'stopped' } } });
  expect(it.state()).toMatchObject({ kind: 'rollback', version: good, live: { replaced: bad } });
  expect(it.training().state.kind).toBe('running');
  it.wire.trainer = (usual) => usual;
  await it.pass(10 * minute);
  expect(it.training().state.kind).toBe('cancelled');
  expect(it.world.memory.due.look.has(releaseStream(next))).toBe(false);
});

const rollBack = {
  kind: 'roll-back' as const,
  model: 'churn',
  environment: 'production',
  version: null,
  reason: 'it misbehaves',
};
