import { ReleaseError } from '../../errors.ts';
import type { Call, CopyRequest, Progress } from '../../ports.ts';
import type { Version } from '../../release/ids.ts';
import { get, nameIs, send } from './calls.ts';
import { makeHome, recordRun } from './copy-run.ts';
import { bringRunFiles } from './copy-run-files.ts';
import { type Leash, leash } from './leash.ts';
import { type ModelVersion, Nothing, OneVersion, Versions } from './schema.ts';
import { transfer, verifySource } from './transfer.ts';
import { codeOf, refusalOf, type Wire } from './wire.ts';

/** What a copy made, or had made before. */
export interface Copied {
  readonly version: Version;
  readonly bytes: number;
  readonly already: boolean;
}

/** Makes the approved bytes a version of this server, once for a release however often it is called. */
export async function copyVersion(wire: Wire, request: CopyRequest, progress: Progress, call: Call): Promise<Copied> {
  const before = await settle(wire, request, call);
  if (before !== null) return { version: before, bytes: request.source.artifacts.bytes, already: true };
  const held = leash(call, progress, request.source.artifacts.bytes);
  try {
    const bytes = await make(wire, request, held);
    const version = await settle(wire, request, held.call);
    if (version === null)
      throw new ReleaseError('registry_unreachable', { why: 'the version just made is not listed' });
    return { version, bytes, already: false };
  } finally {
    held.end();
  }
}

async function make(wire: Wire, request: CopyRequest, held: Leash): Promise<number> {
  const here = request.from.server === wire.server;
  const { origin, bytes } = here ? await sameServer(request, held) : await otherServer(wire, request, held);
  await makeModel(wire, request.name, held.call);
  // The one write that cannot be taken back: not without a lease.
  await held.renew();
  const version = { ...origin, name: request.name, description: request.source.description, tags: tagsOf(request) };
  await wire.ask(OneVersion, send('POST', '/model-versions/create', version), held.call);
  return bytes;
}

/** Where the new version's bytes are, in MLflow's words. */
interface Origin {
  readonly source: string;
  readonly run_id?: string;
  readonly model_id?: string;
}

/**
 * The server takes the bytes' address from the version named as the source, so nothing is moved; they are only read, to be sure.
 * Newer servers inherit the run and refuse another one, older ones forget it unless it is said.
 */
async function sameServer(request: CopyRequest, held: Leash): Promise<{ origin: Origin; bytes: number }> {
  const { name, version, run } = request.source;
  const bytes = await verifySource(request, held);
  return { origin: { source: `models:/${name}/${version}`, ...(run && { run_id: run.id }) }, bytes };
}

async function otherServer(wire: Wire, request: CopyRequest, held: Leash): Promise<{ origin: Origin; bytes: number }> {
  const home = await makeHome(wire, request, held.call);
  const bytes = await transfer(wire, home.uri, request, held);
  await bringRunFiles(wire, home, request, held);
  await recordRun(wire, home, request.source, held.call);
  const source = home.model === null ? home.uri : `models:/${home.model}`;
  return { origin: { source, run_id: home.run, ...(home.model !== null && { model_id: home.model }) }, bytes };
}

async function makeModel(wire: Wire, name: string, call: Call): Promise<void> {
  const answer = await wire.tryTo(Nothing, send('POST', '/registered-models/create', { name }), call);
  if (answer.kind === 'refused' && codeOf(answer) !== 'RESOURCE_ALREADY_EXISTS') throw refusalOf(answer);
}

function tagsOf({ release, source }: CopyRequest): readonly { key: string; value: string }[] {
  const ours = {
    'signalbox.release': release,
    'signalbox.step': 'copy-version',
    'signalbox.source': `${source.registry}/${source.name}/${source.version}`,
  };
  return Object.entries({ ...source.tags, ...ours }).map(([key, value]) => ({ key, value }));
}

/**
 * A create whose answer was lost, or a worker that was slower than its lease, leaves more than one version of a release: the
 * lowest number is the release's, the others are marked so that nobody aliases them.
 */
async function settle(wire: Wire, { name, release }: CopyRequest, call: Call): Promise<Version | null> {
  const filter = `${nameIs(name)} and tags.\`signalbox.release\` = '${release}'`;
  const request = get('/model-versions/search', { filter, max_results: '1000', order_by: 'version_number ASC' });
  const found = (await wire.all(Versions, request, call))
    .filter((version) => version.name === name && version.tags['signalbox.step'] === 'copy-version')
    .filter((version) => version.tags['signalbox.orphan'] === undefined)
    .sort((a, b) => Number(a.version) - Number(b.version));
  const [first, ...others] = found;
  for (const other of others) await markOrphan(wire, other, call);
  return first?.version ?? null;
}

async function markOrphan(wire: Wire, { name, version }: ModelVersion, call: Call): Promise<void> {
  const tag = { name, version, key: 'signalbox.orphan', value: 'true' };
  await wire.ask(Nothing, send('POST', '/model-versions/set-tag', tag), call);
}
