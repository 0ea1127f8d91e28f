import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ReleaseError } from '../../src/errors.ts';
import type {
  ArtifactSource,
  Call,
  Clock,
  CopyRequest,
  LoggedValue,
  Progress,
  Registry,
  RunNote,
} from '../../src/ports.ts';
import { artifactsOf } from '../../src/registries/manifest.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { Digest, Version } from '../../src/release/ids.ts';

/** One server's contents, for as many clients as like to share it. Reads and writes are one instant each. */
export interface FakeServer {
  readonly server: string;
  readonly models: Map<string, FakeModel>;
  /** What runs logged, by their id: a candidate that nobody registered, and files beside it. */
  readonly runs: Map<string, FakeRun>;
  /** Whether it has stages of the old kind. */
  knowsStages: boolean;
}

/** A run on a fake server. */
export interface FakeRun {
  readonly logged: Logged;
  readonly files: Readonly<Record<string, string>>;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly experiment: string;
}

interface FakeModel {
  readonly aliases: Map<string, Version>;
  readonly versions: Map<Version, FakeVersion>;
  made: number;
}

interface FakeVersion {
  readonly version: Version;
  readonly registeredAt: number;
  readonly files: Readonly<Record<string, string>>;
  readonly artifacts: VersionFacts['artifacts'];
  readonly tags: Map<string, string>;
  description: string;
  stage: string;
  logged: Logged;
  /** What was logged of it later. */
  readonly later: (LoggedValue & { readonly metric: string })[];
}

/** What a run logged of a version. */
export type Logged = Pick<
  VersionFacts,
  'status' | 'run' | 'metrics' | 'params' | 'datasets' | 'schema' | 'environment'
>;

export const loggedNothing: Logged = {
  status: 'ready',
  run: null,
  metrics: [],
  params: {},
  datasets: [],
  schema: null,
};

export function fakeServer(server: string): FakeServer {
  return { server, models: new Map(), runs: new Map(), knowsStages: true };
}

/** A run that has ended, at one commit of a clean tree. */
export function finishedRun(id: string, commit: string, change: Partial<NonNullable<Logged['run']>> = {}) {
  return {
    id,
    status: 'finished' as const,
    startedAt: 1,
    endedAt: 2,
    user: 'pat',
    commit,
    commitAuthor: null,
    branch: 'main',
    repository: null,
    dirty: false,
    tags: {},
    url: null,
    ...change,
  };
}

/** Notes what a run logged; `files` are its model's, `artifacts` lie beside it. */
export function logRun({ runs }: FakeServer, id: string, run: Partial<FakeRun>): void {
  runs.set(id, { logged: loggedNothing, files: {}, artifacts: {}, experiment: 'Default', ...run });
}

/** Registers the next version of a model; the model is made when it is new. */
export function register(
  { models }: FakeServer,
  name: string,
  made: { readonly files: Readonly<Record<string, string>>; readonly at: number } & Partial<Logged> & {
      readonly tags?: Readonly<Record<string, string>>;
      readonly description?: string;
    },
): Version {
  const { files, at, tags = {}, description = '', ...logged } = made;
  const model = models.get(name) ?? { aliases: new Map(), versions: new Map(), made: 0 };
  models.set(name, model);
  model.made += 1;
  const version = Version.parse(String(model.made));
  model.versions.set(version, {
    version,
    registeredAt: at,
    files,
    artifacts: artifactsOf(hashed(files)),
    tags: new Map(Object.entries(tags)),
    description,
    stage: 'None',
    logged: { ...loggedNothing, ...logged },
    later: [],
  });
  return version;
}

/** Somebody evaluates a version once more, and logs it. */
export function logLater({ models }: FakeServer, name: string, version: Version, logged: FakeVersion['later'][number]) {
  models.get(name)?.versions.get(version)?.later.push(logged);
}

/** A registry under a name, on a server. It keeps what `test/contracts/registry.ts` asks of every registry. */
export function fakeRegistry(name: string, at: FakeServer, clock: Clock): Registry {
  const { models, server } = at;
  const model = (of: string, call: Call) => {
    inTime(clock, call);
    return models.get(of);
  };
  const needed = (of: string, version: Version, call: Call) => {
    const found = model(of, call)?.versions.get(version);
    if (found === undefined) throw new ReleaseError('registry_refused', { name: of, version, why: 'no such version' });
    return found;
  };
  return {
    name,
    server,
    files: async (of, version, call) =>
      hashed(needed(of, version, call).files).map(({ path, bytes }) => ({ path, bytes })),
    open: async (of, version, path, call) => Readable.from([needed(of, version, call).files[path] ?? '']),
    facts: async (of, version, call) => {
      const found = model(of, call)?.versions.get(version);
      return found === undefined ? null : factsOf(name, of, found);
    },
    runFacts: async (run, of, call) => {
      inTime(clock, call);
      const found = at.runs.get(run);
      return found === undefined ? null : runFactsOf(name, of, found);
    },
    runArtifacts: async (run, call) => {
      const { artifacts } = neededRun(at, clock, run, call);
      return hashed(artifacts).map(({ path, bytes }) => ({ path, bytes }));
    },
    openRunArtifact: async (run, path, call) => Readable.from([neededRun(at, clock, run, call).artifacts[path] ?? '']),
    experimentOf: async (run, call) => {
      inTime(clock, call);
      return at.runs.get(run)?.experiment ?? null;
    },
    runNote: async (run, call) => {
      inTime(clock, call);
      return noteOf(at, run);
    },
    metricHistory: async (of, version, metric, call) => {
      const found = model(of, call)?.versions.get(version);
      return found === undefined ? null : historyOf(found, metric);
    },
    aliases: async (of, call) => {
      const found = model(of, call);
      return found === undefined ? null : new Map(found.aliases);
    },
    versions: async (of, call) => {
      const found = model(of, call);
      const stageOf = (version: Version) => found?.versions.get(version)?.stage ?? 'None';
      return newestFirst(found).map((note) => (at.knowsStages ? { ...note, stage: stageOf(note.version) } : note));
    },
    setStage: async (of, version, stage, call) => {
      const found = needed(of, version, call);
      if (!at.knowsStages) throw new ReleaseError('registry_refused', { name: of, version, why: 'no stages' });
      found.stage = stage;
    },
    tags: async (of, version, call) => Object.fromEntries(needed(of, version, call).tags),
    setAlias: async (of, alias, version, call) => {
      needed(of, version, call);
      models.get(of)?.aliases.set(alias, version);
    },
    deleteAlias: async (of, alias, call) => {
      model(of, call)?.aliases.delete(alias);
    },
    setTags: async (of, version, tags, call) => {
      const found = needed(of, version, call);
      const differing = Object.entries(tags).filter(([key, value]) => (found.tags.get(key) ?? null) !== value);
      for (const [key, value] of differing) {
        if (value === null) found.tags.delete(key);
        else found.tags.set(key, value);
      }
      return differing.length === 0 ? 'already' : 'set';
    },
    describe: async (of, version, description, call) => {
      needed(of, version, call).description = description;
    },
    copy: (request, progress, call) => copied(at, clock, request, progress, call),
    scan: async (call) => {
      inTime(clock, call);
      return [...models].map(([of, { aliases, versions }]) => ({
        name: of,
        aliases: new Map(aliases),
        newest: newestFirst({ versions })[0]?.version ?? null,
      }));
    },
    ensureWebhook: async () => 'not-supported',
    probe: async (call) => {
      inTime(clock, call);
      return { version: '0.0-fake' };
    },
  };
}

function neededRun({ runs }: FakeServer, clock: Clock, run: string, call: Call): FakeRun {
  inTime(clock, call);
  const found = runs.get(run);
  if (found === undefined) throw new ReleaseError('registry_refused', { run, why: 'no such run' });
  return found;
}

function historyOf({ registeredAt, logged, later }: FakeVersion, metric: string): readonly LoggedValue[] {
  const first = logged.metrics.filter(({ name }) => name === metric).map(({ value }) => ({ at: registeredAt, value }));
  const since = later.filter((one) => one.metric === metric).map(({ at, value }) => ({ at, value }));
  return [...first, ...since].sort((a, b) => a.at - b.at);
}

function noteOf({ runs, models }: FakeServer, id: string): RunNote | null {
  const registered = [...models.values()].flatMap(({ versions }) => [...versions.values()]);
  const logged = runs.get(id)?.logged ?? registered.find((one) => one.logged.run?.id === id)?.logged;
  if (logged?.run == null) return null;
  return { commit: logged.run.commit, datasets: logged.datasets, tags: logged.run.tags };
}

function runFactsOf(registry: string, name: string, { logged, files }: FakeRun): Omit<VersionFacts, 'version'> {
  const registeredAt = logged.run?.endedAt ?? 0;
  const artifacts = artifactsOf(hashed(files));
  return structuredClone({
    registry,
    name,
    registeredAt,
    description: '',
    tags: {},
    modelId: null,
    ...logged,
    artifacts,
    url: null,
  });
}

async function copied(at: FakeServer, clock: Clock, request: CopyRequest, progress: Progress, call: Call) {
  const { release, source, name, artifacts } = request;
  const bytes = source.artifacts.bytes;
  const before = madeFor(at, name, release);
  if (before !== undefined) return { version: before, bytes, already: true };
  if (source.artifacts.digest !== artifacts) throw new ReleaseError('bytes_differ', { name, release });
  const files = await fetched(request.from, request, progress, call);
  const last = await progress(bytes, bytes, 'bytes');
  inTime(clock, last);
  // Two attempts may race here; the version that was made first is the one.
  const raced = madeFor(at, name, release);
  if (raced !== undefined) return { version: raced, bytes, already: true };
  const { status, run, metrics, params, datasets, schema, environment, tags, description } = source;
  const logged = { status, run, metrics, params, datasets, schema, environment };
  const marks = { ...tags, 'signalbox.release': release };
  const version = register(at, name, { files, at: clock(), ...logged, tags: marks, description });
  return { version, bytes, already: false };
}

async function fetched(
  from: ArtifactSource,
  { source }: CopyRequest,
  progress: Progress,
  call: Call,
): Promise<Record<string, string>> {
  const got: Record<string, string> = {};
  let done = 0;
  let bounds = call;
  for (const { path, bytes } of await from.files(source.name, source.version, bounds)) {
    const chunks: string[] = [];
    for await (const chunk of await from.open(source.name, source.version, path, bounds)) chunks.push(String(chunk));
    got[path] = chunks.join('');
    done += bytes;
    bounds = await progress(done, source.artifacts.bytes, 'bytes');
  }
  return got;
}

function madeFor({ models }: FakeServer, name: string, release: string): Version | undefined {
  const versions = [...(models.get(name)?.versions.values() ?? [])];
  return versions.find(({ tags }) => tags.get('signalbox.release') === release && !tags.has('signalbox.orphan'))
    ?.version;
}

function inTime(clock: Clock, { deadline }: Call): void {
  if (clock() > deadline) throw new ReleaseError('deadline_passed', { deadline });
}

function newestFirst(model: Pick<FakeModel, 'versions'> | undefined) {
  return [...(model?.versions.values() ?? [])]
    .map(({ version, registeredAt, logged, tags }) => ({
      version,
      registeredAt,
      run: logged.run?.id ?? null,
      tags: Object.fromEntries(tags),
    }))
    .sort((a, b) => Number(b.version) - Number(a.version));
}

function hashed(files: FakeVersion['files']) {
  return Object.entries(files).map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: Digest.parse(createHash('sha256').update(text).digest('hex')),
  }));
}

function factsOf(registry: string, name: string, found: FakeVersion): VersionFacts {
  const tags = [...found.tags].filter(([key]) => !key.startsWith('signalbox.'));
  return structuredClone({
    registry,
    name,
    version: found.version,
    registeredAt: found.registeredAt,
    description: found.description,
    tags: Object.fromEntries(tags),
    modelId: null,
    ...found.logged,
    artifacts: found.artifacts,
    url: null,
  });
}
