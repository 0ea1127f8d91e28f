import type { Delivery } from './release/command.ts';
import type { Actor, Entry, StreamId } from './release/event.ts';
import type { Evidence } from './release/evidence.ts';
import type { CommandId, Digest, IncidentId, LaneKey, ReleaseId, Version } from './release/ids.ts';
import type { LaneState, ScopeState } from './release/lane-state.ts';
import type { Append } from './release/outcome.ts';
import type { ReleaseState } from './release/state.ts';

/** One append: all streams or none, guarded by the lengths and documents it was decided on. */
export interface Batch {
  readonly command: CommandId;
  readonly by: Actor;
  readonly at: number;
  readonly policy: number;
  readonly appends: readonly (Append & { readonly expected: number })[];
  /** Lanes that the decision looked at. One that has moved on since is a conflict. */
  readonly basedOn: readonly { readonly lane: LaneKey; readonly rev: number }[];
  /** Where the releases lie that are appended to, if that is known: saves reading it. */
  readonly lanes?: readonly LaneKey[];
}

export type AppendResult =
  | { readonly kind: 'appended'; readonly entries: readonly Entry[] }
  /** The command is in the log already, with what it wrote then. */
  | { readonly kind: 'already'; readonly entries: readonly Entry[] }
  /** A stream or a lane moved on: load again and decide again. */
  | { readonly kind: 'conflict' };

/** What lies around a lane, for a decision about it. */
export interface Around {
  readonly lane: LaneState;
  /** In the order they were asked for. */
  readonly scopes: readonly ScopeState[];
  /** Those of the lane, and those asked for. */
  readonly releases: ReadonlyMap<ReleaseId, ReleaseState>;
}

/** The log and all that is derived from it. */
export interface Store {
  load(stream: StreamId): Promise<readonly Entry[]>;
  release(id: ReleaseId): Promise<ReleaseState | null>;
  releases(ids: readonly ReleaseId[]): Promise<ReadonlyMap<ReleaseId, ReleaseState>>;
  lane(lane: LaneKey): Promise<LaneState>;
  lanes(): Promise<ReadonlyMap<LaneKey, LaneState>>;
  /** A lane as it was at one moment, folded from everything that had happened there by then. */
  laneAt(lane: LaneKey, at: number): Promise<LaneState>;
  scope(stream: StreamId): Promise<ScopeState>;
  scopes(streams: readonly StreamId[]): Promise<readonly ScopeState[]>;
  /** All that a decision about this lane may look at, and `also` these releases. */
  around(lane: LaneKey, scopes: readonly StreamId[], also: readonly ReleaseId[]): Promise<Around>;
  append(batch: Batch): Promise<AppendResult>;
  /** What this command wrote, or null when it wrote nothing yet. */
  wrote(command: CommandId): Promise<readonly Entry[] | null>;
  /** Newest first. */
  history(lane: LaneKey, limit: number): Promise<readonly ReleaseId[]>;
  /** Of a lane, newest first, however they ended. */
  incidents(lane: LaneKey, limit: number): Promise<readonly IncidentId[]>;
  putEvidence(digest: Digest, evidence: Evidence): Promise<void>;
  evidence(digest: Digest): Promise<Evidence | null>;
  /** Whether the chain's entry `seq` has this hash. */
  hasEntry(seq: number, hash: Digest): Promise<boolean>;
  chainHead(): Promise<{ readonly seq: number; readonly hash: Digest }>;
}

/** Streams that want a look, and when. `due` is the truth; queues are hints. */
export interface Due {
  /** Those due at `now`, oldest first; without the first `skip` of them. */
  due(kind: 'look' | 'show', now: number, limit: number, skip?: number): Promise<readonly StreamId[]>;
  /**
   * Sets the next look, or clears it, only if the stream is still `length` long. Answers false when it is not. Given what `at` answered
   * before the stream was loaded as `seen`, a wake since then is kept, too: a lane may be freed without a word in this stream.
   */
  looked(
    kind: 'look' | 'show',
    stream: StreamId,
    length: number,
    next: number | null,
    seen?: number | null,
  ): Promise<boolean>;
  /** When this stream wants its look; null when it wants none. */
  at(kind: 'look' | 'show', stream: StreamId): Promise<number | null>;
  /** Asks for a look now. */
  wake(kind: 'look' | 'show', stream: StreamId, at: number): Promise<void>;
  /** The oldest entry's due time, for metrics. */
  oldest(kind: 'look' | 'show'): Promise<number | null>;
}

/** Deliveries, made durable before they are acknowledged. Kept seven days. */
export interface Inbox {
  /** Claims the delivery id and stores it. `seen` means that somebody has it. */
  take(delivery: Delivery): Promise<'ours' | 'seen'>;
  done(id: CommandId): Promise<void>;
  /** Gives a claimed orphan back: whoever asks next gets it. */
  leave(id: CommandId): Promise<void>;
  /** Those taken before `before` and not done: their process died. Answering is the caller's; claimed for 30 s. */
  orphans(before: number, limit: number): Promise<readonly Delivery[]>;
  oldest(): Promise<number | null>;
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  /** Digest of what is shown now. */
  readonly shown: Digest;
}

/** What was posted where, so that nothing is posted twice. */
export interface PostBook {
  of(stream: StreamId): Promise<ReadonlyMap<string, Posted>>;
  /** One `show` per stream at a time; the claim ends by itself after `ms`. */
  claim(stream: StreamId, holder: string, ms: number): Promise<boolean>;
  release(stream: StreamId, holder: string): Promise<void>;
  /** Written before a post goes out: an unknown outcome is looked for in the channel before posting again. */
  intend(stream: StreamId, key: string): Promise<'first' | 'unknown-outcome'>;
  put(stream: StreamId, key: string, posted: Posted): Promise<void>;
  forget(stream: StreamId, key: string): Promise<void>;
}

/** A token bucket, with how much it holds and how much comes back a second. */
export interface Bucket {
  readonly name: string;
  readonly capacity: number;
  readonly perSecond: number;
  /** How long it must have been full before one is taken: what can wait lets the rest go first. */
  readonly politeMs?: number;
  /** How many are left for others when one is taken: what can wait never uses up what they need at once. */
  readonly leave?: number;
  /** Whoever was refused is not overtaken by those of a higher rank. Left out, 0; 2 for what is polite or leaves some. */
  readonly rank?: 0 | 1 | 2;
}

/** Slack's limits are per app, so the tokens are shared by all processes. Answers the milliseconds to wait, 0 when taken. */
export interface Tokens {
  /** With `politeMs` one is taken only from a bucket that has been full for so long: others go first. */
  take(bucket: string, capacity: number, perSecond: number, now: number, politeMs?: number): Promise<number>;
  /** Takes one from each, or none at all: answers the longest wait. Whoever is refused is not overtaken by those of a higher rank while they come back. */
  takeAll(buckets: readonly Bucket[], now: number): Promise<number>;
  /** Slack said 429: nobody takes from this bucket before `until`. */
  block(bucket: string, until: number): Promise<void>;
}

export interface PolicyDocument {
  readonly number: number;
  readonly digest: Digest;
  /** The YAML text as it was in the file. */
  readonly text: string;
}

/** The active policy, one document for all processes. */
export interface PolicyBook {
  active(): Promise<PolicyDocument | null>;
  number(): Promise<number>;
  /** By compare-and-set on the number; `null` when another process was faster. */
  propose(text: string, digest: Digest, over: number): Promise<PolicyDocument | null>;
}

/** What the poll knows of a registry: everything seen before the first contact opens nothing. */
export interface RegistryBook {
  seen(registry: string): Promise<ReadonlyMap<string, SeenModel> | null>;
  /** Compare-and-set on what was read; answers false when another poller was faster. */
  put(
    registry: string,
    before: ReadonlyMap<string, SeenModel> | null,
    after: ReadonlyMap<string, SeenModel>,
  ): Promise<boolean>;
}

export interface SeenModel {
  readonly newest: Version | null;
  readonly aliases: Readonly<Record<string, Version>>;
  /** Alias moves found so far: numbers the findings, so that an alias moving to and fro is told each time, and once. */
  readonly moves: number;
}

/** Texts that cost something to make again. Losing one costs time, nothing else. */
export interface TextCache {
  get(key: Digest): Promise<string | null>;
  put(key: Digest, text: string): Promise<void>;
}
