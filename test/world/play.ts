import { shortDigest } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { dice } from './dice.ts';
import { candidate, clicked } from './hands.ts';
import { disagreements, violations } from './invariants.ts';
import { people } from './policy.ts';
import { calm, everybodyBack, news, rollBack, settle, unfinished } from './settle.ts';
import { carryOut, storm, type Weather } from './storm.ts';
import { newWorld, start, type World } from './world.ts';

export interface Play extends Weather {
  readonly seed: number;
  readonly ticks: number;
  /** Whether something is live, and known, before it begins. */
  readonly baseline: boolean;
}

export interface Played {
  readonly world: World;
  readonly wrong: readonly string[];
}

/** One run: a storm, a calm in which rollbacks must get through, and all the time in the world after it. */
export async function play(
  { seed, ticks, baseline, ...weather }: Play,
  world = newWorld(),
  rest: () => void = () => {},
): Promise<Played> {
  const chance = dice(seed);
  if (baseline) await wasThereBefore(world, chance);
  if (!chance.oneIn(3)) await approved(world, chance);
  await storm(world, chance, weather, ticks);
  rest();
  const wrong: string[] = [];
  if (world.broken.length === 0) wrong.push(...(await afterwards(world).catch((error: unknown) => [String(error)])));
  return { world, wrong: [...violations(world), ...wrong] };
}

/** Both registries have a champion that Signalbox has seen, and one more version. */
async function wasThereBefore(world: World, chance: ReturnType<typeof dice>): Promise<void> {
  const { staging, production } = world.servers;
  for (const server of [staging, production]) {
    for (let made = 0; made < 2; made += 1)
      candidate({ ...world, servers: { staging: server, production: server } }, chance);
    const model = server.models.get('churn');
    const [first] = model?.versions.keys() ?? [];
    if (first !== undefined) model?.aliases.set('champion', first);
    model?.aliases.delete('candidate');
  }
  world.hints.length = 0;
  const running = await calm(world);
  await news(running);
  world.running.push(running);
}

/** A version went live in staging, and two or three people have said yes to it in production. */
async function approved(world: World, chance: ReturnType<typeof dice>): Promise<void> {
  const running = world.running[0] ?? start(world);
  const candidates = 1 + chance.roll(2);
  for (let made = 0; made < candidates; made += 1) candidate(world, chance);
  for (const hint of world.hints.splice(0)) await carryOut(running, hint);
  await settle(world, running, world.clock.now() + 10_000 * chance.roll(10));
  const version = world.servers.staging.models.get('churn')?.aliases.get('candidate');
  if (version === undefined) return;
  const wanted = { kind: 'number' as const, version };
  const ask = { kind: 'promote' as const, model: 'churn', version: wanted, environment: 'production', reason: null };
  await carryOut(running, clicked(world, people.own, ask));
  await settle(world, running, world.clock.now());
  const opened = [...world.memory.releases.values()].find((one) => one.environment === 'production');
  for (const person of [people.bob, people.pat, people.pia]) {
    const digest =
      opened === undefined ? null : (world.memory.releases.get(releaseStream(opened.id))?.evidence?.digest ?? null);
    if (opened === undefined || digest === null) return;
    const yes = { kind: 'approve' as const, release: opened.id, evidence: shortDigest(digest), note: null };
    await carryOut(running, clicked(world, person, yes));
  }
}

async function afterwards(world: World): Promise<readonly string[]> {
  const running = await calm(world);
  everybodyBack(world);
  await settle(world, running, world.clock.now() + 30_000);
  const wrong = [...(await rolledBack(world, running, 'production')), ...(await rolledBack(world, running, 'staging'))];
  await settle(world, running, world.clock.now() + 3_600_000);
  await pausesEnd(world, running);
  await settle(world, running, world.clock.now() + 24 * 3_600_000);
  await news(running);
  await settle(world, running, world.clock.now() + 24 * 3_600_000);
  const open = unfinished(world).map(({ id, phase }) => `${id} is still ${phase} after a day`);
  return [...wrong, ...open, ...disagreements(world)];
}

/** What was trained and waits for the end of a pause goes on once somebody ends it. */
async function pausesEnd(world: World, running: Parameters<typeof rollBack>[1]): Promise<void> {
  const held = [...world.memory.releases.values()].filter(
    ({ phase, execution }) =>
      phase === 'executing' && execution?.steps.some((step) => step.watched?.state === 'waiting'),
  );
  for (const { lane, environment, model } of held)
    for (const scope of [lane, environment, model])
      await carryOut(running, clicked(world, people.own, { kind: 'resume', scope, reason: 'it is over' }));
}

const honest = ['nothing-live', 'no-rollback-target'];

/** On-call alone gets the last good version back, whatever is going on. */
async function rolledBack(
  world: World,
  running: Parameters<typeof rollBack>[1],
  environment: 'staging' | 'production',
) {
  const result = await rollBack(world, running, environment);
  world.trace.push(`${people.one} rolls ${environment} back: ${JSON.stringify(result).slice(0, 400)}`);
  if (result.kind === 'refused') return honest.includes(result.why) ? [] : [`rollback refused: ${result.why}`];
  const { state, looks } = result;
  const champion = world.servers[environment].models.get('churn')?.aliases.get('champion') ?? null;
  // What somebody deleted cannot be put back; on-call is told so and names another version.
  if (state?.version && !world.servers[environment].models.get('churn')?.versions.has(state.version)) return [];
  const there = state?.phase === 'verified' || state?.phase === 'watching';
  return [
    ...(there && champion === state.version
      ? []
      : [`rollback of ${environment} is ${state?.phase}, champion v${champion}, wanted v${state?.version}`]),
    ...(looks <= 60 ? [] : [`rollback of ${environment} took ${looks} looks`]),
  ];
}
