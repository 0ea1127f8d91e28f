import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { TrainingState } from '../../src/ports-trainers.ts';
import { Version } from '../../src/release/ids.ts';
import { encodeEntry } from '../../src/store/entries.ts';
import { people } from '../world/policy.ts';
import { commit, loggedAt, made, minute, silent, type TrainingStage, trainingStage } from './training.ts';

const ended = { kind: 'succeeded', url: 'https://ci.example/7' } as const;

async function begun(): Promise<TrainingStage> {
  const it = await trainingStage();
  await it.approved();
  return it;
}

async function retried(it: TrainingStage): Promise<void> {
  expect(await it.ask(people.own, { kind: 'retry', release: it.state().id })).toBe('retrying');
  await it.pass(2 * minute);
}

test.each<[what: string, state: TrainingState, code: string, words: string]>([
  ['dies', { kind: 'failed', words: 'It ended with 1. Out of memory', url: null }, 'training_failed', 'Out of memory'],
  ['is ended by somebody', { kind: 'cancelled', words: null, url: null }, 'training_cancelled', 'Somebody ended'],
  ['is forgotten', { kind: 'lost', words: 'There is none.' }, 'training_lost', 'There is none.'],
])('a training that %s has failed, and Retry trains anew', async (_, state, code, words) => {
  const it = await begun();
  it.training().state = state;
  await it.pass(2 * minute);
  expect(it.state()).toMatchObject({ phase: 'failed', failure: { step: 'await-training', code } });
  expect(it.state().failure?.words).toContain(words);
  await retried(it);
  expect([...it.trainings.trainings.values()].map(({ order }) => order.attempt)).toEqual([1, 2]);
  await finished(it, made(it.world, it.training(), 0.9));
});

async function finished(it: TrainingStage, version: string): Promise<void> {
  it.training().state = ended;
  await it.pass(10 * minute);
  expect(it.state()).toMatchObject({ phase: 'verified', version });
}

test('one that hangs is asked to end after its time, and Retry trains anew', async () => {
  const it = await begun();
  await it.pass(119 * minute);
  expect(it.state().phase).toBe('executing');
  await it.pass(5 * minute);
  expect(it.state().failure).toMatchObject({
    code: 'training_timeout',
    words: 'It did not end within 120 min, the longest that production lets it take, and was asked to end.',
  });
  expect(it.training().state.kind).toBe('cancelled');
  await retried(it);
  expect(it.training().order.attempt).toBe(2);
  await finished(it, made(it.world, it.training(), 0.9));
});

test('one that answers garbage has failed, goes on, and Retry looks again', async () => {
  const it = await begun();
  it.wire.trainer = (usual) => ({ ...usual, look: throwing('trainer_answer_malformed') });
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({ step: 'await-training', code: 'trainer_answer_malformed' });
  it.wire.trainer = (usual) => usual;
  await retried(it);
  expect(it.state().phase).toBe('executing');
  await finished(it, made(it.world, it.training(), 0.9));
  expect(it.trainings.trainings.size).toBe(1);
});

test('one that nobody can reach for a day has failed, and Retry looks again', async () => {
  const it = await begun();
  it.wire.trainer = () => silent;
  await it.pass(25 * 60 * minute);
  expect(it.state().failure).toMatchObject({ code: 'trainer_unreachable' });
  it.wire.trainer = (usual) => usual;
  const version = made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await retried(it);
  await finished(it, version);
  expect(it.trainings.trainings.size).toBe(1);
});

test('one that registers no version has failed; Retry looks again and does not train', async () => {
  const it = await begun();
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({ step: 'find-version', code: 'trained_no_version' });
  const version = made(it.world, it.training(), 0.9);
  await retried(it);
  await finished(it, version);
  expect(it.trainings.trainings.size).toBe(1);
});

test('one that registers two versions has failed, naming both; Retry looks again and does not train', async () => {
  const it = await begun();
  const first = made(it.world, it.training(), 0.9);
  const second = made(it.world, it.training(), 0.9);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({ step: 'find-version', code: 'trained_two_versions' });
  expect(it.state().failure?.words).toContain(`v${first} and v${second}`);
  it.world.servers.production.models.get('churn')?.versions.delete(second);
  await retried(it);
  await finished(it, first);
  expect(it.trainings.trainings.size).toBe(1);
});

test('one that trained something else than what was approved has failed', async () => {
  const it = await begun();
  const { order } = it.training();
  made(it.world, { ...it.training(), order: { ...order, commit: 'd'.repeat(40) } }, 0.9);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({ code: 'trained_other_commit' });
  expect(it.state().failure?.words).toContain('c0ffee0 was approved');
});

test.each<[string, (it: TrainingStage) => string]>([
  [
    'by the tag on its run',
    (it) => {
      const version = made(it.world, it.training(), 0.9, {});
      const found = it.world.servers.production.models.get('churn')?.versions.get(version);
      if (found) found.logged = { ...found.logged, ...loggedAt(0.9, commit, { 'signalbox.release': it.state().id }) };
      return version;
    },
  ],
  [
    'by what the trainer says',
    (it) => {
      made(it.world, it.training(), 0.9, {});
      const version = made(it.world, it.training(), 0.9, {});
      it.training().registered = [version];
      return version;
    },
  ],
  ['by its commit, where nobody says anything', (it) => made(it.world, it.training(), 0.9, {})],
])('a version is found %s', async (_, make) => {
  const it = await begun();
  await finished(it, make(it));
});

test('a version that the trainer names and the registry does not have is none', async () => {
  const it = await begun();
  it.training().registered = [Version.parse('41')];
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().failure).toMatchObject({ code: 'trained_no_version' });
});

test('a start whose answer got lost, and whose training shows late, trains once', async () => {
  let shows = Number.POSITIVE_INFINITY;
  const it = await trainingStage();
  it.wire.trainer = (usual) => ({
    ...usual,
    find: async (order, call) => (it.world.clock.now() < shows ? null : usual.find(order, call)),
    start: async (order, call) => {
      expect(it.trainings.trainings.size).toBe(0);
      await usual.start(order, call);
      shows = it.world.clock.now() + 50_000;
      throw new ReleaseError('training_outcome_unknown');
    },
  });
  await it.approved();
  await it.pass(5 * minute);
  expect(it.state().execution?.steps[0]).toMatchObject({ status: 'done', already: true });
  expect(it.trainings.trainings.size).toBe(1);
  await finished(it, made(it.world, it.training(), 0.9));
});

test('Stop waits for a training that may still show, and ends it', async () => {
  let shows = Number.POSITIVE_INFINITY;
  const it = await trainingStage();
  it.wire.trainer = (usual) => ({
    ...usual,
    find: async (order, call) => (it.world.clock.now() < shows ? null : usual.find(order, call)),
    start: async (order, call) => {
      await usual.start(order, call);
      shows = it.world.clock.now() + 50_000;
      throw new ReleaseError('training_outcome_unknown');
    },
  });
  await it.approved();
  await it.ask(people.own, { kind: 'stop', release: it.state().id });
  await it.pass(5 * minute);
  expect(it.training().state.kind).toBe('cancelled');
  expect(it.state().phase).toBe('withdrawn');
});

test('a start that was refused has failed, with nothing trained', async () => {
  const it = await trainingStage();
  it.wire.trainer = (usual) => ({ ...usual, start: throwing('training_refused') });
  await it.approved();
  await it.pass(minute);
  expect(it.state().failure).toMatchObject({ step: 'start-training', code: 'training_refused' });
  expect(it.trainings.trainings.size).toBe(0);
});

test('waiting for an approval of the trainer is shown with where to give it', async () => {
  const it = await begun();
  it.training().state = { kind: 'waiting', words: 'production-reviewers have to approve', url: 'https://ci.example/7' };
  await it.pass(minute);
  expect(it.state().execution?.steps[1]?.watched).toMatchObject({
    state: 'waiting',
    words: 'production-reviewers have to approve',
    url: 'https://ci.example/7',
  });
  await finished(it, made(it.world, it.training(), 0.9));
});

test('two days of a talkative, unsteady trainer leave a small log', async () => {
  const patient = { kind: 'command', timeoutMs: 60 * 60 * minute };
  const it = await trainingStage({}, loggedAt(0.9), (lane) => ({ ...lane, trainer: lane.trainer && patient }));
  await it.approved();
  let looks = 0;
  it.wire.trainer = (usual) => ({
    ...usual,
    look: async (ref, call) => {
      looks += 1;
      const state = await usual.look(ref, call);
      if (looks % 7 === 3) throw new ReleaseError('trainer_unreachable');
      return state.kind === 'running' ? { ...state, words: `epoch ${looks}, ${'loss '.repeat(40)}` } : state;
    },
  });
  await it.pass(48 * 60 * minute);
  await finished(it, made(it.world, it.training(), 0.9));
  const entries = it.world.memory.chain.filter(({ stream }) => stream === String(it.state().id));
  const watched = entries.filter(({ event }) => event.kind === 'step-watched');
  expect(looks).toBeGreaterThan(2_000);
  expect(watched.length).toBeGreaterThan(10);
  expect(watched.reduce((sum, entry) => sum + encodeEntry(entry).length, 0)).toBeLessThan(16 * 1_024);
});

function throwing(code: ConstructorParameters<typeof ReleaseError>[0]): () => Promise<never> {
  return () => Promise.reject(new ReleaseError(code));
}
