import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTrackingConfig, type TrackingConfig } from '../config.ts';
import { type Auth, http } from '../http.ts';
import { jsonLog } from '../log.ts';
import type { RegisteredModel } from '../ports.ts';
import { memoryCache } from '../registries/manifest-cache.ts';
import { mlflowRegistry } from '../registries/mlflow/mlflow-registry.ts';
import { table } from './check-words.ts';
import { counted, draftPolicy, type Found, standingOf, type WayIn } from './draft-policy.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { clean } from './words.ts';

const readingMs = 300_000;
const how = 'signalbox init --registry http://mlflow.example:5000 [--out FILE]';

/** `init`: what a registry holds, and a first policy for it in which everything is only observed. Reads only, and overwrites nothing. */
export async function initFrom(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { registry: { type: 'string' }, out: { type: 'string' } },
  });
  const { registry, out } = values;
  if (registry === undefined || !/^https?:\/\/[^/?#@\s]+[^?#@\s]*$/.test(registry))
    return usageError(`Name the address of your MLflow server, without user and password: ${how}`);
  const config = readTrackingConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const way = wayIn(config.value);
  if (way === null)
    return usageError('MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD belong together. Set both, or neither.');
  process.stderr.write(`Reading the models of ${registry} …\n`);
  const models = (await modelsOf(registry, way.auth)).map(standingOf);
  const draft = draftPolicy({ url: registry, models, auth: way.written, day: new Date().toISOString().slice(0, 10) });
  return out === undefined ? onScreen(models, draft) : toFile(models, draft, out);
}

async function modelsOf(url: string, auth: Auth): Promise<readonly RegisteredModel[]> {
  const client = http({ baseUrl: url, auth, log: jsonLog({ level: 'silent' }) });
  const models = await mlflowRegistry({ name: 'mlflow', http: client, cache: memoryCache() }).scan({
    deadline: Date.now() + readingMs,
  });
  await client.close();
  return models;
}

/** As MLflow's own client does: a name and a password go before a token. */
function wayIn({
  MLFLOW_TRACKING_TOKEN: token,
  MLFLOW_TRACKING_USERNAME: username,
  MLFLOW_TRACKING_PASSWORD: password,
}: TrackingConfig): { readonly auth: Auth; readonly written: WayIn } | null {
  if ((username === undefined) !== (password === undefined)) return null;
  if (username !== undefined && password !== undefined)
    return { auth: { kind: 'basic', username, password }, written: { basic: username } };
  if (token !== undefined) return { auth: { kind: 'bearer', token }, written: 'bearer' };
  return { auth: { kind: 'none' }, written: 'none' };
}

function overview(models: readonly Found[]): readonly string[] {
  const rows = models.map(({ name, standing, version }) => [
    clean(name),
    standing,
    version === null ? '' : `v${version}`,
  ]);
  return [...table([['model', 'live by', 'version'], ...rows]), '', counted(models)];
}

function onScreen(models: readonly Found[], draft: string): ExitCode {
  process.stderr.write(`${overview(models).join('\n')}\n\n`);
  process.stdout.write(draft);
  return 0;
}

async function toFile(models: readonly Found[], draft: string, out: string): Promise<ExitCode> {
  const problem = await writeFile(out, draft, { flag: 'wx' }).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
  );
  if (problem === 'EEXIST') return usageError(`${out} is there already and stays as it is. Name another file.`);
  if (problem !== null)
    return usageError(`${out} cannot be written (${problem}). Name a file in a folder that exists.`);
  print(...overview(models), '', `Wrote ${out}. Answer its questions, then: signalbox policy check ${out}`);
  return 0;
}
