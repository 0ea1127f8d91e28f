import { ReleaseError } from '../../errors.ts';
import type { Call, VersionNote } from '../../ports.ts';
import type { Version } from '../../release/ids.ts';
import { get, nameIs, send } from './calls.ts';
import { Nothing, OneModel, Versions } from './schema.ts';
import { findVersion } from './trace.ts';
import type { Wire } from './wire.ts';

/** Aliases as the model itself lists them: searches leave them out. */
export async function readAliases(wire: Wire, name: string, call: Call): Promise<ReadonlyMap<string, Version> | null> {
  const model = await wire.find(OneModel, get('/registered-models/get', { name }), call);
  return model?.aliases ?? null;
}

/** All versions that are not deleted, newest first; a search may match more names than the one asked for. */
export async function listVersions(wire: Wire, name: string, call: Call): Promise<readonly VersionNote[]> {
  const query = { filter: nameIs(name), max_results: '1000', order_by: 'version_number DESC' };
  const found = await wire.all(Versions, get('/model-versions/search', query), call);
  const own = new Map(found.filter((version) => version.name === name).map((version) => [version.version, version]));
  return [...own.values()]
    .map(({ version, registeredAt, runId, tags, stage }) => {
      const note = { version, registeredAt, run: runId, tags };
      return stage === undefined ? note : { ...note, stage };
    })
    .sort((a, b) => Number(b.version) - Number(a.version));
}

export async function readTags(
  wire: Wire,
  name: string,
  version: Version,
  call: Call,
): Promise<Readonly<Record<string, string>>> {
  const found = await findVersion(wire, name, version, call);
  if (found === null) throw gone(name, version);
  return found.tags;
}

export async function setAlias(wire: Wire, name: string, alias: string, version: Version, call: Call): Promise<void> {
  await wire.ask(Nothing, send('POST', '/registered-models/alias', { name, alias, version }), call);
}

/** Deleting what is not there is done already. */
export async function deleteAlias(wire: Wire, name: string, alias: string, call: Call): Promise<void> {
  await wire.find(Nothing, send('DELETE', '/registered-models/alias', { name, alias }), call);
}

/** Moves one version alone: those that are in the stage already are not archived along. */
export async function setStage(wire: Wire, name: string, version: Version, stage: string, call: Call): Promise<void> {
  const move = { name, version, stage, archive_existing_versions: false };
  await wire.ask(Nothing, send('POST', '/model-versions/transition-stage', move), call);
  const found = await findVersion(wire, name, version, call);
  if (found?.stage?.toLowerCase() !== stage.toLowerCase()) throw notKept(name, version, `stage ${stage}`);
}

/** Writes what differs and reads all of it back; nothing is written when nothing differs. */
export async function setTags(
  wire: Wire,
  name: string,
  version: Version,
  tags: Readonly<Record<string, string | null>>,
  call: Call,
): Promise<'already' | 'set'> {
  const before = await readTags(wire, name, version, call);
  const differing = differences(before, tags);
  for (const [key, value] of differing) {
    const tag = { name, version, key };
    const write =
      value === null
        ? send('DELETE', '/model-versions/delete-tag', tag)
        : send('POST', '/model-versions/set-tag', { ...tag, value });
    await wire.ask(Nothing, write, call);
  }
  if (differing.length === 0) return 'already';
  const [still] = differences(await readTags(wire, name, version, call), tags);
  if (still !== undefined) throw notKept(name, version, `tag ${still[0]}`);
  return 'set';
}

/** Sends the whole description: MLflow erases one that is left out. */
export async function describe(
  wire: Wire,
  name: string,
  version: Version,
  description: string,
  call: Call,
): Promise<void> {
  await wire.ask(Nothing, send('PATCH', '/model-versions/update', { name, version, description }), call);
  const found = await findVersion(wire, name, version, call);
  if (found?.description !== description) throw notKept(name, version, 'description');
}

function differences(
  there: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string | null>>,
): readonly (readonly [string, string | null])[] {
  return Object.entries(wanted).filter(([key, value]) => (there[key] ?? null) !== value);
}

function gone(name: string, version: Version): ReleaseError {
  return new ReleaseError('registry_refused', { name, version, hint: 'There is no such version (any more).' });
}

function notKept(name: string, version: Version, what: string): ReleaseError {
  return new ReleaseError('registry_unreachable', { name, version, what, why: 'what was written does not read back' });
}
