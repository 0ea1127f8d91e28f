import { type Config, type Reading, secretsOf } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { alertSecrets, envNames } from '../policy/env-names.ts';
import type { Policy } from '../policy/parse.ts';

/** How much of a policy a process works for. */
export interface Scope {
  /** The environments that it is limited to; null for all of them. */
  readonly environments: readonly string[] | null;
  /** Whether it trains, validates and moves what serves: who only asks and answers needs none of those secrets. */
  readonly works: boolean;
}

/** What a process of this role and with these limits works for. */
export function scopeOf({ SIGNALBOX_ENVIRONMENTS: environments, SIGNALBOX_ROLE: role }: Config): Scope {
  return { environments, works: role !== 'edge' };
}

/** One that asks and answers, about everything. */
export const askingScope: Scope = { environments: null, works: false };

/** What a process may do with a registry. */
export type Access = 'full' | 'read' | 'none';

type Login = Policy['registries'][string]['auth'];

/** What keeps a process from following a policy: environments that it does not have, logins that are missing, secrets that are not set. All at once. */
export function unmetNeeds(policy: Policy, scope: Scope): readonly string[] {
  const strangers = (scope.environments ?? [])
    .filter((name) => !Object.hasOwn(policy.environments, name))
    .map(strangerWords(policy));
  const reading = policySecrets(policy, scope);
  return [...strangers, ...unreadable(policy, scope), ...(reading.kind === 'problems' ? reading.problems : [])];
}

/** The values of the secrets that a process uses, by reference; or every one that it needs and that the environment lacks. */
export function policySecrets(policy: Policy, { environments, works }: Scope): Reading<ReadonlyMap<string, string>> {
  const all = envNames(policy, environments);
  const needed = works ? all : envNames(withoutWorkings(policy), environments);
  const reading = secretsOf(needed.map(referenceTo));
  if (reading.kind === 'problems') return reading;
  const reads = foreign(policy, environments).flatMap(([, { read }]) => referencesIn(read));
  const more = [...all.map(referenceTo), ...reads, ...alertSecrets(policy)].map((one) => secretsOf([one]));
  return {
    kind: 'read',
    value: new Map([reading, ...more].flatMap((one) => (one.kind === 'read' ? [...one.value] : []))),
  };
}

/** The same, or `config_invalid` with all that is missing. */
export function resolvedSecrets(policy: Policy, scope: Scope): ReadonlyMap<string, string> {
  const problems = unmetNeeds(policy, scope);
  const reading = policySecrets(policy, scope);
  if (problems.length > 0 || reading.kind === 'problems') throw new ReleaseError('config_invalid', { problems });
  return reading.value;
}

/** The value of a secret. What belongs to other environments is not told, even where it is set. */
export function secretFrom(policy: Policy, scope: Scope): (reference: string) => string {
  const secrets = resolvedSecrets(policy, scope);
  const known = new Set(envNames(policy).map(referenceTo));
  return (reference) => {
    const value = secrets.get(reference);
    if (value !== undefined) return value;
    throw new ReleaseError(known.has(reference) ? 'environment_elsewhere' : 'config_invalid', { missing: reference });
  };
}

/** What a process may do with each registry: everything with those of its environments, and read where it has a login for that. */
export function accessTo(
  policy: Policy,
  { environments }: Scope,
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, Access> {
  const elsewhere = new Map(foreign(policy, environments));
  return new Map(
    Object.keys(policy.registries).map((name) => {
      const entry = elsewhere.get(name);
      if (entry === undefined) return [name, 'full'];
      const login = readLogin(entry);
      const isAtHand = login !== null && referencesIn(login).every((one) => secrets.has(one));
      return [name, isAtHand ? 'read' : 'none'];
    }),
  );
}

/** How a process of another environment gets in; a registry that asks for nothing is open to it, too. */
export function readLogin({ auth, read }: Policy['registries'][string]): Login | null {
  return read ?? (auth === 'none' ? 'none' : null);
}

function foreign(policy: Policy, limits: Scope['environments']): [string, Policy['registries'][string]][] {
  if (limits === null) return [];
  const own = new Set(limits.flatMap((name) => policy.environments[name]?.registry ?? []));
  return Object.entries(policy.registries).filter(([name]) => !own.has(name));
}

/** Registries of other environments that versions come from, and that there is no login to read with. */
function unreadable(policy: Policy, { environments: limits }: Scope): readonly string[] {
  const closed = new Map(foreign(policy, limits).filter(([, entry]) => readLogin(entry) === null));
  const ways = Object.values(policy.models).flatMap(({ path }) =>
    path.flatMap((environment, at) => {
      const from = policy.environments[path[at - 1] ?? '']?.registry;
      const isOpen = limits?.includes(environment) !== true || from === undefined || !closed.has(from);
      return isOpen ? [] : [`${from} belongs to another environment, and versions come to ${environment} from there`];
    }),
  );
  return [...new Set(ways)].map(
    (way) => `The registry ${way}. Give it a login of its own for that: read, in the policy.`,
  );
}

function strangerWords({ environments }: Policy): (name: string) => string {
  const known = Object.keys(environments).join(', ');
  return (name) => `SIGNALBOX_ENVIRONMENTS names ${name}, which the policy does not have. Write of ${known}.`;
}

function referencesIn(login: Login | undefined): string[] {
  if (login === undefined || login === 'none') return [];
  return ['basic' in login ? login.basic.password : login.bearer];
}

/** The policy as those read it who neither train nor serve. */
function withoutWorkings(policy: Policy): Policy {
  const bare = { trainer: undefined, validate: undefined, serving: undefined };
  const without = <T extends object>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, { ...one, ...bare }]));
  const models = Object.entries(policy.models).map(([name, model]) => [name, { ...model, ...bare, in: {} }]);
  return { ...policy, environments: without(policy.environments), models: Object.fromEntries(models) };
}

function referenceTo(name: string): string {
  return `env:${name}`;
}
