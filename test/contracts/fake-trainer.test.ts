import { ReleaseError } from '../../src/errors.ts';
import type { TrainingOrder } from '../../src/ports-trainers.ts';
import { Version } from '../../src/release/ids.ts';
import { type FakeTraining, fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { someRelease } from './some-release.ts';
import { type Play, printedLine, trainerContract } from './trainer.ts';

const registered = [Version.parse('7')];

trainerContract('the fake', async () => {
  const here = fakeTrainings();
  const plays = new Map<string, Play>();
  const trainer = fakeTrainer(here);
  here.play = (training) => played(training, plays.get(training.order.release) ?? 'goes-on');
  const of = ({ release, attempt }: TrainingOrder) => here.trainings.get(`${release}-${attempt}`);
  return {
    trainer,
    again: fakeTrainer(here),
    once: 'for-all-workers',
    tells: { log: true, words: 'out of memory', registered },
    async order(play) {
      const release = someRelease();
      plays.set(release, play);
      return { release, attempt: 1, model: 'churn', environment: 'staging', commit: 'a'.repeat(40) };
    },
    async letEnd(order) {
      const training = of(order);
      if (training) played(training, 'ends-well');
    },
    trained: async (order) => (of(order) === undefined ? 0 : 1),
    async startUnheard(order) {
      await trainer.start(order, { deadline: Date.now() + 1_000 });
    },
    async forget(_, ref) {
      here.trainings.delete(ref);
    },
    silent: async () => ({ ...trainer, start: () => Promise.reject(new ReleaseError('trainer_unreachable')) }),
    garbled: async (order) => ({
      trainer: { ...trainer, look: () => Promise.reject(new ReleaseError('trainer_answer_malformed')) },
      ref: `${order.release}-${order.attempt}`,
    }),
  };
});

function played(training: FakeTraining, play: Play): void {
  if (play === 'goes-on') return;
  training.state =
    play === 'fails'
      ? { kind: 'failed', words: 'out of memory', url: null }
      : { kind: 'succeeded', url: 'https://trainer.example/7' };
  training.printed = `${printedLine}\n`;
  training.registered = registered;
}
