import { ReleaseError } from '../../src/errors.ts';
import type { Policies } from '../../src/ports.ts';
import type { Serving } from '../../src/ports-serving.ts';
import type { Entry } from '../../src/release/event.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { policiesOf } from '../fakes/policies.ts';
import { type FakeServings, fakeServing, fakeServings } from '../fakes/serving.ts';
import { type FakeTrainings, fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import type { Dice } from './dice.ts';
import { policyText } from './policy.ts';
import type { Process } from './traffic.ts';
import { newWorld, type World } from './world.ts';

/** A world where both environments validate, serve, and are used by scoring jobs. */
export interface Served {
  readonly world: World;
  readonly servings: FakeServings;
  readonly validations: FakeTrainings;
  /** Everything that is under way outside comes to its end, well, and nobody scores any more. */
  rest(): void;
}

export function servedWorld(chance: Dice): Served {
  const world = newWorld(withWorkings(policiesOf(policyText)));
  const servings = fakeServings(world.clock.now);
  const validations = fakeTrainings(world.clock.now);
  const asked: Asked[] = [];
  let resting = false;
  servings.play = (order) => {
    if (resting || chance.oneIn(2)) return { kind: 'serving', version: order.version };
    if (chance.oneIn(3)) return { kind: 'failed', words: 'no memory', version: order.from };
    return { kind: 'moving', words: '1 of 3 pods are ready' };
  };
  validations.play = (training) => {
    if (resting || chance.oneIn(2)) training.state = { kind: 'succeeded', url: null };
    else if (chance.oneIn(6)) training.state = { kind: 'failed', words: 'worse', url: null };
  };
  const serving = (process: Process): Serving => {
    const reached = world.network.through(fakeServing(servings), {
      process,
      port: 'serving',
      down: 'serving_unreachable',
      lost: () => 'serving_unreachable',
      arriving: () => outsideGoesOn(servings, validations, chance, resting),
    });
    return noting(reached, (one) => asked.push({ ...one, process: process.name, tick: world.tick }));
  };
  world.machinery = (process) => ({
    serving: () => serving(process),
    validator: () =>
      world.network.through(
        { ...fakeTrainer(validations), kind: 'http' },
        {
          process,
          port: 'validator',
          down: 'trainer_unreachable',
          lost: () => 'training_outcome_unknown',
          arriving: () => outsideGoesOn(servings, validations, chance, resting),
        },
      ),
  });
  world.moving = (process, environment, alias) => {
    if (alias === 'champion') world.broken.push(...unasked(world, asked, process, environment));
  };
  world.appended = (entry) =>
    world.broken.push(...servesOther(world, servings, entry), ...stagedOtherwise(world, entry));
  return {
    world,
    servings,
    validations,
    rest() {
      resting = true;
      servings.may = { kind: 'yes' };
      for (const place of servings.places.values()) settled(place);
      for (const training of validations.trainings.values())
        if (training.state.kind === 'running') training.state = { kind: 'succeeded', url: null };
    },
  };
}

interface Asked {
  readonly process: string;
  readonly environment: string;
  readonly answer: 'yes' | 'busy' | 'unreachable';
  readonly tick: number;
}

/** What each process was told when it asked whether the alias may move. */
function noting(serving: Serving, note: (one: Pick<Asked, 'environment' | 'answer'>) => void): Serving {
  return {
    ...methodsOf(serving),
    async mayMove(order, call) {
      const { environment } = order;
      try {
        const may = await serving.mayMove(order, call);
        note({ environment, answer: may.kind });
        return may;
      } catch (error) {
        if (error instanceof ReleaseError) note({ environment, answer: 'unreachable' });
        throw error;
      }
    },
  };
}

function methodsOf(serving: Serving): Serving {
  return {
    kind: serving.kind,
    mayMove: (...args) => serving.mayMove(...args),
    move: (...args) => serving.move(...args),
    state: (...args) => serving.state(...args),
    scoredWith: (...args) => serving.scoredWith(...args),
  };
}

/** Whoever moves the champion was told in the same work that it may; a way back also when nobody could be asked. */
function unasked(world: World, asked: readonly Asked[], { name }: Process, environment: string): readonly string[] {
  const from = Math.min(...(world.busy.get(name) ?? []), world.tick);
  const lane = [...world.memory.lanes.values()].find((one) => one.lane === `churn/${environment}`);
  const holder = [...world.memory.releases.values()].find(({ id }) => id === lane?.holder);
  const back = holder?.kind === 'rollback' || holder?.execution?.stop != null || holder?.execution?.putBack != null;
  const answers = asked
    .filter((one) => one.process === name && one.environment === environment && one.tick >= from)
    .map(({ answer }) => answer);
  const may = answers.includes('yes') || (back && answers.includes('unreachable'));
  return may ? [] : [`${name} moved champion of ${environment} though it was told ${answers.join(', ') || 'nothing'}`];
}

/** Deployers go on, jobs begin and end, orders get lost: at the moment of any call. */
function outsideGoesOn(servings: FakeServings, validations: FakeTrainings, chance: Dice, resting: boolean): void {
  if (resting) return;
  if (chance.oneIn(12))
    servings.may = chance.oneIn(3) ? { kind: 'busy', words: 'scoring', url: null } : { kind: 'yes' };
  for (const place of servings.places.values()) {
    if (chance.oneIn(40)) place.last = null;
    else if (place.state.kind === 'moving' && chance.oneIn(4)) settled(place);
  }
  for (const training of validations.trainings.values())
    if (training.state.kind === 'running' && chance.oneIn(4)) training.state = { kind: 'succeeded', url: null };
}

/** Whoever says that something is live, or live again, has seen it served. */
function servesOther({ memory }: World, { places }: FakeServings, { stream, event }: Entry): readonly string[] {
  const release = memory.releases.get(stream);
  const ordered = release?.execution?.steps.some(
    ({ kind, startedAt }) => kind === 'move-serving' && startedAt !== null,
  );
  if (!ordered || (event.kind !== 'went-live' && event.kind !== 'stopped')) return [];
  if (event.kind === 'stopped' && event.handedTo !== null) return [];
  const live = event.kind === 'went-live' ? event.version : event.live;
  const served = places.get(`${release?.environment}/churn`)?.live ?? null;
  return served === live ? [] : [`${stream}: ${event.kind} with v${live} while v${served} is served`];
}

/** Once a version is live it alone is in the stage; once it was taken back, everything is where it was. */
function stagedOtherwise({ memory, servers }: World, { stream, event }: Entry): readonly string[] {
  const release = memory.releases.get(stream);
  const { stages, stage } = release?.execution?.targets ?? {};
  if (release === undefined || stages === undefined) return [];
  const versions = [...(servers[environmentOf(release)].models.get('churn')?.versions.values() ?? [])];
  const there = versions.filter((one) => one.stage === stage).map(({ version }) => version);
  if (event.kind === 'went-live' && there.join() !== event.version)
    return [`${stream}: v${event.version} is live, and v${there.join()} is in ${stage}`];
  if (event.kind !== 'stopped' || event.handedTo !== null) return [];
  const ours = release.execution?.targets.version;
  const known = versions.filter(({ version }) => stages[version] !== undefined || version === ours);
  const moved = known.filter(({ version, stage: now }) => now !== (stages[version] ?? 'None'));
  return moved.map(({ version, stage: now }) => `${stream}: v${version} is in ${now}, and was in ${stages[version]}`);
}

function environmentOf({ environment }: { readonly environment: string }): 'staging' | 'production' {
  return environment === 'staging' ? 'staging' : 'production';
}

type Place = FakeServings['places'] extends Map<string, infer P> ? P : never;

function settled(place: Place): void {
  if (place.state.kind !== 'moving' || place.last === null) return;
  place.live = place.last.version;
  place.state = { kind: 'serving', version: place.live };
}

/** Where nothing is under way, what is served is what the alias says, once anything was ordered there. */
export function servedDifferently({ world, servings }: Served): readonly string[] {
  return [...world.memory.lanes.values()].flatMap(({ lane, holder }) => {
    const environment = lane.endsWith('/staging') ? 'staging' : 'production';
    const place = servings.places.get(`${environment}/churn`);
    const given = [...world.memory.releases.values()].some((one) => one.lane === lane && one.phase === 'abandoned');
    if (holder !== null || place?.last === undefined || given) return [];
    const champion = world.servers[environment].models.get('churn')?.aliases.get('champion') ?? null;
    return champion === place.live ? [] : [`${lane}: v${champion} in the registry, v${place.live} is served`];
  });
}

const workings: Pick<LanePolicy, 'serving' | 'validate' | 'stage'> = {
  stage: 'Production',
  serving: { kind: 'http', timeoutMs: 60_000 },
  validate: { kind: 'command', timeoutMs: 60_000 },
};

function withWorkings(policies: Policies): Policies {
  const all = (one: LanePolicy) => ({ ...one, ...workings });
  return {
    ...policies,
    lanes: () => policies.lanes().map(all),
    lane(model, environment) {
      const found = policies.lane(model, environment);
      return found === null ? null : all(found);
    },
  };
}
