import { readFileSync } from 'node:fs';
import { overlapping } from '../config.ts';
import { type Auth, http } from '../http.ts';
import type { Policy } from '../policy/parse.ts';
import type { Log, Registry, Source } from '../ports.ts';
import type { Meters } from '../ports-meters.ts';
import type { ManifestCache } from '../registries/manifest-cache.ts';
import { mlflowRegistry } from '../registries/mlflow/mlflow-registry.ts';
import { mlflowSource } from '../registries/mlflow/source.ts';
import { closedRegistry, readOnly } from './closed-registry.ts';
import { type Access, accessTo, askingScope, readLogin, resolvedSecrets, type Scope } from './needs.ts';

/** One registry of the policy, with the side of it that sends webhooks. */
export interface Connected {
  readonly registry: Registry;
  readonly access: Access;
  /** Null when no secret is known for it: then it is only polled. */
  readonly hook: { readonly source: Source; readonly secret: string } | null;
}

export interface ConnectOptions {
  readonly policy: Policy;
  /** Left out, it only asks and answers. */
  readonly scope?: Scope;
  /** For registries that name no secret of their own. */
  readonly hookSecrets: readonly string[];
  readonly cache: ManifestCache;
  readonly meters?: Meters;
  readonly log: Log;
  /** Hears every secret before it is used, so that it is never shown. */
  readonly learn?: (secret: string) => void;
}

type Entry = Policy['registries'][string];

/** Connects to every registry that the policy names, as far as this process may; throws `config_invalid` listing all secrets that are missing. */
export function connectRegistries(options: ConnectOptions): ReadonlyMap<string, Connected> {
  const { policy, scope = askingScope, learn } = options;
  const secrets = resolvedSecrets(policy, scope);
  for (const secret of [...secrets.values()].flatMap((value) => [value, ...overlapping(value)])) learn?.(secret);
  const access = accessTo(policy, scope, secrets);
  return new Map(
    Object.entries(policy.registries).map(([name, entry]) => [
      name,
      connected(options, secrets, name, entry, access.get(name) ?? 'none'),
    ]),
  );
}

function connected(
  { hookSecrets, cache, meters, log }: ConnectOptions,
  secrets: ReadonlyMap<string, string>,
  name: string,
  entry: Entry,
  access: Access,
): Connected {
  if (access === 'none') return { registry: closedRegistry(name), access, hook: null };
  const ca = entry.ca === undefined ? {} : { ca: readFileSync(entry.ca, 'utf8') };
  const auth = authOf(access === 'full' ? entry.auth : (readLogin(entry) ?? 'none'), secrets);
  const client = http({ baseUrl: entry.url, auth, ...ca, log, ...(meters && { meters }) });
  const pages = entry['public-url'] === undefined ? {} : { publicUrl: entry['public-url'] };
  const registry = mlflowRegistry({ name, http: client, cache, ...pages });
  if (access === 'read') return { registry: readOnly(registry), access, hook: null };
  const own = entry.webhook === undefined ? hookSecrets : overlapping(secrets.get(entry.webhook.secret) ?? '');
  return { registry, access, hook: hookOf(name, own) };
}

function hookOf(registry: string, secrets: readonly string[]): Connected['hook'] {
  const [secret] = secrets;
  return secret === undefined ? null : { source: mlflowSource({ registry, secrets }), secret };
}

/** How to log in, with the secret that it names. */
export function authOf(auth: Entry['auth'], secrets: ReadonlyMap<string, string>): Auth {
  if (auth === 'none') return { kind: 'none' };
  if ('basic' in auth) {
    return { kind: 'basic', username: auth.basic.user, password: secrets.get(auth.basic.password) ?? '' };
  }
  return { kind: 'bearer', token: secrets.get(auth.bearer) ?? '' };
}
