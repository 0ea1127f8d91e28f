import type { Policies, Registry } from '../../src/ports.ts';
import type { Machinery } from '../../src/ports-machinery.ts';
import type { Releases } from '../../src/ports-releases.ts';
import type { Inbox } from '../../src/ports-store.ts';
import type { PollDeps } from '../../src/queue/poll.ts';
import { steps } from '../../src/queue/steps/table.ts';
import type { WorkerDeps } from '../../src/queue/worker-deps.ts';
import type { Delivery } from '../../src/release/command.ts';
import type { Entry } from '../../src/release/event.ts';
import { CommandId, Version } from '../../src/release/ids.ts';
import type { StepState } from '../../src/release/state-execution.ts';
import { releaseService } from '../../src/release-service.ts';
import { type VirtualClock, virtualClock } from '../fakes/clock.ts';
import { emptyWorkspace, fakeDirectory, type Workspace } from '../fakes/directory.ts';
import { memoryDue } from '../fakes/due.ts';
import { memoryInbox } from '../fakes/inbox.ts';
import { silent } from '../fakes/log.ts';
import { emptyMemory, type Memory } from '../fakes/memory.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { type FakeServer, fakeRegistry, fakeServer } from '../fakes/registry.ts';
import { memoryRegistryBook } from '../fakes/registry-book.ts';
import { memoryStore } from '../fakes/store.ts';
import { memoryTokens } from '../fakes/tokens.ts';
import type { Dice } from './dice.ts';
import { people, policyText } from './policy.ts';
import { type Process, type Traffic, traffic } from './traffic.ts';

/** One running Signalbox process, edge and worker in one. */
export interface Running {
  readonly process: Process;
  readonly deps: WorkerDeps & PollDeps;
  readonly releases: Releases;
  readonly inbox: Inbox;
}

/** Somebody's membership, as of a tick: the world's count of what happened. */
export interface Membership {
  readonly tick: number;
  readonly person: string;
  readonly member: boolean;
}

/** Everything outside of a process. */
export interface World {
  readonly clock: VirtualClock;
  readonly policies: Policies;
  readonly memory: Memory;
  readonly servers: Readonly<Record<'staging' | 'production', FakeServer>>;
  readonly workspace: Workspace;
  readonly network: Traffic;
  readonly running: Running[];
  readonly memberships: Membership[];
  /** When the work that wrote an entry began, at the earliest, and when it wrote; in ticks. */
  readonly writtenAt: Map<number, { readonly from: number; readonly to: number }>;
  /** Where outsiders moved a champion. */
  readonly outside: { readonly server: string; readonly to: string | null; readonly tick: number }[];
  /** What people asked, by the id of their click. */
  readonly clicks: Map<string, Delivery>;
  /** Webhooks on their way to us. */
  readonly hints: Delivery[];
  /** What trains, validates and serves, as each process reaches it. */
  machinery: (process: Process) => Partial<Machinery>;
  /** Called at the very moment at which an alias is written. */
  moving: (process: Process, environment: 'staging' | 'production', alias: string, to: string | null) => void;
  /** Called at the very moment at which an entry is in the log. */
  appended: (entry: Entry) => void;
  /** What else may happen in a storm; null: nothing. */
  happens: ((world: World, dice: Dice, process: Running) => string) | null;
  readonly broken: string[];
  readonly trace: string[];
  tick: number;
  born: number;
  ids: number;
  /** Ticks at which each process's unfinished work began. */
  readonly busy: Map<string, number[]>;
}

const usual = policiesOf(policyText);

/** Nothing has happened in it yet. */
export function newWorld(policies: Policies = usual): World {
  const clock = virtualClock();
  const workspace = emptyWorkspace();
  for (const id of Object.values(people)) workspace.standing.set(id, 'member');
  workspace.standing.set(people.guest, 'guest');
  workspace.standing.set(people.gone, 'deactivated');
  workspace.standing.set(people.bot, 'bot');
  workspace.groups.set('@platform', [people.pia, people.bot]);
  return {
    clock,
    policies,
    memory: emptyMemory(),
    servers: { staging: fakeServer('staging'), production: fakeServer('production') },
    workspace,
    network: traffic(clock.now),
    running: [],
    memberships: [],
    writtenAt: new Map(),
    outside: [],
    clicks: new Map(),
    hints: [],
    machinery: () => ({}),
    moving: () => {},
    appended: () => {},
    happens: null,
    broken: [],
    trace: [],
    tick: 0,
    born: 0,
    ids: 0,
    busy: new Map(),
  };
}

const shared = new WeakMap<World, ReturnType<typeof sharedBooks>>();

function sharedBooks({ clock }: World) {
  return { posts: memoryPosts(clock.now), tokens: memoryTokens(), book: memoryRegistryBook() };
}

/** Starts one more process on the world's Redis and registries. */
export function start(world: World): Running {
  const { clock, memory, network, policies, workspace } = world;
  world.born += 1;
  const process: Process = { name: `p${world.born}`, dead: false };
  const redis = (port: string) => ({ process, port, down: 'store_unavailable' as const, lost: lostInRedis });
  const books = shared.get(world) ?? sharedBooks(world);
  shared.set(world, books);
  const store = network.through(memoryStore(memory), {
    ...redis('redis'),
    arrived: (method, result) => noted(world, process, method, result),
  });
  const inbox = network.through(memoryInbox(memory), redis('redis'));
  const newId = () => {
    world.ids += 1;
    return `${process.name}-${world.ids}`;
  };
  const base = {
    store,
    due: network.through(memoryDue(memory), redis('redis')),
    posts: books.posts,
    policies,
    directory: network.through(fakeDirectory(workspace, clock.now), {
      process,
      port: 'slack',
      down: 'slack_unreachable',
      lost: () => 'slack_unreachable',
    }),
    outsiders: outsidersOf(world.machinery(process)),
    registries: new Map([
      ['staging', registry(world, process, 'staging')],
      ['production', registry(world, process, 'production')],
    ]),
    clock: clock.now,
    log: silent,
  };
  const releases = releaseService(base);
  const deps = {
    ...base,
    worker: process.name,
    steps,
    newId,
    stopping: () => false,
    book: network.through(books.book, redis('redis')),
    inbox,
    tokens: books.tokens,
    releases,
    pollMs: 1,
  };
  const running: Running = { process, deps, releases, inbox };
  world.running.push(running);
  return running;
}

function registry(world: World, process: Process, name: 'staging' | 'production'): Registry {
  const { clock, network, servers } = world;
  return network.through(fakeRegistry(name, servers[name], clock.now), {
    process,
    port: name,
    down: 'registry_unreachable',
    lost: () => 'registry_unreachable',
    arriving: (method, args) => arriving(world, process, name, method, args),
  });
}

function lostInRedis(method: string) {
  const writes = ['append', 'putEvidence', 'looked', 'wake', 'take', 'done', 'put'];
  return writes.includes(method) ? ('store_outcome_unknown' as const) : ('store_unavailable' as const);
}

function noted(world: World, { name }: Process, method: string, result: unknown): void {
  if (method !== 'append' || !isAppended(result)) return;
  const from = Math.min(...(world.busy.get(name) ?? []), world.tick);
  for (const entry of result.entries) {
    world.writtenAt.set(entry.seq, { from, to: world.tick });
    world.appended(entry);
  }
}

function isAppended(result: unknown): result is { readonly kind: 'appended'; readonly entries: readonly Entry[] } {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'appended';
}

/** The registry tells everybody of what we do, too, perhaps before we hear that it is done. */
function arriving(
  world: World,
  process: Process,
  server: 'staging' | 'production',
  method: string,
  args: readonly unknown[],
): void {
  mayMove(world, process, server, method, args);
  if (method !== 'setAlias') return;
  world.ids += 1;
  world.hints.push({
    id: CommandId.parse(`hook:${server}:ours:${world.ids}`),
    at: world.clock.now(),
    by: { kind: 'registry', name: server },
    where: null,
    request: {
      kind: 'alias-moved',
      registry: server,
      name: 'churn',
      alias: String(args[1]),
      version: Version.parse(args[2]),
    },
  });
}

/** `champion` is written by nobody but the holder of the lane, in its step for that, under its lease, to its own targets. */
function mayMove(
  { memory, clock, broken, servers, outside, writtenAt, moving }: World,
  process: Process,
  environment: 'staging' | 'production',
  method: string,
  args: readonly unknown[],
): void {
  const { name: worker } = process;
  const [, alias, wanted] = args;
  if ((method !== 'setAlias' && method !== 'deleteAlias') || alias !== 'champion') return;
  const to = method === 'setAlias' ? String(wanted) : null;
  const deadline = Reflect.get(Object(args.at(-1)), 'deadline');
  if (typeof deadline === 'number' && clock.now() > deadline) return;
  moving(process, environment, alias, to);
  const lane = [...memory.lanes.values()].find((one) => one.lane === `churn/${environment}`);
  const holder = [...memory.releases.values()].find((one) => one.id === lane?.holder);
  const execution = holder?.execution;
  const running = (steps: readonly StepState[]) =>
    steps.some(
      (step) =>
        step.kind === 'set-champion' &&
        step.status === 'running' &&
        step.worker?.split('#')[0] === worker &&
        (step.leaseUntil ?? 0) > clock.now(),
    );
  const forward = execution != null && running(execution.steps) && execution.targets.champion.to === to;
  const back = execution != null && running(execution.undo) && execution.targets.champion.from === to;
  const champion = servers[environment].models.get('churn')?.aliases.get('champion') ?? null;
  const { from: home, to: goal } = execution?.targets.champion ?? { from: null, to: null };
  const moved = outside.findLast(({ server }) => server === environment);
  const begun = memory.chain.findLast(
    ({ stream, event }) => stream === String(holder?.id) && event.kind === 'step-started',
  );
  const seen = moved !== undefined && moved.tick < (writtenAt.get(begun?.seq ?? 0)?.from ?? 0);
  if (seen && champion === moved.to && champion !== home && champion !== goal)
    broken.push(`${worker} moved champion of ${environment} over v${champion}, which somebody else had set before`);
  if (!forward && !back) broken.push(`${worker} moved champion of ${environment} to ${to} without holding the lane`);
}
