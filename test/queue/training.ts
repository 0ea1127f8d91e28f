import { expect } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { Policies } from '../../src/ports.ts';
import type { Trainer } from '../../src/ports-trainers.ts';
import type { Metric } from '../../src/release/evidence.ts';
import type { Version } from '../../src/release/ids.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { policiesOf } from '../fakes/policies.ts';
import { type Logged, register } from '../fakes/registry.ts';
import { type FakeTraining, type FakeTrainings, fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { people } from '../world/policy.ts';
import type { World } from '../world/world.ts';
import { policyWith, type Reviewing, reviewing } from './reviewing.ts';

export const commit = 'c0ffee0'.padEnd(40, '1');
export const minute = 60_000;

const trainer = '{ command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training, timeout: 2h }';

/** What a run at this commit logged. */
export function loggedAt(auc: number, at: string | null = commit, tags: Record<string, string> = {}): Partial<Logged> {
  const metric: Metric = { name: 'auc', value: auc, dataset: null };
  return { metrics: [metric], run: runAt(at, tags) };
}

let runs = 0;

function runAt(at: string | null, tags: Record<string, string>): NonNullable<Logged['run']> {
  runs += 1;
  return {
    id: `run-${runs}`,
    status: 'finished',
    startedAt: null,
    endedAt: null,
    user: 'root',
    commit: at,
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: false,
    tags,
    url: null,
  };
}

/** Registers in production what a training made, as the test says. */
export function made(
  world: World,
  { order }: FakeTraining,
  auc: number,
  tags: Record<string, string> = { 'signalbox.release': order.release },
) {
  return register(world.servers.production, 'churn', {
    files: { 'model.pkl': `trained ${auc} ${Math.random()}`, MLmodel: 'flavors: {}' },
    at: world.clock.now(),
    tags,
    ...loggedAt(auc, order.commit),
  });
}

export interface TrainingStage extends Reviewing {
  readonly trainings: FakeTrainings;
  /** How the trainer is reached: it may not answer, or answer what it should not. */
  readonly wire: { trainer: (usual: Trainer) => Trainer };
  /** The newest training. */
  training(): FakeTraining;
  /** Asks for another version of staging; answers its release. */
  another(logged: Partial<Logged>): Promise<ReleaseState['id']>;
  of(id: ReleaseState['id']): ReleaseState | undefined;
  approved(): Promise<void>;
  /** Approves, trains and makes live what is asked for; answers its version. */
  live(auc: number): Promise<Version>;
}

/** Answers nobody. */
export const silent: Trainer = {
  kind: 'silent',
  find: unreachable,
  start: unreachable,
  look: unreachable,
  cancel: unreachable,
  log: unreachable,
  registered: unreachable,
};

async function unreachable(): Promise<never> {
  throw new ReleaseError('trainer_unreachable');
}

/** A deploy-code model, whose version in staging had `auc` 0.9 at the commit; `more` is of the production environment. */
export async function trainingStage(
  given: Parameters<typeof policyWith>[0] = {},
  logged: Partial<Logged> = loggedAt(0.9),
  changed: (lane: LanePolicy) => LanePolicy = (lane) => lane,
): Promise<TrainingStage> {
  const text = policyWith({
    model: ', pattern: deploy-code',
    ...given,
    more: `trainer: ${trainer}\n    ${given.more ?? ''}`,
  });
  let trainings = fakeTrainings();
  const wire: TrainingStage['wire'] = { trainer: (usual) => usual };
  const it = await reviewing(changing(policiesOf(text), changed), logged, (world) => {
    trainings = fakeTrainings(world.clock.now);
    world.machinery = () => ({ trainer: () => wire.trainer(fakeTrainer(trainings)) });
  });
  const stage: TrainingStage = {
    ...it,
    trainings,
    wire,
    of: (id) => it.world.memory.releases.get(releaseStream(id)),
    async another(next) {
      const files = { 'model.pkl': `another ${Math.random()}`, MLmodel: 'flavors: {}' };
      const version = register(it.world.servers.staging, 'churn', { files, at: it.world.clock.now(), ...next });
      const wanted = { kind: 'number' as const, version };
      const ask = {
        kind: 'promote' as const,
        model: 'churn',
        version: wanted,
        environment: 'production',
        reason: null,
      };
      expect(await it.ask(people.own, ask)).toBe('opened');
      await it.pass(0);
      return it.state().id;
    },
    training() {
      const last = [...trainings.trainings.values()].at(-1);
      if (last === undefined) throw new Error('nothing was trained');
      return last;
    },
    async approved() {
      await it.approve(people.ann, people.pat);
      await it.pass(0);
    },
    async live(auc) {
      await stage.approved();
      const version = made(it.world, stage.training(), auc);
      stage.training().state = { kind: 'succeeded', url: null };
      await it.pass(10 * minute);
      expect(it.state()).toMatchObject({ phase: 'verified', version });
      return version;
    },
  };
  return stage;
}

function changing(policies: Policies, change: (lane: LanePolicy) => LanePolicy): Policies {
  return {
    ...policies,
    lanes: () => policies.lanes().map(change),
    lane(model, environment) {
      const found = policies.lane(model, environment);
      return found === null ? null : change(found);
    },
  };
}
