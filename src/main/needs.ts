import { overlapping, type Reading, secretsOf } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { alertSecrets, envNames } from '../policy/env-names.ts';
import type { Policy } from '../policy/parse.ts';

/** The environments that a process is limited to; null for all of them. */
export type Limits = readonly string[] | null;

/** What a process may do with a registry. */
export type Access = 'full' | 'read' | 'none';

type Login = Policy['registries'][string]['auth'];

/** What keeps a process with these limits from following a policy: names that it does not have, logins that it lacks, secrets that are not set. All at once. */
export function unmetNeeds(policy: Policy, limits: Limits): readonly string[] {
  const strangers = (limits ?? [])
    .filter((name) => !Object.hasOwn(policy.environments, name))
    .map(strangerWords(policy));
  const reading = policySecrets(policy, limits);
  return [...strangers, ...unreadable(policy, limits), ...(reading.kind === 'problems' ? reading.problems : [])];
}

/** The values of the secrets that a process with these limits uses, by reference; or every one that the environment lacks. */
export function policySecrets(policy: Policy, limits: Limits): Reading<ReadonlyMap<string, string>> {
  const needed = secretsOf(envNames(policy, limits).map((name) => `env:${name}`));
  if (needed.kind === 'problems') return needed;
  const atHand = [...foreign(policy, limits).flatMap(([, { read }]) => referencesIn(read)), ...alertSecrets(policy)];
  const more = atHand.map((one) => secretsOf([one]));
  return {
    kind: 'read',
    value: new Map([needed, ...more].flatMap((one) => (one.kind === 'read' ? [...one.value] : []))),
  };
}

/** The same, or `config_invalid` with all that is missing. */
export function resolvedSecrets(policy: Policy, limits: Limits): ReadonlyMap<string, string> {
  const problems = unmetNeeds(policy, limits);
  const reading = policySecrets(policy, limits);
  if (problems.length > 0 || reading.kind === 'problems') throw new ReleaseError('config_invalid', { problems });
  return reading.value;
}

/** The value of a secret; of one that is being changed, the new one. What belongs to other environments is not told, even where it is set. */
export function secretFrom(policy: Policy, limits: Limits): (reference: string) => string {
  const secrets = resolvedSecrets(policy, limits);
  const known = new Set(envNames(policy));
  return (reference) => {
    const [first] = overlapping(secrets.get(reference) ?? '');
    if (first !== undefined) return first;
    const isElsewhere = known.has(reference.slice('env:'.length));
    throw new ReleaseError(isElsewhere ? 'environment_elsewhere' : 'config_invalid', { missing: reference });
  };
}

/** What a process with these limits may do with each registry: everything with those of its environments, and read where it has a login for that. */
export function accessTo(
  policy: Policy,
  limits: Limits,
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, Access> {
  const elsewhere = new Map(foreign(policy, limits));
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

function foreign(policy: Policy, limits: Limits): [string, Policy['registries'][string]][] {
  if (limits === null) return [];
  const own = new Set(limits.flatMap((name) => policy.environments[name]?.registry ?? []));
  return Object.entries(policy.registries).filter(([name]) => !own.has(name));
}

/** Registries of other environments that versions come from, and that there is no login to read with. */
function unreadable(policy: Policy, limits: Limits): readonly string[] {
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
