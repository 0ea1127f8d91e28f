import { randomInt } from 'node:crypto';

/** How far a run is, in the words of `life_cycle_state`. */
export type Life =
  | 'QUEUED'
  | 'PENDING'
  | 'BLOCKED'
  | 'RUNNING'
  | 'WAITING_FOR_RETRY'
  | 'TERMINATING'
  | 'TERMINATED'
  | 'SKIPPED'
  | 'INTERNAL_ERROR';

/** A job, with the parameters that it declares. */
export interface Job {
  readonly parameters: readonly string[];
  /** Who may run it; those who may not are told so, and others may see it. */
  readonly runners: readonly string[];
}

/** A run of a job, with its one task. */
export interface Run {
  readonly id: bigint;
  readonly task: bigint;
  readonly job: bigint;
  readonly idempotencyToken: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly startedAt: number;
  life: Life;
  result: string | null;
  message: string;
  printed: string;
}

/** Who a token stands for, and until when. */
export interface Grant {
  readonly principal: string;
  readonly endsAt: number;
}

/** What the stand-in knows; tests and the demo change it as they like. */
export interface World {
  /** Personal tokens, and those that were given to service principals. */
  readonly tokens: Map<string, Grant>;
  /** Secrets of service principals, by client id. */
  readonly principals: Map<string, string>;
  /** How long the token of a service principal lives. */
  tokenSeconds: number;
  readonly jobs: Map<bigint, Job>;
  /** In the order in which they started. */
  readonly runs: Run[];
  /** Idempotency tokens of runs that were deleted: they are never given again. */
  readonly spent: Set<string>;
  /** Called for each run as it starts, to play it; a run that nobody plays stays queued. */
  play: (run: Run) => void;
  /** Which form a run's state is told in. Databricks tells both so far. */
  tells: 'both' | 'state' | 'status';
}

export function emptyWorld(): World {
  return {
    tokens: new Map(),
    principals: new Map(),
    tokenSeconds: 3_600,
    jobs: new Map(),
    runs: [],
    spent: new Set(),
    play: () => {},
    tells: 'both',
  };
}

/** Adds a job whose id no double can hold. */
export function addJob(world: World, job: Job): bigint {
  const id = newId();
  world.jobs.set(id, job);
  return id;
}

/** Starts one more run, whatever runs there are. */
export function addRun(world: World, of: Pick<Run, 'job' | 'idempotencyToken' | 'parameters' | 'startedAt'>): Run {
  const run: Run = { ...of, id: newId(), task: newId(), life: 'QUEUED', result: null, message: '', printed: '' };
  world.runs.push(run);
  world.play(run);
  return run;
}

/** Takes a run away, as Databricks does after sixty days: its idempotency token is refused from then on. */
export function deleteRun(world: World, id: bigint): void {
  const at = world.runs.findIndex((run) => run.id === id);
  const [gone] = at < 0 ? [] : world.runs.splice(at, 1);
  if (gone?.idempotencyToken) world.spent.add(gone.idempotencyToken);
}

export function endRun(run: Run, result: string, message = '', life: Life = 'TERMINATED'): void {
  Object.assign(run, { life, result, message });
}

export function hasEnded({ life }: Run): boolean {
  return life === 'TERMINATED' || life === 'SKIPPED' || life === 'INTERNAL_ERROR';
}

const fits53Bits = 2n ** 53n;

/** Odd and above 2^53: read as a double it is another one. */
function newId(): bigint {
  return fits53Bits * 3n + BigInt(randomInt(2 ** 47)) * 2n + 1n;
}
