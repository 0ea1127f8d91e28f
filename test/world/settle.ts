import { setImmediate as turn } from 'node:timers/promises';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { poll } from '../../src/queue/poll.ts';
import type { Request } from '../../src/release/command.ts';
import type { LaneKey } from '../../src/release/ids.ts';
import { endedPhases, type ReleaseState } from '../../src/release/state.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { memoryTokens } from '../fakes/tokens.ts';
import { clicked } from './hands.ts';
import { onCall, people } from './policy.ts';
import { neverLost, sweep } from './storm.ts';
import { type Running, start, type World } from './world.ts';

/** The storm is over: what was on its way arrives, everything answers again. */
export async function calm(world: World): Promise<Running> {
  world.network.down.clear();
  for (const { process } of world.running.splice(0)) {
    // The processes of the storm live on until they have nothing on its way.
    world.trace.push(`${process.name} comes to rest`);
  }
  while (world.network.messages.length > 0) {
    for (const message of world.network.messages.splice(0)) message.deliver('answered');
    await turn();
  }
  world.network.storm = false;
  world.tick += 1;
  return start(world);
}

/** Runs everything that is due until `until`, one after the other; answers how many looks it took. */
export async function settle(world: World, running: Running, until: number): Promise<number> {
  const { clock, memory } = world;
  let looks = 0;
  await news(running);
  for (;;) {
    const [first] = [...memory.due.look].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
    if (first === undefined || first[1] > until) return looks;
    if (first[1] > clock.now()) clock.set(first[1]);
    world.tick += 1;
    looks += 1;
    if (looks > 1_000) throw new Error(`${first[0]} is looked at without end`);
    world.trace.push(`${clock.now()} look at ${first[0]}`);
    await lookAtStream(running.deps, first[0]);
    neverLost(world);
  }
}

/** What was not told by anybody is found. */
export async function news(running: Running): Promise<void> {
  const { clock } = running.deps;
  await sweep({ ...running, deps: { ...running.deps, clock: () => clock() + 60_000 } });
  for (const registry of running.deps.registries.values()) {
    for (let times = 0; times < 2; times += 1) await poll({ ...running.deps, tokens: memoryTokens() }, registry);
  }
}

/** On-call wants the last good version back, and tries again what failed; answers how it ended. */
export async function rollBack(world: World, running: Running, environment: string): Promise<RolledBack> {
  const lane = `churn/${environment}`;
  const reply = await ask(world, running, {
    kind: 'roll-back',
    model: 'churn',
    version: null,
    environment,
    reason: 'it misbehaves',
  });
  if (reply.kind === 'refused') return reply;
  const looks = await settle(world, running, world.clock.now() + 60_000);
  const state = world.memory.releases.get(reply.id);
  if (state?.phase !== 'failed') return { kind: 'done', state, looks, lane: laneOf(world, lane) };
  await ask(world, running, { kind: 'retry', release: state.id });
  await settle(world, running, world.clock.now() + 60_000);
  return { kind: 'done', state: world.memory.releases.get(reply.id), looks, lane: laneOf(world, lane) };
}

type RolledBack =
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'done'; readonly state: ReleaseState | undefined; readonly looks: number; readonly lane: Lane };
type Lane = { readonly key: LaneKey; readonly live: string | null } | undefined;

function laneOf({ memory }: World, key: string): Lane {
  const lane = [...memory.lanes.values()].find((one) => one.lane === key);
  return lane === undefined ? undefined : { key: lane.lane, live: lane.live?.version ?? null };
}

async function ask(world: World, { releases, inbox }: Running, request: Request) {
  const delivery = clicked(world, onCall, request);
  await inbox.take(delivery);
  const { outcome, release } = await releases.handle(delivery);
  await inbox.done(delivery.id);
  if (outcome.kind === 'refusal' || release === null) {
    return { kind: 'refused' as const, why: outcome.kind === 'refusal' ? outcome.refusal.kind : outcome.answer.kind };
  }
  return { kind: 'asked' as const, id: releaseStream(release.id) };
}

/** Everybody is back at work. */
export function everybodyBack({ workspace, memberships, tick }: World): void {
  for (const person of [people.ann, people.bob, people.pat, people.pia]) {
    workspace.standing.set(person, 'member');
    memberships.push({ tick, person, member: true });
  }
}

/** Releases that have neither ended nor wait for a person. */
export function unfinished({ memory }: World): readonly ReleaseState[] {
  return [...memory.releases.values()].filter(({ phase }) => !endedPhases.includes(phase) && phase !== 'failed');
}
