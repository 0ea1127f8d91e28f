import { readFileSync } from 'node:fs';
import { overlapping, type Reading, secretsOf } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { type Auth, http } from '../http.ts';
import { envNames } from '../policy/env-names.ts';
import type { Policy } from '../policy/parse.ts';
import type { Log, Registry, Source } from '../ports.ts';
import type { Meters } from '../ports-meters.ts';
import type { ManifestCache } from '../registries/manifest-cache.ts';
import { mlflowRegistry } from '../registries/mlflow/mlflow-registry.ts';
import { mlflowSource } from '../registries/mlflow/source.ts';

/** One registry of the policy, with the side of it that sends webhooks. */
export interface Connected {
  readonly registry: Registry;
  /** Null when no secret is known for it: then it is only polled. */
  readonly hook: { readonly source: Source; readonly secret: string } | null;
}

export interface ConnectOptions {
  readonly policy: Policy;
  /** For registries that name no secret of their own. */
  readonly hookSecrets: readonly string[];
  readonly cache: ManifestCache;
  readonly meters?: Meters;
  readonly log: Log;
  /** Hears every secret before it is used, so that it is never shown. */
  readonly learn?: (secret: string) => void;
}

/** Connects to every registry that the policy names; throws `config_invalid` listing all secrets that are missing. */
export function connectRegistries({
  policy,
  hookSecrets,
  cache,
  meters,
  log,
  learn,
}: ConnectOptions): ReadonlyMap<string, Connected> {
  const secrets = resolvedSecrets(policy);
  for (const secret of [...secrets.values()].flatMap((value) => [value, ...overlapping(value)])) learn?.(secret);
  const entries = Object.entries(policy.registries).map(([name, entry]): [string, Connected] => {
    const ca = entry.ca === undefined ? {} : { ca: readFileSync(entry.ca, 'utf8') };
    const client = http({
      baseUrl: entry.url,
      auth: authOf(entry.auth, secrets),
      ...ca,
      log,
      ...(meters && { meters }),
    });
    const pages = entry['public-url'] === undefined ? {} : { publicUrl: entry['public-url'] };
    const own = entry.webhook === undefined ? hookSecrets : overlapping(secrets.get(entry.webhook.secret) ?? '');
    return [name, { registry: mlflowRegistry({ name, http: client, cache, ...pages }), hook: hookOf(name, own) }];
  });
  return new Map(entries);
}

function hookOf(registry: string, secrets: readonly string[]): Connected['hook'] {
  const [secret] = secrets;
  return secret === undefined ? null : { source: mlflowSource({ registry, secrets }), secret };
}

/** The values that the policy refers to, by reference; or every one that the environment lacks. */
export function policySecrets(policy: Policy): Reading<ReadonlyMap<string, string>> {
  return secretsOf(envNames(policy).map((name) => `env:${name}`));
}

/** The same, or `config_invalid` with all that are missing. */
export function resolvedSecrets(policy: Policy): ReadonlyMap<string, string> {
  const reading = policySecrets(policy);
  if (reading.kind === 'problems') throw new ReleaseError('config_invalid', { problems: reading.problems });
  return reading.value;
}

function authOf(auth: Policy['registries'][string]['auth'], secrets: ReadonlyMap<string, string>): Auth {
  if (auth === 'none') return { kind: 'none' };
  if ('basic' in auth) {
    return { kind: 'basic', username: auth.basic.user, password: secrets.get(auth.basic.password) ?? '' };
  }
  return { kind: 'bearer', token: secrets.get(auth.bearer) ?? '' };
}
