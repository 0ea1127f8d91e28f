import { setImmediate as turn } from 'node:timers/promises';
import { ReleaseError } from '../../src/errors.ts';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { poll } from '../../src/queue/poll.ts';
import type { Delivery } from '../../src/release/command.ts';
import { endedPhases } from '../../src/release/state.ts';
import type { Dice } from './dice.ts';
import { anyRequest, candidate, clicked, outsiders } from './hands.ts';
import type { Fate } from './traffic.ts';
import { type Running, start, type World } from './world.ts';

/** How bad the weather is. Everything is off in a calm world but for the order in which things happen. */
export interface Weather {
  readonly crashes: boolean;
  readonly outages: boolean;
  readonly losses: boolean;
  readonly outsiders: boolean;
  readonly clockJumps: boolean;
}

/** Runs work of one process on its own; what it cannot find out is its own business, anything else is a fault of ours. */
export function run(world: World, { process }: Running, work: () => Promise<unknown>): void {
  const began = world.tick;
  const busy = world.busy.get(process.name) ?? [];
  world.busy.set(process.name, busy);
  busy.push(began);
  work()
    .catch((error: unknown) => {
      if (!(error instanceof ReleaseError)) world.broken.push(`threw ${String(error)} ${trouble(error)}`);
    })
    .finally(() => busy.splice(busy.indexOf(began), 1));
}

function trouble(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join(' ') : '';
}

/** Takes a delivery as the edge does: into the inbox first, then carried out, then done. */
export async function carryOut({ inbox, releases }: Running, delivery: Delivery): Promise<void> {
  if ((await inbox.take(delivery)) === 'seen') return;
  await releases.handle(delivery);
  await inbox.done(delivery.id);
}

/** Carries out what a dead process had taken. */
export async function sweep({ inbox, releases, deps }: Running): Promise<void> {
  for (const delivery of await inbox.orphans(deps.clock() - 5_000, 20)) {
    await releases.handle(delivery);
    await inbox.done(delivery.id);
  }
}

/** One thing happens, whatever the dice say. */
export async function storm(world: World, dice: Dice, weather: Weather, ticks: number): Promise<void> {
  world.network.storm = true;
  while (world.running.length < 3) start(world);
  for (let tick = 0; tick < ticks && world.broken.length === 0; tick += 1) {
    world.tick += 1;
    const done =
      world.network.messages.length > 0 && !dice.oneIn(9) ? arrival(world, dice, weather) : event(world, dice, weather);
    world.trace.push(`${world.tick} ${done}`);
    await turn();
    neverLost(world);
  }
}

function arrival({ network }: World, dice: Dice, weather: Weather): string {
  const at = dice.roll(network.messages.length);
  const [message] = network.messages.splice(at, 1);
  if (message === undefined) return 'nothing';
  const fate = message.way === 'there' && weather.losses && dice.oneIn(40) ? lost(dice, message.port) : 'answered';
  message.deliver(fate);
  return `${message.of.name} ${message.port}.${message.what} ${message.way} ${fate}`;
}

function lost(dice: Dice, port: string): Fate {
  const registry = port === 'staging' || port === 'production';
  return dice.pick<Fate>(['not-arrived', 'answer-lost', registry ? 'refused' : 'answer-lost']) ?? 'answer-lost';
}

function event(world: World, dice: Dice, weather: Weather): string {
  const process = dice.pick(world.running);
  if (process === undefined) return 'nobody runs';
  if (world.happens !== null && dice.oneIn(3)) return world.happens(world, dice, process);
  const kind = dice.roll(100);
  if (kind < 35) return looks(world, dice, process);
  if (kind < 55) return time(world, dice, weather);
  if (kind < 77) return request(world, dice, process);
  if (kind < 84) return webhook(world, dice, process);
  if (kind < 88) return polls(world, dice, process);
  if (kind < 91) return sweeps(world, process);
  if (kind < 94) return weather.crashes ? crash(world, process) : 'calm';
  if (kind < 97) return weather.outages ? outage(world, dice) : 'calm';
  return weather.outsiders ? outsiders(world, dice) : candidate(world, dice);
}

function looks(world: World, dice: Dice, process: Running): string {
  const { memory, clock } = world;
  const due = [...memory.due.look].filter(([, at]) => at <= clock.now()).map(([stream]) => stream);
  const stream = dice.pick(due);
  if (stream === undefined)
    return time(world, dice, { crashes: false, outages: false, losses: false, outsiders: false, clockJumps: false });
  run(world, process, () => lookAtStream(process.deps, stream));
  return `${process.process.name} looks at ${stream}`;
}

function time({ clock, memory }: World, dice: Dice, { clockJumps }: Weather): string {
  const next = Math.min(...memory.due.look.values());
  if (clockJumps && dice.oneIn(20)) clock.advance(dice.oneIn(2) ? -10_000 : 120_000);
  else if (Number.isFinite(next) && next > clock.now() && dice.oneIn(2)) clock.set(next);
  else clock.advance(dice.pick([1, 20, 300, 2_000, 11_000]) ?? 1);
  return `it is ${clock.now()}`;
}

function request(world: World, dice: Dice, process: Running): string {
  const asked = anyRequest(world, dice);
  if (asked === null) return 'nobody asks';
  const delivery = clicked(world, asked.by, asked.request);
  run(world, process, () => carryOut(process, delivery));
  // Slack delivers again, and somebody else may find what seems to be an orphan.
  if (dice.oneIn(8)) {
    const other = dice.pick(world.running) ?? process;
    run(world, other, () => (dice.oneIn(2) ? carryOut(other, delivery) : other.releases.handle(delivery)));
  }
  return `${asked.by} ${JSON.stringify(asked.request)}`;
}

function webhook(world: World, dice: Dice, process: Running): string {
  const hint = dice.pick(world.hints);
  if (hint === undefined) return 'no webhook';
  if (dice.oneIn(2)) world.hints.splice(world.hints.indexOf(hint), 1);
  if (dice.oneIn(4)) return `webhook ${hint.id} lost`;
  run(world, process, () => carryOut(process, hint));
  return `webhook ${hint.id}`;
}

function polls(world: World, dice: Dice, process: Running): string {
  const registry = process.deps.registries.get(dice.oneIn(2) ? 'staging' : 'production');
  if (registry !== undefined) run(world, process, () => poll(process.deps, registry));
  return `${process.process.name} polls ${registry?.name}`;
}

function sweeps(world: World, process: Running): string {
  run(world, process, () => sweep(process));
  return `${process.process.name} sweeps`;
}

function crash(world: World, running: Running): string {
  world.network.kill(running.process);
  world.running.splice(world.running.indexOf(running), 1);
  start(world);
  return `${running.process.name} dies`;
}

function outage({ network: { down } }: World, dice: Dice): string {
  const port = dice.pick(['staging', 'production', 'redis', 'slack', 'trainer']) ?? 'redis';
  if (down.delete(port)) return `${port} is back`;
  down.add(port);
  return `${port} is down`;
}

/** Every release that has not ended and waits for nobody has its time. */
export function neverLost({ memory, broken }: World): void {
  for (const [stream, { phase }] of memory.releases) {
    const waits = endedPhases.includes(phase) || phase === 'failed';
    if (!waits && !memory.due.look.has(stream)) broken.push(`${stream} is ${phase} and nobody will look`);
  }
}
