import type { Readable } from 'node:stream';
import type { Delivery, VersionRef } from './release/command.ts';
import type { Actor, Entry, StreamId } from './release/event.ts';
import type { Evidence, VersionFacts } from './release/evidence.ts';
import type { CommandId, Digest, LaneKey, PersonId, ReleaseId, Version } from './release/ids.ts';
import type { Answer, Append, Refusal } from './release/outcome.ts';
import type { Electorate } from './release/people.ts';
import type { LaneState, LiveVersion, Pause, ReleaseState, ScopeState } from './release/state.ts';

/** Structured log lines: a static message, the data in the object. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(data: object): Log;
}

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

/** Bounds one outside call: it gives up at `deadline` (from the lease), or when `signal` fires. */
export interface Call {
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** One file of a model, relative to its root, with `/` between folders. */
export interface ArtifactFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a copy needs of the registry that holds the bytes. */
export interface ArtifactSource {
  readonly server: string;
  files(name: string, version: Version, call: Call): Promise<readonly ArtifactFile[]>;
  open(name: string, version: Version, path: string, call: Call): Promise<Readable>;
}

/** Tells how far a long step is, and renews its lease; throws `lease_lost` when the lease is gone. */
export type Progress = (done: number, total: number, unit: 'bytes' | 'files') => Promise<Call>;

export interface CopyRequest {
  readonly release: ReleaseId;
  readonly from: ArtifactSource;
  readonly source: VersionFacts;
  /** Registered model to create the version under; made if it does not exist. */
  readonly name: string;
  /** Digest of the manifest that was approved; other bytes are refused with `bytes_differ`. */
  readonly artifacts: Digest;
}

/** A model registry. Every method throws `ReleaseError` when it could not find out; `null` means "there is none". */
export interface Registry extends ArtifactSource {
  readonly name: string;
  /** One version with run, metrics, data sets and artifact digests. Digests are cached by the adapter: a version's bytes do not change. */
  facts(name: string, version: Version, call: Call): Promise<VersionFacts | null>;
  /** All aliases of a registered model, or null when there is no such model. */
  aliases(name: string, call: Call): Promise<ReadonlyMap<string, Version> | null>;
  /** Newest first. */
  versions(name: string, call: Call): Promise<readonly { readonly version: Version; readonly registeredAt: number }[]>;
  /** Tags of one version, ours included. */
  tags(name: string, version: Version, call: Call): Promise<Readonly<Record<string, string>>>;
  setAlias(name: string, alias: string, version: Version, call: Call): Promise<void>;
  deleteAlias(name: string, alias: string, call: Call): Promise<void>;
  /** Sets every tag that differs; `null` deletes. */
  setTags(name: string, version: Version, tags: Readonly<Record<string, string | null>>, call: Call): Promise<void>;
  describe(name: string, version: Version, description: string, call: Call): Promise<void>;
  /** Makes the approved bytes a version here, once for a release however often it is called. */
  copy(request: CopyRequest, progress: Progress, call: Call): Promise<{ readonly version: Version; readonly bytes: number; readonly already: boolean }>;
  /** All registered models with aliases and their newest version, for the poll. */
  scan(call: Call): Promise<readonly RegisteredModel[]>;
  /** Makes sure that the registry's webhook points at us. `not-allowed` means: poll only. */
  ensureWebhook(url: string, secret: string, call: Call): Promise<'present' | 'created' | 'not-allowed' | 'not-supported'>;
  /** Proves that the API answers (a green health page proves nothing). */
  probe(call: Call): Promise<{ readonly version: string }>;
}

export interface RegisteredModel {
  readonly name: string;
  readonly aliases: ReadonlyMap<string, Version>;
  readonly newest: Version | null;
}

/** Where a webhook becomes a delivery: verify and parse live in the source's own folder. */
export interface Source {
  readonly name: string;
  /** Checks signature, time and shape over the raw bytes. Never throws for bad input. */
  read(headers: Readonly<Record<string, string | undefined>>, body: Buffer, now: number): SourceReading;
}

export type SourceReading =
  | { readonly kind: 'deliveries'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'forged'; readonly why: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** Who is who, from Slack and the policy's groups. `fresh` skips the 60 s cache. */
export interface Directory {
  electorate(principals: readonly string[], people: readonly PersonId[], fresh: 'cached' | 'fresh'): Promise<Electorate>;
}

/** One append: all streams or none, guarded by the lengths and documents it was decided on. */
export interface Batch {
  readonly command: CommandId;
  readonly by: Actor;
  readonly at: number;
  readonly policy: number;
  readonly appends: readonly (Append & { readonly expected: number })[];
  /** Lanes that the decision looked at. One that has moved on since is a conflict. */
  readonly basedOn: readonly { readonly lane: LaneKey; readonly rev: number }[];
}

export type AppendResult =
  | { readonly kind: 'appended'; readonly entries: readonly Entry[] }
  /** The command is in the log already, with what it wrote then. */
  | { readonly kind: 'already'; readonly entries: readonly Entry[] }
  /** A stream or a lane moved on: load again and decide again. */
  | { readonly kind: 'conflict' };

/** The log and all that is derived from it. */
export interface Store {
  load(stream: StreamId): Promise<readonly Entry[]>;
  release(id: ReleaseId): Promise<ReleaseState | null>;
  releases(ids: readonly ReleaseId[]): Promise<ReadonlyMap<ReleaseId, ReleaseState>>;
  lane(lane: LaneKey): Promise<LaneState>;
  lanes(): Promise<ReadonlyMap<LaneKey, LaneState>>;
  scope(stream: StreamId): Promise<ScopeState>;
  append(batch: Batch): Promise<AppendResult>;
  /** What this command wrote, or null when it wrote nothing yet. */
  wrote(command: CommandId): Promise<readonly Entry[] | null>;
  /** Newest first. */
  history(lane: LaneKey, limit: number): Promise<readonly ReleaseId[]>;
  putEvidence(digest: Digest, evidence: Evidence): Promise<void>;
  evidence(digest: Digest): Promise<Evidence | null>;
  chainHead(): Promise<{ readonly seq: number; readonly hash: Digest }>;
}

/** Streams that want a look, and when. `due` is the truth; queues are hints. */
export interface Due {
  /** Those due at `now`, oldest first. */
  due(kind: 'look' | 'show', now: number, limit: number): Promise<readonly StreamId[]>;
  /** Sets the next look, or clears it, only if the stream is still `length` long. Answers false when it is not. */
  looked(kind: 'look' | 'show', stream: StreamId, length: number, next: number | null): Promise<boolean>;
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

/** Slack's limits are per app, so the tokens are shared by all processes. Answers the milliseconds to wait, 0 when taken. */
export interface Tokens {
  take(bucket: string, capacity: number, perSecond: number, now: number): Promise<number>;
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
  put(registry: string, before: ReadonlyMap<string, SeenModel> | null, after: ReadonlyMap<string, SeenModel>): Promise<boolean>;
}

export interface SeenModel {
  readonly newest: Version | null;
  readonly aliases: Readonly<Record<string, Version>>;
}

/** What a request came to, with what its words need. */
export interface Reply {
  readonly outcome: { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'refusal'; readonly refusal: Refusal };
  /** The release it is about, as it is now. */
  readonly release: ReleaseState | null;
  /** Where the release's card is, for "see the card". */
  readonly card: { readonly channel: string; readonly ts: string } | null;
}

/** One lane for `status`. */
export interface StatusRow {
  readonly model: string;
  readonly environment: string;
  readonly registry: string;
  readonly lane: LaneState;
  /** Own pauses and those of its environment and model. */
  readonly pauses: readonly Pause[];
}

/** What was live at one moment, or that nobody can know: before Signalbox looked. */
export type LiveThen =
  | { readonly kind: 'live'; readonly live: LiveVersion; readonly approvedBy: readonly PersonId[]; readonly evidence: Digest | null }
  | { readonly kind: 'nothing-live' }
  | { readonly kind: 'unknown'; readonly since: number | null };

/** A version with what is known of it in every environment on the model's path. */
export interface VersionCard {
  readonly model: string;
  readonly environment: string;
  readonly facts: VersionFacts;
  readonly releases: readonly ReleaseState[];
}

export type Asked<T> = { readonly kind: 'found'; readonly found: T } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The release service as the edge sees it: one door for what changes something, and the questions. */
export interface Releases {
  /** Handles a delivery that the inbox holds; safe to call again with the same one. */
  handle(delivery: Delivery): Promise<Reply>;
  status(model: string | null): Promise<Asked<readonly StatusRow[]>>;
  history(model: string, environment: string | null): Promise<Asked<readonly ReleaseState[]>>;
  liveOn(model: string, environment: string | null, at: number): Promise<Asked<{ readonly environment: string; readonly then: LiveThen }>>;
  show(model: string, version: VersionRef | null): Promise<Asked<VersionCard>>;
  /** Open releases that wait for this person, then the rest. */
  pending(person: PersonId): Promise<{ readonly yours: readonly ReleaseState[]; readonly others: readonly ReleaseState[] }>;
  /** What a rollback typed now would do: shown privately before it is confirmed. */
  previewRollback(model: string, environment: string | null, version: Version | null): Promise<Asked<RollbackPreview>>;
  release(id: ReleaseId): Promise<ReleaseState | null>;
  evidence(digest: Digest): Promise<Evidence | null>;
  models(): readonly string[];
}

export interface RollbackPreview {
  readonly model: string;
  readonly environment: string;
  readonly from: LiveVersion;
  readonly to: LiveVersion;
  /** Why `to` is no longer live: the reason of the release that replaced it, where there is one. */
  readonly replacedBecause: string | null;
}

/** Shows what a stream's log says, in Slack. Answers when to come back: for a token, a retry, or null when all is shown. */
export interface Notifier {
  show(stream: StreamId): Promise<{ readonly next: number | null; readonly length: number }>;
  /** Tells the admin channel once per key. */
  tellAdmin(key: string, words: string): Promise<void>;
}
