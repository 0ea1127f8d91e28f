import type { Delivery, Request } from '../../src/release/command.ts';
import type { Entry, StreamId } from '../../src/release/event.ts';
import { evolve } from '../../src/release/evolve.ts';
import { CommandId, type LaneKey } from '../../src/release/ids.ts';
import { evolveIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import type { Signal } from '../../src/release/incident/signal.ts';
import type { IncidentState } from '../../src/release/incident/state.ts';
import { emptyLane, evolveLane, rollbackTarget } from '../../src/release/lane.ts';
import type { LanePolicy, Watching } from '../../src/release/lane-policy.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { laneOfStream } from '../../src/store/derive.ts';
import { policiesOf } from '../fakes/policies.ts';
import { type Dice, dice } from './dice.ts';
import { candidate, clicked } from './hands.ts';
import { people, policyText } from './policy.ts';
import { calm, settle } from './settle.ts';
import { carryOut, run, storm, type Weather } from './storm.ts';
import { newWorld, type Running, start, type World } from './world.ts';

export interface AlertPlay extends Weather {
  readonly seed: number;
  readonly ticks: number;
}

const minute = 60_000;
const back: Partial<Watching> = {
  onBreach: 'auto-rollback',
  automates: ['errors', 'latency'],
  countdownMs: 5_000,
  remindMs: [10_000, 20_000],
};

/** What is watched for ten minutes goes back by itself five seconds after it misbehaves. */
export function returning() {
  const policies = policiesOf(policyText);
  const own = (lane: LanePolicy): LanePolicy => ({
    ...lane,
    watchMs: 10 * minute,
    watching: { ...lane.watching, ...back },
  });
  const lanes = policies.lanes().map(own);
  return {
    ...policies,
    lanes: () => lanes,
    lane: (model: string, environment: string) =>
      lanes.find((one) => one.model === model && one.environment === environment) ?? null,
  };
}

/** A storm of alerts over what just went live, in bad weather, and then all the time in the world; answers what went wrong. */
export async function playAlerts({ seed, ticks, ...weather }: AlertPlay): Promise<{ world: World; wrong: string[] }> {
  const chance = dice(seed);
  const world = newWorld(returning());
  await watchedRelease(world, chance);
  world.happens = happens;
  await storm(world, chance, weather, ticks);
  const running = await calm(world);
  const last = await settle(world, running, world.clock.now() + 20 * minute).catch(String);
  const late = typeof last === 'string' ? [last] : [];
  return { world, wrong: [...world.broken, ...late, ...wrongs(world), ...leftOver(world)] };
}

/** v1 was there before; v2 went live in staging by itself, and is watched. */
export async function watchedRelease(world: World, chance: Dice): Promise<void> {
  candidate(world, chance);
  const model = world.servers.staging.models.get('churn');
  const [first] = model?.versions.keys() ?? [];
  if (first !== undefined) model?.aliases.set('champion', first);
  model?.aliases.delete('candidate');
  world.hints.length = 0;
  const running = start(world);
  await settle(world, running, world.clock.now());
  candidate(world, chance);
  for (const hint of world.hints.splice(0)) await carryOut(running, hint);
  await settle(world, running, world.clock.now() + minute);
}

function happens(world: World, chance: Dice, process: Running): string {
  const what = chance.roll(10);
  const delivery = what < 7 ? message(world, chance) : word(world, chance);
  if (delivery === null) return 'nobody says anything';
  run(world, process, () => carryOut(process, delivery));
  // It comes again, and somebody else may find what seems to be an orphan.
  if (chance.oneIn(4)) {
    const other = chance.pick(world.running) ?? process;
    run(world, other, () => (chance.oneIn(2) ? carryOut(other, delivery) : other.releases.handle(delivery)));
  }
  return `${delivery.id} ${JSON.stringify(delivery.request)}`;
}

function message(world: World, chance: Dice): Delivery {
  world.ids += 1;
  const signals = Array.from({ length: 1 + chance.roll(2) }, () => anySignal(world, chance));
  return {
    id: CommandId.parse(`am:${world.ids}`),
    at: world.clock.now(),
    by: { kind: 'signalbox', rule: 'signals' },
    where: null,
    request: { kind: 'signals', source: 'am', signed: !chance.oneIn(5), signals },
  };
}

function anySignal({ clock }: World, chance: Dice): Signal {
  const at = Math.max(0, clock.now() - (chance.pick([0, 0, 0, 1_000, 30_000, 25 * minute]) ?? 0));
  const kind = chance.pick(['errors', 'errors', 'latency', 'input-drift'] as const) ?? 'errors';
  return {
    key: chance.pick(['a', 'b']) ?? 'a',
    state: chance.oneIn(4) ? 'resolved' : 'firing',
    title: 'Something is wrong',
    words: null,
    labels: {},
    kind,
    severity: chance.pick(['critical', 'warning', 'info'] as const) ?? 'critical',
    model: chance.oneIn(12) ? 'nobody' : 'churn',
    environment: chance.oneIn(6) ? 'production' : 'staging',
    version: null,
    alias: null,
    reading: null,
    features: [],
    window: null,
    startedAt: Math.max(0, at - (chance.pick([0, 0, 1_000, 60 * minute]) ?? 0)),
    at,
    url: null,
  };
}

function word(world: World, chance: Dice): Delivery | null {
  const lane = chance.pick([...world.memory.lanes.values()].filter(({ incidents }) => incidents.length > 0));
  const incident = chance.pick(lane?.incidents ?? [])?.incident;
  if (lane === undefined || incident === undefined) return null;
  const about = { incident, lane: lane.lane };
  const words: readonly Request[] = [
    { kind: 'cancel-return', ...about },
    { kind: 'cancel-return', ...about },
    { kind: 'acknowledge', ...about },
    { kind: 'snooze', ...about, until: world.clock.now() + 15 * minute },
    { kind: 'dismiss', ...about, reason: 'a test ran' },
  ];
  const by = chance.oneIn(4) ? people.out : people.own;
  const request = chance.pick(words);
  return request === undefined ? null : clicked(world, by, request);
}

interface Before {
  readonly incidents: ReadonlyMap<StreamId, IncidentState>;
  readonly releases: ReadonlyMap<StreamId, ReleaseState>;
  readonly lane: LaneState;
}

/** Judged from the raw log, entry by entry, with everything as it was before. */
export function wrongs({ memory }: World): readonly string[] {
  const incidents = new Map<StreamId, IncidentState>();
  const releases = new Map<StreamId, ReleaseState>();
  const lanes = new Map<LaneKey, LaneState>();
  return memory.chain.flatMap((entry) => {
    const { event, stream } = entry;
    const release = isReleaseEvent(event) ? evolve(releases.get(stream) ?? null, { ...entry, event }) : null;
    const key = release?.lane ?? laneOfStream(stream);
    if (key === null) return [];
    const lane = lanes.get(key) ?? emptyLane(key);
    const found = judged(memory.chain, entry, { incidents, releases, lane });
    if (isIncidentEvent(event))
      incidents.set(stream, evolveIncident(incidents.get(stream) ?? null, { ...entry, event }));
    if (release !== null) releases.set(stream, release);
    lanes.set(key, evolveLane(lane, entry, release));
    return [...found, ...twoOpen(incidents)].map((why) => `${entry.seq} ${stream} ${event.kind}: ${why}`);
  });
}

function twoOpen(incidents: Before['incidents']): readonly string[] {
  const open = [...incidents.values()].filter(({ phase }) => phase === 'open' || phase === 'dismissed');
  const names = open.map(({ lane, of }) => `${lane} ${of}`);
  return names.filter((name, at) => names.indexOf(name) !== at).map((name) => `two of ${name}`);
}

function judged(chain: readonly Entry[], entry: Entry, before: Before): readonly string[] {
  const { event, by } = entry;
  if (event.kind === 'countdown-ended' && event.release !== null) return itsEnd(chain, entry, before);
  if (event.kind === 'incident-answered') return answered(entry, before);
  const automatic = event.kind === 'opened' && by.kind === 'signalbox' && by.rule === 'auto-rollback';
  return automatic ? automaticReturn(chain, entry, event.source.version, before) : [];
}

/** What is told as an answer was opened with it, for something that is open. */
function answered({ event, stream }: Entry, { incidents, lane }: Before): readonly string[] {
  if (event.kind !== 'incident-answered') return [];
  const opened = lane.open.some(({ release, kind }) => release === event.release && kind === 'rollback');
  const open = incidents.get(stream)?.phase === 'open';
  return [...(opened ? [] : ['by no rollback']), ...(open ? [] : ['of nothing open'])];
}

/** The rollback is the last trusted one's, of a watched release, with no other rollback there, and comes with a countdown's end. */
function automaticReturn(
  chain: readonly Entry[],
  { command }: Entry,
  to: string,
  { lane, releases }: Before,
): readonly string[] {
  const live =
    lane.live?.release == null ? undefined : [...releases.values()].find(({ id }) => id === lane.live?.release);
  const ends = chain.filter((one) => one.command === command && one.event.kind === 'countdown-ended');
  return [
    ...(rollbackTarget(lane)?.version === to ? [] : [`to v${to}`]),
    ...(live?.phase === 'watching' && live.kind === 'promotion' ? [] : [`of ${live?.kind} ${live?.phase}`]),
    ...(lane.open.some(({ kind }) => kind === 'rollback') ? ['beside another rollback'] : []),
    ...(lane.holder === null ? [] : ['while the lane is busy']),
    ...(ends.length === 1 ? [] : [`with ${ends.length} ends of countdowns`]),
  ];
}

function itsEnd(chain: readonly Entry[], { stream, seq, at }: Entry, { incidents }: Before): readonly string[] {
  const state = incidents.get(stream);
  const earlier = chain.filter((one) => one.stream === stream && one.seq < seq);
  const kinds = earlier.map(({ event }) => event.kind);
  return [
    ...(state?.phase === 'open' && state.countdown !== null ? [] : ['without a countdown']),
    ...(at >= (state?.countdown?.until ?? 0) ? [] : ['before its time']),
    ...(kinds.includes('countdown-cancelled') ? ['after Cancel'] : []),
    ...(kinds.includes('countdown-ended') ? ['a second time'] : []),
    ...(state?.symptoms.some((one) => one.resolvedAt === null && one.signed && one.severity !== 'info')
      ? []
      : ['for nothing that may']),
  ];
}

/** In the end no countdown is left to run, what was a version's own ended with it, and whoever is to be reminded will be. */
export function leftOver({ memory, clock }: World): readonly string[] {
  return [...memory.lanes.values()].flatMap(({ lane, live, incidents }) =>
    incidents.flatMap(({ incident, phase, of }) => {
      const stream = [...memory.streams.keys()].find((one) => one.startsWith(`incident:${incident}:`));
      const log = stream === undefined ? [] : (memory.streams.get(stream) ?? []);
      const state = log.reduce<IncidentState | null>(
        (now, entry) => (isIncidentEvent(entry.event) ? evolveIncident(now, { ...entry, event: entry.event }) : now),
        null,
      );
      const gone = state?.live?.version !== live?.version && of !== 'input-drift';
      const due = stream === undefined ? undefined : memory.due.look.get(stream);
      return [
        ...(state?.phase === phase ? [] : [`${lane} calls ${incident} ${phase}, and it is ${state?.phase}`]),
        ...(state?.countdown == null ? [] : [`${incident} still counts down`]),
        ...(phase === 'open' && gone ? [`${incident} is open, and its version is gone`] : []),
        ...(due !== undefined && due <= clock.now() ? [`${incident} was due and nobody looked`] : []),
      ];
    }),
  );
}
