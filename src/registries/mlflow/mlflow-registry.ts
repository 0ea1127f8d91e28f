import { ReleaseError } from '../../errors.ts';
import type { Http } from '../../http.ts';
import type { Call, Registry } from '../../ports.ts';
import type { ManifestCache } from '../manifest-cache.ts';
import { get } from './calls.ts';
import { copyVersion } from './copy.ts';
import { readFacts } from './facts.ts';
import { metricHistory } from './metric-history.ts';
import type { Place } from './place.ts';
import { readRunFacts, runBook } from './run.ts';
import { Models } from './schema.ts';
import { type Trace, trace } from './trace.ts';
import { ensureWebhook } from './webhook.ts';
import { wire as wireOver } from './wire.ts';
import { deleteAlias, describe, listVersions, readAliases, readTags, setAlias, setStage, setTags } from './writes.ts';

export interface MlflowOptions {
  readonly name: string;
  readonly http: Http;
  readonly cache: ManifestCache;
  /** Where people's browsers reach the registry, when that is not where we do. */
  readonly publicUrl?: string;
}

/** An MLflow server (3.x, and 2.x for models without a logged model) as a registry. */
export function mlflowRegistry({ name: registry, http, cache, publicUrl }: MlflowOptions): Registry {
  const wire = wireOver(http);
  const places = placeBook((name, version, call) => trace(wire, name, version, call));
  const pages = (publicUrl ?? http.server).replace(/\/+$/, '');
  const reading = { registry, wire, cache, pages, trace: places.trace };
  const runs = runBook(wire);
  return {
    name: registry,
    server: http.server,
    files: async (name, version, call) => (await places.fresh(name, version, call)).files(call),
    open: async (name, version, path, call) => (await places.known(name, version, call)).open(path, call),
    facts: (name, version, call) => readFacts(reading, name, version, call),
    aliases: (name, call) => readAliases(wire, name, call),
    runFacts: (run, name, call) => readRunFacts(reading, run, name, call),
    runArtifacts: (run, call) => runs.files(run, call),
    openRunArtifact: (run, path, call) => runs.open(run, path, call),
    experimentOf: (run, call) => runs.experiment(run, call),
    runNote: (run, call) => runs.note(run, call),
    async metricHistory(name, version, metric, call) {
      const traced = await places.trace(name, version, call);
      return traced && metricHistory(wire, traced, metric, call);
    },
    versions: (name, call) => listVersions(wire, name, call),
    tags: (name, version, call) => readTags(wire, name, version, call),
    setAlias: (name, alias, version, call) => setAlias(wire, name, alias, version, call),
    deleteAlias: (name, alias, call) => deleteAlias(wire, name, alias, call),
    setStage: (name, version, stage, call) => setStage(wire, name, version, stage, call),
    setTags: (name, version, tags, call) => setTags(wire, name, version, tags, call),
    describe: (name, version, description, call) => describe(wire, name, version, description, call),
    copy: (request, progress, call) => copyVersion(wire, request, progress, call),
    async scan(call) {
      const models = await wire.all(Models, get('/registered-models/search', { max_results: '1000' }), call);
      return [...new Map(models.map((model) => [model.name, model])).values()];
    },
    ensureWebhook: (url, secret, call) => ensureWebhook(wire, registry, url, secret, call),
    async probe(call) {
      await wire.ask(Models, get('/registered-models/search', { max_results: '1' }), call);
      const version = await http.text({ method: 'GET', path: '/version' }, call);
      return { version: version.kind === 'ok' ? version.value.trim() : 'unknown' };
    },
  };
}

const mostPlaces = 200;

/** Remembers where a version's files are, so that opening a thousand of them does not ask a thousand times. */
function placeBook(find: (name: string, version: string, call: Call) => Promise<Trace | null>) {
  const places = new Map<string, Place>();
  async function traced(name: string, version: string, call: Call): Promise<Trace | null> {
    const found = await find(name, version, call);
    if (places.size >= mostPlaces) places.clear();
    if (found !== null) places.set(`${name}/${version}`, found.place);
    return found;
  }
  async function fresh(name: string, version: string, call: Call): Promise<Place> {
    const found = await traced(name, version, call);
    if (found !== null) return found.place;
    throw new ReleaseError('registry_refused', { name, version, hint: 'There is no such version.' });
  }
  return {
    trace: traced,
    fresh,
    known: async (name: string, version: string, call: Call) =>
      places.get(`${name}/${version}`) ?? fresh(name, version, call),
  };
}
