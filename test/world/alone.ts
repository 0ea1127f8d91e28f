import type { Delivery, Request } from '../../src/release/command.ts';
import type { Entry, StreamId } from '../../src/release/event.ts';
import { evolve } from '../../src/release/evolve.ts';
import { LaneKey, type PersonId } from '../../src/release/ids.ts';
import { emptyLane, evolveLane } from '../../src/release/lane.ts';
import type { PolicyMode } from '../../src/release/lane-policy.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { type Dice, dice } from './dice.ts';
import { clicked } from './hands.ts';
import { type Changing, changing, wasIn } from './modes.ts';
import { onCall, people, platform, reviewers } from './policy.ts';
import { calm, settle } from './settle.ts';
import { carryOut, run, storm, type Weather } from './storm.ts';
import { newWorld, type World } from './world.ts';

const anybody = Object.values(people);
const modes: readonly PolicyMode[] = ['enforce', 'enforce', 'enforce', 'advise', 'observe'];

export interface AlonePlay extends Weather {
  readonly seed: number;
  readonly rounds: number;
}

/** A storm in which people break the glass, close reviews and change the policy's mode; answers what went wrong. */
export async function playAlone({ seed, rounds, ...weather }: AlonePlay): Promise<{ world: World; wrong: string[] }> {
  const chance = dice(seed);
  const change = changing(chance.pick(modes) ?? 'enforce');
  const world = newWorld(change.policies);
  for (let round = 0; round < rounds && world.broken.length === 0; round += 1) {
    await storm(world, chance, weather, 40 + chance.roll(80));
    act(world, chance, change);
  }
  await inPeace(world, chance, change);
  return { world, wrong: [...world.broken, ...wrongs(world, change)] };
}

function act(world: World, chance: Dice, change: Changing): void {
  const what = chance.roll(6);
  if (what === 0) change.change(chance.pick(modes) ?? 'enforce', world.tick);
  else if (what === 1) restored(world, chance);
  else ask(world, chance, what === 2 ? closing(world, chance) : breaking(world, chance));
}

/** In peace, where the policy enforces: the glass is broken, and everybody tries to close the review. */
async function inPeace(world: World, chance: Dice, change: Changing): Promise<void> {
  const running = await calm(world);
  change.change('enforce', world.tick);
  world.running.splice(0, world.running.length, running);
  for (const request of [breaking(world, chance), null]) {
    await settle(world, running, world.clock.now() + 60_000);
    if (request !== null) await carryOut(running, clicked(world, people.pat, request));
  }
  const owed = [...world.memory.releases.values()].filter(({ followUp }) => followUp !== null);
  for (const { id } of owed) {
    const request: Request = { kind: 'close-follow-up', release: id, note: 'looked at it' };
    for (const by of [people.out, people.pat, people.guest, people.pia, people.bob])
      await carryOut(running, clicked(world, by, request));
  }
  await settle(world, running, world.clock.now() + 4 * 24 * 3_600_000);
}

function ask(world: World, chance: Dice, request: Request | null): void {
  const by = chance.oneIn(2) ? chance.pick(platform) : chance.pick(anybody);
  const process = chance.pick(world.running);
  if (request === null || by === undefined || process === undefined) return;
  const delivery: Delivery = clicked(world, by, request);
  run(world, process, () => carryOut(process, delivery));
  world.trace.push(`${by} ${JSON.stringify(request)}`);
}

function breaking({ servers }: World, chance: Dice): Request | null {
  const version = chance.pick([...(servers.staging.models.get('churn')?.versions.keys() ?? [])].slice(-3));
  if (version === undefined) return null;
  const environment = chance.pick(['staging', 'production']) ?? 'staging';
  const reason = chance.oneIn(6) ? ' ' : 'revenue stops';
  return { kind: 'break-glass', model: 'churn', version: { kind: 'number', version }, environment, reason };
}

function closing({ memory }: World, chance: Dice): Request | null {
  const owed = [...memory.releases.values()].filter(({ followUp }) => followUp !== null);
  const state = chance.pick(owed);
  if (state === undefined) return null;
  return { kind: 'close-follow-up', release: state.id, note: chance.oneIn(6) ? '' : 'the slice was empty' };
}

/** As after a Redis that was set back: the registry tells of an entry that the log does not have. */
function restored({ servers, outside, tick }: World, chance: Dice): void {
  const at = chance.pick(['staging', 'production'] as const) ?? 'staging';
  const model = servers[at].models.get('churn');
  const [version, found] = chance.pick([...(model?.versions ?? [])]) ?? [];
  if (model === undefined || version === undefined || found === undefined) return;
  found.tags.set('signalbox.anchor', `999999:${'a'.repeat(64)}`);
  model.aliases.set('champion', version);
  outside.push({ server: at, to: version, tick });
}

interface Before {
  readonly state: ReleaseState;
  readonly lane: LaneState;
}

/** Judged from the raw log, entry by entry, with its state and its lane as they were before. */
function wrongs(world: World, change: Changing): readonly string[] {
  const releases = new Map<StreamId, ReleaseState>();
  const lanes = new Map<LaneKey, LaneState>();
  return world.memory.chain.flatMap((entry) => {
    const { event, stream } = entry;
    const state = releases.get(stream) ?? null;
    const after = isReleaseEvent(event) ? evolve(state, { ...entry, event }) : null;
    const key = after?.lane ?? (stream.startsWith('lane:') ? LaneKey.parse(stream.slice('lane:'.length)) : null);
    if (after !== null) releases.set(stream, after);
    if (key === null) return [];
    const lane = lanes.get(key) ?? emptyLane(key);
    lanes.set(key, evolveLane(lane, entry, after));
    const found = state === null ? opening(world, entry, after) : judged(world, change, entry, { state, lane });
    return found.map((why) => `${entry.seq} ${stream} ${event.kind}: ${why}`);
  });
}

function opening({ clicks }: World, entry: Entry, state: ReleaseState | null): readonly string[] {
  if (state?.breakGlass !== true) return [];
  const asked = clicks.get(entry.command)?.request;
  const by = personIn(entry);
  return [
    ...(by !== null && platform.includes(by) ? [] : [`break-glass by ${by}`]),
    ...(asked?.kind === 'break-glass' && asked.reason.trim() !== '' ? [] : ['break-glass without a reason']),
  ];
}

function judged(world: World, change: Changing, entry: Entry, { state, lane }: Before): readonly string[] {
  const { event } = entry;
  if (event.kind === 'execution-started') return [...notAdvice(world, change, entry, state), ...notBlind(state, lane)];
  if (event.kind === 'approved' || event.kind === 'review-completed')
    return state.mode === 'enforce' ? [] : [`in mode ${state.mode}`];
  if (event.kind === 'went-live') return owes(world, entry, state);
  return event.kind === 'follow-up-closed' ? closed(entry, state) : [];
}

function notAdvice({ writtenAt, tick }: World, change: Changing, { seq }: Entry, { mode }: ReleaseState) {
  const window = writtenAt.get(seq) ?? { from: 0, to: tick };
  return [
    ...(mode === 'enforce' ? [] : [`in mode ${mode}`]),
    ...(wasIn(change, 'enforce', window) ? [] : ['while the policy does not enforce']),
  ];
}

function notBlind({ breakGlass, kind }: ReleaseState, { pauses }: LaneState): readonly string[] {
  const blind = pauses.filter(({ cause }) => cause === 'log-behind' || cause === 'outside-move');
  return kind === 'rollback' || blind.length === 0
    ? []
    : [`${breakGlass ? 'break-glass ' : ''}past ${blind[0]?.cause}`];
}

/** What one person did alone is owed a review, in the very append in which it goes live. */
function owes({ memory }: World, { command, stream }: Entry, state: ReleaseState): readonly string[] {
  const alone = state.breakGlass || (state.kind === 'rollback' && state.alone);
  const opened = memory.chain.some(
    (one) => one.command === command && one.stream === stream && one.event.kind === 'follow-up-opened',
  );
  if (alone === opened) return [];
  return [alone ? 'no review is owed' : 'a review is owed for nothing'];
}

function closed(entry: Entry, { followUp }: ReleaseState): readonly string[] {
  const by = personIn(entry);
  const may: readonly PersonId[] = [...reviewers, ...platform, onCall, people.own];
  const actor = followUp?.by.kind === 'person' ? followUp.by.id : null;
  return [
    ...(by !== null && may.includes(by) ? [] : [`by ${by}`]),
    ...(by === actor ? ['by the one who acted'] : []),
    ...(followUp?.closed === null ? [] : ['twice']),
  ];
}

function personIn({ by }: Entry): PersonId | null {
  return by.kind === 'person' ? by.id : null;
}
