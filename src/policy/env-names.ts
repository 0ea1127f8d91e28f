import { laneEntries, lanesOf } from './lane-policy.ts';
import type { Policy } from './parse.ts';
import { watchingOf } from './watching.ts';
import { secretsIn } from './workers.ts';
import { workingsOf } from './workings.ts';

/**
 * The environment variables that a process takes secrets from, each once, in alphabetical order. One that works for some environments
 * only needs those of theirs, and of others nothing but the logins that read what their releases come from.
 */
export function envNames(policy: Policy, environments: readonly string[] | null = null): string[] {
  const serves = environments === null ? () => true : (name: string) => environments.includes(name);
  const references = [
    ...registrySecrets(policy, serves, environments === null),
    ...gateSecrets(policy, serves),
    ...workSecrets(policy, serves),
    ...serverSecrets(policy, serves, environments === null),
    ...(environments === null ? alertSecrets(policy) : []),
    ...(policy.git ? [policy.git.github.token] : []),
  ];
  return [...new Set(references.map((reference) => reference.slice('env:'.length)))].sort();
}

type Serves = (environment: string) => boolean;

function registrySecrets({ registries, environments, models }: Policy, serves: Serves, isAll: boolean): string[] {
  const registriesOf = (names: Iterable<string>) =>
    new Set([...names].flatMap((name) => environments[name]?.registry ?? []));
  const own = registriesOf(Object.keys(environments).filter(serves));
  const before = Object.values(models).flatMap(({ path }) =>
    path.filter((_, at) => serves(path[at + 1] ?? '') && path[at + 1] !== undefined),
  );
  const read = registriesOf(before);
  return Object.entries(registries).flatMap(([name, { auth, read: reading, webhook }]) => {
    if (isAll || own.has(name)) return [...loginSecrets(auth), ...(webhook ? [webhook.secret] : [])];
    return read.has(name) && reading !== undefined ? loginSecrets(reading) : [];
  });
}

function loginSecrets(auth: Policy['registries'][string]['auth']): string[] {
  if (auth === 'none') return [];
  return ['basic' in auth ? auth.basic.password : auth.bearer];
}

/** What gates sign their questions with. */
function gateSecrets({ models, floors, environments }: Policy, serves: Serves): string[] {
  const here = [...Object.entries(floors), ...Object.entries(environments)].filter(([name]) => serves(name));
  const asked = [
    ...Object.values(models).filter(({ path }) => path.some(serves)),
    ...here.map(([, place]) => place),
  ].flatMap(({ gates }) => gates);
  return asked.flatMap(({ secret }) => (typeof secret === 'string' ? [secret] : []));
}

/** What the sources of alerts prove themselves with: their messages are of all environments. */
export function alertSecrets({ alerts }: Policy): string[] {
  return Object.values(alerts).flatMap(({ auth }) => {
    if (auth === 'none') return [];
    return 'hmac' in auth ? [auth.hmac] : loginSecrets(auth);
  });
}

/** How to log in to what own checks ask. */
function serverSecrets(policy: Policy, serves: Serves, isAll: boolean): string[] {
  const asked = lanesOf(policy)
    .filter(({ environment }) => serves(environment))
    .flatMap(({ model, environment }) =>
      watchingOf({ policy, model, environment, ...laneEntries(policy, model, environment) }).checks.map(
        ({ server }) => server,
      ),
    );
  const servers = Object.entries(policy.prometheus).filter(([name]) => isAll || asked.includes(name));
  return servers.flatMap(([, { auth }]) => loginSecrets(auth));
}

/** What trains, validates and serves, and the variables that it is given. */
function workSecrets(policy: Policy, serves: Serves): string[] {
  return lanesOf(policy)
    .filter(({ environment }) => serves(environment))
    .flatMap(({ model, environment }) => {
      const entries = { policy, model, environment, ...laneEntries(policy, model, environment) };
      const { trainer, validate, serving } = workingsOf(entries);
      return [trainer, validate, serving].flatMap(secretsIn);
    });
}
