import type { RegisteredModel, Registry } from '../ports.ts';
import type { Releases } from '../ports-releases.ts';
import type { Inbox, RegistryBook, Tokens } from '../ports-store.ts';
import { changes } from '../registries/poll.ts';
import type { Delivery } from '../release/command.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { championSeen } from '../release-service/champion-seen.ts';
import type { Deps } from '../release-service/deps.ts';
import { commandFor } from '../release-service/ids.ts';

const scanMs = 30_000;

export interface PollDeps extends Deps {
  readonly book: RegistryBook;
  readonly inbox: Inbox;
  readonly tokens: Tokens;
  readonly releases: Releases;
  readonly newId: () => string;
  /** Milliseconds between two polls of one registry, over all processes. */
  readonly pollMs: number;
}

/** Reads a whole registry and catches up with whatever no webhook told. The tokens keep several workers from doing it at once. */
export async function poll(deps: PollDeps, registry: Registry): Promise<void> {
  const wait = await deps.tokens.take(`poll:${registry.name}`, 1, 1_000 / deps.pollMs, deps.clock());
  if (wait > 0) return;
  const before = await deps.book.seen(registry.name);
  const models = await registry.scan({ deadline: deps.clock() + scanMs });
  const found = changes(registry.name, before, models, deps.clock());
  for (const delivery of found.deliveries) await handle(deps, delivery);
  if (!(await deps.book.put(registry.name, before, found.seen))) return;
  await compareChampions(deps, registry, models);
}

async function handle(deps: PollDeps, delivery: Delivery): Promise<void> {
  if ((await deps.inbox.take(delivery)) === 'seen') return;
  await alone(deps, { delivery: delivery.id }, async () => {
    await deps.releases.handle(delivery);
    await deps.inbox.done(delivery.id);
  });
}

/** What fails is no reason to leave out what comes after it: a finding stays in the inbox, a lane is compared at the next poll. */
async function alone({ log }: PollDeps, what: object, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    log.warn({ ...what, error }, 'what a poll found could not be handled yet');
  }
}

/** Every lane's champion against the log: also what happened while nobody looked, and a log that is older than the registry. */
async function compareChampions(deps: PollDeps, registry: Registry, models: readonly RegisteredModel[]): Promise<void> {
  const aliases = new Map(models.map((model) => [model.name, model.aliases]));
  const lanes = deps.policies.lanes().filter((lane) => lane.registry === registry.name);
  const states = await deps.store.lanes();
  for (const lane of lanes) {
    const state = states.get(lane.lane);
    const champion = aliases.get(lane.registeredName)?.get(lane.alias) ?? null;
    if (state?.since == null || (state.live?.version ?? null) !== champion)
      await alone(deps, { lane: lane.lane }, async () => void (await championSeen(deps, look(deps, lane), lane)));
  }
}

function look(deps: PollDeps, lane: LanePolicy): Delivery {
  const id = commandFor(`champion:${deps.newId()}`, lane.lane);
  const { registry, registeredName: name, alias } = lane;
  const request = { kind: 'alias-moved' as const, registry, name, alias, version: null };
  return { id, at: deps.clock(), by: { kind: 'registry', name: registry }, where: null, request };
}
