import { Readable } from 'node:stream';
import { ReleaseError } from '../../src/errors.ts';
import type { Call, Clock } from '../../src/ports.ts';
import type { Trainer, TrainingOrder, TrainingRef, TrainingState } from '../../src/ports-trainers.ts';
import type { Version } from '../../src/release/ids.ts';

/** One training in memory, which a test moves on by hand. */
export interface FakeTraining {
  readonly order: TrainingOrder;
  state: TrainingState;
  printed: string;
  registered: readonly Version[] | null;
}

/** What trains, in memory: any number of workers may share it. */
export interface FakeTrainings {
  readonly now: Clock;
  readonly trainings: Map<TrainingRef, FakeTraining>;
  /** Called for each training as it starts, to play it. */
  play: (training: FakeTraining) => void;
}

export function fakeTrainings(now: Clock = Date.now): FakeTrainings {
  return { now, trainings: new Map(), play: () => {} };
}

/** A trainer over these trainings. Every call is one instant. */
export function fakeTrainer(at: FakeTrainings): Trainer {
  const known = (ref: TrainingRef, { deadline }: Call) => {
    inTime(at, deadline);
    return at.trainings.get(ref);
  };
  return {
    kind: 'fake',
    find: async (order, call) => (known(refOf(order), call) === undefined ? null : refOf(order)),
    async start(order, call) {
      const ref = refOf(order);
      if (known(ref, call) !== undefined) return { ref, already: true };
      const training: FakeTraining = { order, state: running, printed: '', registered: null };
      at.trainings.set(ref, training);
      at.play(training);
      return { ref, already: false };
    },
    look: async (ref, call) => known(ref, call)?.state ?? { kind: 'lost', words: `There is no training ${ref}.` },
    async cancel(ref, call) {
      const training = known(ref, call);
      if (training !== undefined && goesOn.includes(training.state.kind))
        training.state = { kind: 'cancelled', words: null, url: null };
    },
    async log(ref, call) {
      const training = known(ref, call);
      return training ? { name: `${ref}.txt`, content: Readable.from([training.printed]) } : null;
    },
    registered: async (ref, call) => known(ref, call)?.registered ?? null,
  };
}

const goesOn: readonly TrainingState['kind'][] = ['queued', 'running', 'waiting'];
const running: TrainingState = { kind: 'running', words: null, url: null };

function refOf({ release, attempt, purpose, version }: TrainingOrder): TrainingRef {
  return purpose === undefined ? `${release}-${attempt}` : `${release}-${attempt}-${purpose}-v${version}`;
}

function inTime({ now }: FakeTrainings, deadline: number): void {
  if (deadline <= now()) throw new ReleaseError('deadline_passed');
}
