import type { Readable } from 'node:stream';
import type { Reply } from './ports-releases.ts';
import type { Delivery } from './release/command.ts';
import type { StreamId } from './release/event.ts';
import type { Dataset, MetricValue, VersionFacts } from './release/evidence.ts';
import type { Digest, PersonId, ReleaseId, Version } from './release/ids.ts';
import type { SignalRule } from './release/incident/mapping.ts';
import type { LanePolicy } from './release/lane-policy.ts';
import type { Electorate } from './release/people.ts';
import type { Post } from './release/posts-shape.ts';

/** Structured log lines: a static message, the data in the object. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  /** With data in every line, and with a level of its own where one is given. */
  child(data: object, options?: { readonly level: 'debug' | 'info' | 'warn' | 'error' }): Log;
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
  /** What a run logged beside its models goes with them, where it can be read. */
  runArtifacts?(run: string, call: Call): Promise<readonly ArtifactFile[]>;
  openRunArtifact?(run: string, path: string, call: Call): Promise<Readable>;
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
  /** What a run logged, as if it were the next version of `name`; null when there is no such run. */
  runFacts(run: string, name: string, call: Call): Promise<Omit<VersionFacts, 'version'> | null>;
  /** Files that a run logged beside its models, with paths relative to the run's root; the first thousand. */
  runArtifacts(run: string, call: Call): Promise<readonly ArtifactFile[]>;
  openRunArtifact(run: string, path: string, call: Call): Promise<Readable>;
  /** Name of the experiment that a run belongs to; null when there is no such run. */
  experimentOf(run: string, call: Call): Promise<string | null>;
  /** What a run says of itself, in one request and without its files; null when there is no such run. */
  runNote(run: string, call: Call): Promise<RunNote | null>;
  /** All that was ever logged under this name of the version or the run that made it, oldest first; null when there is no such version. */
  metricHistory(name: string, version: Version, metric: string, call: Call): Promise<readonly LoggedValue[] | null>;
  /** Newest first. */
  versions(name: string, call: Call): Promise<readonly VersionNote[]>;
  /** Tags of one version, ours included. */
  tags(name: string, version: Version, call: Call): Promise<Readonly<Record<string, string>>>;
  setAlias(name: string, alias: string, version: Version, call: Call): Promise<void>;
  deleteAlias(name: string, alias: string, call: Call): Promise<void>;
  /** Puts one version into a stage, and reads it back; every other stays where it is. Definitely refused where there are no stages. */
  setStage(name: string, version: Version, stage: string, call: Call): Promise<void>;
  /** Sets every tag that differs, and reads all of them back; `null` deletes. `already`: none differed. */
  setTags(
    name: string,
    version: Version,
    tags: Readonly<Record<string, string | null>>,
    call: Call,
  ): Promise<'already' | 'set'>;
  describe(name: string, version: Version, description: string, call: Call): Promise<void>;
  /** Makes the approved bytes a version here, once for a release however often it is called. */
  copy(
    request: CopyRequest,
    progress: Progress,
    call: Call,
  ): Promise<{ readonly version: Version; readonly bytes: number; readonly already: boolean }>;
  /** All registered models with aliases and their newest version, for the poll. */
  scan(call: Call): Promise<readonly RegisteredModel[]>;
  /** Makes sure that the registry's webhook points at us. `not-allowed` means: poll only. */
  ensureWebhook(
    url: string,
    secret: string,
    call: Call,
  ): Promise<'present' | 'created' | 'not-allowed' | 'not-supported'>;
  /** Proves that the API answers (a green health page proves nothing). */
  probe(call: Call): Promise<{ readonly version: string }>;
}

/** One version as a list of them tells it. */
export interface VersionNote {
  readonly version: Version;
  readonly registeredAt: number;
  readonly run: string | null;
  /** Ours included. */
  readonly tags: Readonly<Record<string, string>>;
  /** The stage that it is in, `None` where it is in none; left out where the registry knows no stages. */
  readonly stage?: string;
}

/** A metric as somebody logged it once; `at` in ms since 1970. */
export interface LoggedValue {
  readonly at: number;
  readonly value: MetricValue;
}

/** A run's commit, data sets and tags, ours included. */
export interface RunNote {
  readonly commit: string | null;
  readonly datasets: readonly Dataset[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface RegisteredModel {
  readonly name: string;
  readonly aliases: ReadonlyMap<string, Version>;
  /** The newest version in each stage, where the registry still knows stages. */
  readonly stages?: ReadonlyMap<string, Version>;
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
  electorate(
    principals: readonly string[],
    people: readonly PersonId[],
    fresh: 'cached' | 'fresh',
  ): Promise<Electorate>;
  /** Who has these e-mail addresses; null where nobody has. Throws `ReleaseError` when nobody could tell. */
  byEmail(emails: readonly string[], fresh: 'cached' | 'fresh'): Promise<ReadonlyMap<string, PersonId | null>>;
}

/** The active policy, lane by lane. */
export interface Policies {
  number(): number;
  lane(model: string, environment: string): LanePolicy | null;
  /** Every lane, models and environments in the file's order. */
  lanes(): readonly LanePolicy[];
  models(): readonly string[];
  environments(): readonly string[];
  /** Channel for what belongs to no lane. */
  admin(): string;
  /** What an alert source's rules say its alerts are about; left out, there are none. */
  signalRules?(source: string): readonly SignalRule[];
}

/** Shows what a stream's log says, in Slack. Answers when to come back: for a token, a retry, or null when all is shown. */
export interface Notifier {
  show(stream: StreamId): Promise<{ readonly next: number | null; readonly length: number }>;
  /** Answers a person whose delivery outlived the process that took it: privately, where they asked. */
  answer(delivery: Delivery, reply: Reply): Promise<void>;
  /** Tells the admin channel once per key. */
  tellAdmin(key: string, words: string): Promise<void>;
  /** Posts in a channel, once under the post's key. */
  tellDaily(channel: string, post: Post): Promise<void>;
}
