import { setImmediate as turn } from 'node:timers/promises';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import type { Request } from '../../src/release/command.ts';
import { type PersonId, shortDigest } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { dice } from './dice.ts';
import { candidate, clicked } from './hands.ts';
import { violations } from './invariants.ts';
import { people } from './policy.ts';
import { calm, news, settle } from './settle.ts';
import { carryOut, run } from './storm.ts';
import type { Message } from './traffic.ts';
import { type Running, start, type World } from './world.ts';

/** Where the worker dies: before its request arrived, or after it did and before it heard so. */
export type Death = 'before' | 'after';

export interface Crashed {
  /** False when the work was over before that message. */
  readonly died: boolean;
  readonly release: ReleaseState | undefined;
  readonly wrong: readonly string[];
}

const day = 24 * 3_600_000;

/**
 * Lets everything that is due happen, message by message, and kills the worker at the `nth`: another one has to end its work, as
 * if nothing had been.
 */
export async function crashAt(
  world: World,
  running: Running,
  { nth, death, rest }: { readonly nth: number; readonly death: Death; readonly rest: () => void },
): Promise<Crashed> {
  const died = await lookUntilDeath(world, running, nth, death);
  const next = await calm(world);
  rest();
  await settle(world, next, world.clock.now() + day);
  const release = [...world.memory.releases.values()].at(-1);
  return { died, release, wrong: violations(world) };
}

async function lookUntilDeath(world: World, running: Running, nth: number, death: Death): Promise<boolean> {
  return untilMessage(world, running, nth, (message) => {
    world.network.kill(running.process);
    message.deliver(death === 'before' ? 'not-arrived' : 'answered');
  });
}

/**
 * Lets everything that is due happen, message by message, up to the `nth` that leaves; `then` says what becomes of that one. Answers
 * whether it came to that. What else is under way, begun by the caller, travels along.
 */
export async function untilMessage(
  world: World,
  running: Running,
  nth: number,
  then: (message: Message) => void | Promise<void>,
): Promise<boolean> {
  const { network, clock, memory } = world;
  network.storm = true;
  let seen = 0;
  let busy = 0;
  for (let turns = 0; turns < 5_000; turns += 1) {
    await turn();
    const message = network.messages.shift();
    if (message !== undefined) {
      if (message.way === 'there') seen += 1;
      if (message.way === 'there' && seen === nth) {
        await then(message);
        return true;
      }
      message.deliver('answered');
      continue;
    }
    if (busy > 0) continue;
    const [first] = [...memory.due.look].sort(([, a], [, b]) => a - b);
    if (first === undefined) return false;
    if (first[1] > clock.now() + day) return false;
    clock.set(Math.max(clock.now(), first[1]));
    busy += 1;
    run(world, running, () => lookAtStream(running.deps, first[0]).finally(() => (busy -= 1)));
  }
  throw new Error('the work never ended');
}

/** A version that staging made live, and what it takes to be asked for in production and approved there. */
export async function approvedThere(world: World, seed: number): Promise<Running> {
  const running = start(world);
  await news(running);
  await promoted(world, running, seed);
  return running;
}

/** One more of it; answers once it is approved, and before anything was done about it. */
export async function promoted(world: World, running: Running, seed: number): Promise<void> {
  for (const goodSeed of [seed, seed + 1_000, seed + 2_000]) {
    candidate(world, dice(goodSeed));
    world.hints.length = 0;
  }
  const version = [...(world.servers.staging.models.get('churn')?.versions.values() ?? [])].findLast(
    ({ logged }) => logged.metrics[0]?.value === 0.9 && logged.run?.status === 'finished' && logged.run.commit !== null,
  )?.version;
  if (version === undefined) throw new Error('no good version; take another seed');
  const ask = async (by: PersonId, request: Request) => carryOut(running, clicked(world, by, request));
  const wanted = { kind: 'number' as const, version };
  await ask(people.own, { kind: 'promote', model: 'churn', version: wanted, environment: 'staging', reason: null });
  await settle(world, running, world.clock.now() + 10 * 60_000);
  await ask(people.own, { kind: 'promote', model: 'churn', version: wanted, environment: 'production', reason: null });
  await settle(world, running, world.clock.now());
  for (const person of [people.bob, people.pat, people.pia]) {
    const opened = [...world.memory.releases.values()].at(-1);
    if (opened?.environment !== 'production' || opened.evidence === null) throw new Error('it was not asked for');
    const evidence = shortDigest(opened.evidence.digest);
    await ask(person, { kind: 'approve', release: opened.id, evidence, note: null });
  }
  const last = [...world.memory.releases.values()].at(-1);
  if (last?.phase !== 'approved') throw new Error(`it is ${last?.phase}`);
}
