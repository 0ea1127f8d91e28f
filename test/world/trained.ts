import { ReleaseError } from '../../src/errors.ts';
import type { Call, Policies } from '../../src/ports.ts';
import type { Trainer, TrainingOrder, TrainingState } from '../../src/ports-trainers.ts';
import { blocks } from '../../src/release/evidence.ts';
import { evolve } from '../../src/release/evolve.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import { endedPhases, type ReleaseState } from '../../src/release/state.ts';
import { policiesOf } from '../fakes/policies.ts';
import { register } from '../fakes/registry.ts';
import type { Dice } from './dice.ts';
import { policyText } from './policy.ts';
import type { Process } from './traffic.ts';
import { newWorld, type World } from './world.ts';

/** One training as the other side has it. */
interface Training {
  readonly ref: string;
  readonly order: TrainingOrder;
  /** Until then no list shows it. */
  readonly showsAt: number;
  state: TrainingState;
}

/** A world whose production trains what it is given, on a service that starts twice whatever it is told twice. */
export interface Trained {
  readonly world: World;
  readonly trainings: Training[];
  /** Everything that trains ends well, and nothing that begins from now on fails. */
  rest(): void;
}

const band = 0.02;
const longestLagMs = 55_000;

export function trainedWorld(chance: Dice, fates: 'any' | 'well' = 'any'): Trained {
  const world = newWorld(training(policiesOf(policyText)));
  const trainings: Training[] = [];
  const outside = { resting: false };
  const goOn = () => {
    for (const one of trainings) outsideGoesOn(world, one, chance, fates === 'well' || outside.resting);
    completed(world, chance, fates === 'well' || outside.resting);
  };
  const service = trainer(world, trainings, chance);
  world.machinery = (process: Process) => ({
    trainer: ({ environment }) =>
      environment === 'production'
        ? world.network.through(service, {
            process,
            port: 'trainer',
            down: 'trainer_unreachable',
            lost: (method) => (method === 'start' ? 'training_outcome_unknown' : 'trainer_unreachable'),
            arriving: goOn,
          })
        : null,
  });
  world.moving = ({ name }, environment, alias, to) => {
    const version = [...(world.servers[environment].models.get('churn')?.versions.values() ?? [])].find(
      (one) => one.version === to,
    );
    if (to !== null && version?.logged.status !== 'ready')
      world.broken.push(`${name} points ${alias} of ${environment} at v${to}, which is not complete`);
  };
  return {
    world,
    trainings,
    rest() {
      outside.resting = true;
      goOn();
    },
  };
}

/** Like a service without idempotency, whose lists lag. */
function trainer({ clock }: World, trainings: Training[], chance: Dice): Trainer {
  const inTime = ({ deadline }: Call) => {
    if (clock.now() > deadline) throw new ReleaseError('deadline_passed');
  };
  const known = (ref: string) => trainings.find((one) => one.ref === ref);
  const listed = ({ release, attempt }: TrainingOrder) =>
    trainings.find(
      ({ order, showsAt }) => order.release === release && order.attempt === attempt && showsAt <= clock.now(),
    )?.ref ?? null;
  return {
    kind: 'fake',
    async find(order, call) {
      inTime(call);
      return listed(order);
    },
    async start(order, call) {
      inTime(call);
      const found = listed(order);
      if (found !== null) return { ref: found, already: true };
      const ref = `t${trainings.length + 1}`;
      const showsAt = clock.now() + (chance.oneIn(2) ? 0 : chance.roll(longestLagMs));
      trainings.push({ ref, order, showsAt, state: { kind: 'queued', words: null, url: null } });
      return { ref, already: false };
    },
    async look(ref, call) {
      inTime(call);
      return known(ref)?.state ?? { kind: 'lost', words: 'There is none.' };
    },
    async cancel(ref, call) {
      inTime(call);
      const one = known(ref);
      if (one !== undefined && goesOn(one)) one.state = { kind: 'cancelled', words: null, url: null };
    },
    log: async () => null,
    registered: async () => null,
  };
}

function goesOn({ state }: Training): boolean {
  return state.kind === 'queued' || state.kind === 'running' || state.kind === 'waiting';
}

/** Trainings go on, wait for others, fail, get lost, register nothing or twice: at the moment of any call. */
function outsideGoesOn(world: World, one: Training, chance: Dice, resting: boolean): void {
  if (!goesOn(one) || (!resting && !chance.oneIn(6))) return;
  const fate = resting ? 5 : chance.roll(10);
  const url = `https://ci.example/${one.ref}`;
  if (fate === 0 || fate === 9) one.state = chance.pick(bad(url)) ?? one.state;
  else if (fate === 1) one.state = { kind: 'waiting', words: 'somebody has to approve', url };
  else if (fate === 2) one.state = { kind: 'running', words: `epoch ${chance.roll(9)}`, url };
  else {
    const versions = fate === 3 ? 0 : fate === 4 ? 2 : 1;
    for (let made = 0; made < versions; made += 1) registers(world, one, chance, resting ? 0.9 : null);
    one.state = { kind: 'succeeded', url };
  }
}

function bad(url: string): readonly TrainingState[] {
  return [
    { kind: 'failed', words: 'out of memory', url },
    { kind: 'cancelled', words: null, url },
    { kind: 'lost', words: 'There is none.' },
  ];
}

const results = [0.9, 0.9, 0.91, 0.89, 0.85, 0.5];

function registers({ servers, clock }: World, { order, ref }: Training, chance: Dice, auc: number | null): void {
  const tags: Record<string, string> = chance.oneIn(3) ? {} : { 'signalbox.release': order.release };
  register(servers.production, 'churn', {
    files: { 'model.pkl': `trained as ${ref} ${chance.roll(1_000_000)}`, MLmodel: 'flavors: {}' },
    at: clock.now(),
    metrics: [{ name: 'auc', value: auc ?? chance.pick(results) ?? 0.9, dataset: null }],
    tags,
    status: chance.oneIn(3) ? 'pending' : 'ready',
    run: {
      id: `run-${ref}-${chance.roll(1_000_000)}`,
      status: 'finished',
      startedAt: null,
      endedAt: null,
      user: 'root',
      commit: order.commit,
      commitAuthor: null,
      branch: null,
      repository: null,
      dirty: false,
      tags: {},
      url: null,
    },
  });
}

/** Registering takes its time. */
function completed({ servers }: World, chance: Dice, resting: boolean): void {
  for (const version of servers.production.models.get('churn')?.versions.values() ?? [])
    if (version.logged.status === 'pending' && (resting || chance.oneIn(4)))
      version.logged = { ...version.logged, status: 'ready' };
}

/** No attempt trained twice; what ended leaves nothing training; what went live is what people, or the band and the gates, let in. */
export function wronglyTrained({ world, trainings }: Trained): readonly string[] {
  const counts = Map.groupBy(trainings, ({ order }) => `${order.release} attempt ${order.attempt}`);
  const twice = [...counts].flatMap(([what, all]) =>
    all.length > 1 ? [`${what} was trained ${all.length} times`] : [],
  );
  const left = trainings.filter(goesOn).flatMap(({ order, ref }) => {
    const release = [...world.memory.releases.values()].find(({ id }) => id === order.release);
    const over = release === undefined || (endedPhases.includes(release.phase) && release.phase !== 'abandoned');
    return over ? [`${ref} of ${order.release}, which is ${release?.phase}, goes on`] : [];
  });
  return [...twice, ...left, ...letIn(world)];
}

function letIn({ memory }: World): readonly string[] {
  const states = new Map<string, ReleaseState>();
  return memory.chain.flatMap((entry) => {
    const { event, stream } = entry;
    if (!isReleaseEvent(event)) return [];
    const before = states.get(stream) ?? null;
    states.set(stream, evolve(before, { ...entry, event }));
    if (before === null) return [];
    if (event.kind === 'trained-judged') return judgedWell(memory.evidence, before, event);
    return event.kind === 'went-live' && before.trained !== null ? boundTo(before, event.version, memory.chain) : [];
  });
}

type Event = World['memory']['chain'][number]['event'];
type Judged = Extract<Event, { kind: 'trained-judged' }>;

/** By this test's own arithmetic. */
function judgedWell(
  evidence: World['memory']['evidence'],
  { id, trained, approvals, evidence: bound, environment }: ReleaseState,
  event: Judged,
): readonly string[] {
  const auc = (digest: string) =>
    Number(
      [...evidence].find(([key]) => key === digest)?.[1].candidate.metrics.find(({ name }) => name === 'auc')?.value,
    );
  const apart = Math.abs(auc(event.evidence) - auc(trained?.reviewed ?? ''));
  return [
    ...(apart <= band + 1e-9 ? [] : [`${id} went on with auc ${apart} away from what was reviewed`]),
    ...(event.findings.verdicts.some(blocks) ? [`${id} went on past a gate`] : []),
    ...(trained?.version === event.candidate.version ? [] : [`${id} judged another version than it trained`]),
    ...(trained?.reviewed === bound?.digest ? [] : [`${id} was compared with what nobody approved`]),
    ...(environment !== 'production' || approvals.length >= 2 ? [] : [`${id} went on without its approvals`]),
  ];
}

/** What is live now was judged within the band, or is what the last approvals were for. */
function boundTo({ id, evidence, trained }: ReleaseState, version: string, chain: World['memory']['chain']) {
  const judged = chain.some(
    ({ stream, event }) =>
      stream === String(id) && event.kind === 'trained-judged' && event.candidate.version === version,
  );
  const approved = evidence?.candidate.version === version;
  return (judged || approved) && trained?.version === version
    ? []
    : [`${id} made v${version} live, which nobody let in`];
}

function training(policies: Policies): Policies {
  const changed = (one: LanePolicy): LanePolicy =>
    one.environment === 'production'
      ? {
          ...one,
          pattern: 'deploy-code',
          trainer: { kind: 'command', timeoutMs: 10 * 60_000 },
          tolerance: [{ metric: 'auc', by: band, relative: false }],
        }
      : one;
  return {
    ...policies,
    lanes: () => policies.lanes().map(changed),
    lane(model, environment) {
      const found = policies.lane(model, environment);
      return found === null ? null : changed(found);
    },
  };
}
