import type { Call } from '../../ports.ts';
import type { VersionFacts } from '../../release/evidence.ts';
import { artifactsOf } from '../manifest.ts';
import type { ManifestCache } from '../manifest-cache.ts';
import { bytesOf, hashed } from './artifacts.ts';
import { environmentOf } from './environment.ts';
import { metricsOf } from './metrics.ts';
import { readMlmodel } from './mlmodel.ts';
import type { ModelVersion } from './schema.ts';
import type { LoggedModel, Run } from './schema-run.ts';
import { recoverModel, type Trace } from './trace.ts';
import type { Wire } from './wire.ts';

/** What reading facts needs to know of the registry it reads. */
export interface Reading {
  readonly registry: string;
  readonly wire: Wire;
  /** Follows a version to its files, run and logged model. */
  readonly trace: (name: string, version: string, call: Call) => Promise<Trace | null>;
  readonly cache: ManifestCache;
  /** Where people open the registry in a browser, without a trailing slash. */
  readonly pages: string;
}

/** Everything about one version; three requests when its bytes were hashed before. */
export async function readFacts(
  reading: Reading,
  name: string,
  number: string,
  call: Call,
): Promise<VersionFacts | null> {
  const { registry, wire, cache, pages } = reading;
  const found = await reading.trace(name, number, call);
  if (found === null) return null;
  const { files, description, texts } = await hashed(cache, bytesOf(registry, found), call);
  const described = readMlmodel(description);
  const model = found.model ?? (await recoverModel(wire, found, described.modelId, call));
  const { version, run } = found;
  return {
    registry,
    name: version.name,
    version: version.version,
    status: statusOf(version, model),
    registeredAt: version.registeredAt,
    description: version.description,
    tags: withoutOurs(version.tags),
    run: run && runOf(run, pages),
    modelId: model?.id ?? null,
    metrics: await metricsOf(wire, { ...found, model }, call),
    params: { ...run?.params, ...model?.params },
    datasets: datasetsOf(run),
    schema: described.schema,
    artifacts: artifactsOf(files),
    url: `${pages}/#/models/${encodeURIComponent(version.name)}/versions/${version.version}`,
    environment: environmentOf(texts ?? {}),
  };
}

/** MLflow calls a version READY while its logged model is still being written. */
function statusOf(version: ModelVersion, model: LoggedModel | null): VersionFacts['status'] {
  return version.status === 'ready' && model !== null ? model.status : version.status;
}

/** The data sets that a run names, of all that MLflow keeps about them. */
export function datasetsOf(run: Run | null): VersionFacts['datasets'] {
  return run?.datasets.map(({ name, digest, context }) => ({ name, digest, context })) ?? [];
}

function gitTag({ tags }: Pick<Run, 'tags'>, what: string, databricks: string): string | null {
  return tags[`mlflow.source.git.${what}`] ?? tags[`mlflow.databricks.gitRepo${databricks}`] ?? null;
}

/** The commit that a run was started from, where it or Databricks noted one. */
export function commitOf(run: Pick<Run, 'tags'>): string | null {
  return gitTag(run, 'commit', 'Commit');
}

/** A run as gates and cards see it. */
export function runOf({ tags, ...run }: Run, pages: string): NonNullable<VersionFacts['run']> {
  return {
    id: run.id,
    status: run.status,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    user: tags['mlflow.user'] ?? run.user,
    commit: commitOf({ tags }),
    // MLflow has no tag for it; training code that knows the author sets this one.
    commitAuthor: tags['git.commit.author'] ?? null,
    branch: gitTag({ tags }, 'branch', 'Reference'),
    repository: gitTag({ tags }, 'repoURL', 'Url'),
    dirty: tags['mlflow.source.git.dirty']?.toLowerCase() === 'true',
    tags: withoutOurs(tags),
    url: `${pages}/#/experiments/${run.experiment}/runs/${run.id}`,
    name: tags['mlflow.runName'] ?? run.name,
  };
}

function withoutOurs(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('signalbox.')));
}
