import type { AlertAuth } from '../alerts/auth.ts';
import { alertSources } from '../alerts/table.ts';
import { overlapping } from '../config.ts';
import type { Policy } from '../policy/parse.ts';
import type { AlertSource } from '../ports-alerts.ts';
import { type Scope, resolvedSecrets } from './needs.ts';

type Entry = Policy['alerts'][string];

/** Every source of alerts that the policy names, by its name; of those that this process has no secret for, none. */
export function alertSourcesOf(policy: Policy, scope: Scope): ReadonlyMap<string, AlertSource> {
  const secrets = resolvedSecrets(policy, scope);
  const known = (reference: string) => overlapping(secrets.get(reference) ?? '');
  return new Map(
    Object.entries(policy.alerts).flatMap(([name, { kind, auth: written }]): [string, AlertSource][] => {
      const auth = authOf(written, known);
      return auth === null ? [] : [[name, alertSources[kind]({ name, auth })]];
    }),
  );
}

/** Null where no secret is there: nobody could prove anything. */
function authOf(auth: Entry['auth'], known: (reference: string) => readonly string[]): AlertAuth | null {
  if (auth === 'none') return { kind: 'none' };
  if ('bearer' in auth) return some(known(auth.bearer), (tokens) => ({ kind: 'bearer', tokens }));
  if ('hmac' in auth) return some(known(auth.hmac), (secrets) => ({ kind: 'hmac', secrets }));
  const { user, password } = auth.basic;
  return some(known(password), (passwords) => ({ kind: 'basic', user, passwords }));
}

function some(secrets: readonly string[], make: (secrets: readonly string[]) => AlertAuth): AlertAuth | null {
  return secrets.length === 0 ? null : make(secrets);
}
