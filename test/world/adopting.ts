import type { Request } from '../../src/release/command.ts';
import type { Entry, StreamId } from '../../src/release/event.ts';
import { evolve } from '../../src/release/evolve.ts';
import { LaneKey, type PersonId, shortDigest, type Version } from '../../src/release/ids.ts';
import { emptyLane, evolveLane } from '../../src/release/lane.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { type Dice, dice } from './dice.ts';
import { clicked } from './hands.ts';
import { violations } from './invariants.ts';
import { onCall, people, platform, reviewers } from './policy.ts';
import { calm, settle } from './settle.ts';
import { carryOut, run, storm, type Weather } from './storm.ts';
import { newWorld, type World } from './world.ts';

export interface AdoptingPlay extends Weather {
  readonly seed: number;
  readonly rounds: number;
}

const lanes = ['staging', 'production'] as const;

/** A storm in which people move the champion by hand, adopt what they find, rehearse, and go back; answers what went wrong. */
export async function playAdopting({
  seed,
  rounds,
  ...weather
}: AdoptingPlay): Promise<{ world: World; wrong: string[] }> {
  const chance = dice(seed);
  const world = newWorld();
  for (let round = 0; round < rounds && world.broken.length === 0; round += 1) {
    await storm(world, chance, weather, 60 + chance.roll(120));
    const wish = wished(world, chance);
    const process = chance.pick(world.running);
    if (wish !== null && process !== undefined)
      run(world, process, () => carryOut(process, clicked(world, wish.by, wish.request)));
  }
  await inPeace(world, chance);
  return { world, wrong: [...violations(world), ...unreviewed(world.memory.chain)] };
}

interface Wish {
  readonly by: PersonId;
  readonly request: Request;
}

function wished(world: World, chance: Dice): Wish | null {
  const environment = chance.pick(lanes) ?? 'staging';
  const here = { model: 'churn', environment };
  switch (chance.roll(6)) {
    case 0:
      return { by: onCall, request: { kind: 'rehearse', ...here, version: null } };
    case 1:
      return { by: onCall, request: { kind: 'roll-back', ...here, version: null, reason: 'moved by hand' } };
    case 2:
      return moved(world, chance, environment);
    case 3: {
      const request = { kind: 'promote', ...here, version: null, reason: null, afterRollback: 'resume' } as const;
      return { by: people.own, request };
    }
    default:
      return adopting(world, chance, environment);
  }
}

/** Somebody makes a version live by hand. */
function moved({ servers, outside, tick }: World, chance: Dice, at: 'staging' | 'production'): null {
  const model = servers[at].models.get('churn');
  const to = chance.pick([...(model?.versions.keys() ?? [])]);
  if (model === undefined || to === undefined) return null;
  model.aliases.set('champion', to);
  outside.push({ server: at, to, tick });
  return null;
}

function adopting({ servers, memory }: World, chance: Dice, environment: 'staging' | 'production'): Wish | null {
  const open = [...memory.releases.values()].find((one) => one.kind === 'adoption' && one.phase === 'review');
  if (open?.evidence != null && chance.oneIn(2)) {
    const evidence = shortDigest(open.evidence.digest);
    const by = chance.pick([...reviewers, ...platform]) ?? people.bob;
    return { by, request: { kind: 'approve', release: open.id, evidence, note: null } };
  }
  const live = servers[environment].models.get('churn')?.aliases.get('champion');
  if (live === undefined) return null;
  return { by: people.own, request: { kind: 'adopt', model: 'churn', environment, version: live, reason: null } };
}

/** In peace: a version is moved by hand in each environment, asked to be adopted, perhaps moved again, and approved by everybody who may. */
async function inPeace(world: World, chance: Dice): Promise<void> {
  const running = await calm(world);
  world.running.splice(0, world.running.length, running);
  await settle(world, running, world.clock.now() + 30 * 60_000);
  for (const environment of lanes) {
    moved(world, chance, environment);
    await settle(world, running, world.clock.now() + 60_000);
    await carryOut(running, clicked(world, people.own, { kind: 'resume', scope: 'churn', reason: null }));
    const wish = adopting({ ...world, memory: { ...world.memory, releases: new Map() } }, chance, environment);
    if (wish !== null) await carryOut(running, clicked(world, wish.by, wish.request));
    await settle(world, running, world.clock.now() + 60_000);
    if (chance.oneIn(3)) moved(world, chance, environment);
    await settle(world, running, world.clock.now() + 60_000);
    for (const state of [...world.memory.releases.values()]) {
      if (state.kind !== 'adoption' || state.phase !== 'review' || state.evidence === null) continue;
      const evidence = shortDigest(state.evidence.digest);
      for (const by of [people.bob, people.pat, people.pia, people.ann])
        await carryOut(running, clicked(world, by, { kind: 'approve', release: state.id, evidence, note: null }));
    }
    await settle(world, running, world.clock.now() + 10 * 60_000);
    const rehearse: Request = { kind: 'rehearse', model: 'churn', environment, version: null };
    await carryOut(running, clicked(world, onCall, rehearse));
    const back: Request = { kind: 'roll-back', model: 'churn', environment, version: null, reason: 'errors rose' };
    if (chance.oneIn(2)) await carryOut(running, clicked(world, onCall, back));
    await settle(world, running, world.clock.now() + 10 * 60_000);
  }
}

/** Whatever happens, a version that only somebody's hand made live is nowhere trusted, and nobody goes back to it alone. */
export function unreviewed(chain: readonly Entry[]): readonly string[] {
  const releases = new Map<StreamId, ReleaseState>();
  const states = new Map<LaneKey, LaneState>();
  const byHand = new Map<LaneKey, Set<Version>>();
  return chain.flatMap((entry) => {
    const { event, stream } = entry;
    const release = isReleaseEvent(event) ? evolve(releases.get(stream) ?? null, { ...entry, event }) : null;
    if (release !== null) releases.set(stream, release);
    const key = release?.lane ?? (stream.startsWith('lane:') ? LaneKey.parse(stream.slice('lane:'.length)) : null);
    if (key === null) return [];
    const before = states.get(key) ?? emptyLane(key);
    const lane = evolveLane(before, entry, release);
    states.set(key, lane);
    const found = byHand.get(key) ?? new Set<Version>();
    byHand.set(key, found);
    learn(found, entry, before, release);
    return [
      ...lane.trusted
        .filter(({ version }) => found.has(version))
        .map(({ version }) => `${entry.seq} ${key}: v${version} is trusted, and nobody let it in`),
      ...(event.kind === 'opened' && event.alone && event.version !== null && found.has(event.version)
        ? [`${entry.seq} ${key}: alone to v${event.version}, which nobody let in`]
        : []),
    ];
  });
}

/** What was moved by hand and was not trusted before, until a release makes it live or somebody names it as trusted. */
function learn(found: Set<Version>, { event }: Entry, before: LaneState, release: ReleaseState | null): void {
  if (event.kind === 'moved-outside' && event.to !== null) {
    if (!before.trusted.some(({ version }) => version === event.to)) found.add(event.to);
  } else if (event.kind === 'went-live' && release !== null) found.delete(event.version);
  else if (event.kind === 'baseline-trusted' && event.version !== null) found.delete(event.version);
}
