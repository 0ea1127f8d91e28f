import { prometheusSeries } from '../alerts/prometheus.ts';
import { http } from '../http.ts';
import type { Policy } from '../policy/parse.ts';
import type { Log } from '../ports.ts';
import type { Series } from '../ports-alerts.ts';
import type { Meters } from '../ports-meters.ts';
import { type Scope, resolvedSecrets } from './needs.ts';
import { authOf } from './registries.ts';

interface SeriesOptions {
  readonly policy: Policy;
  readonly scope: Scope;
  readonly meters?: Meters;
  readonly log: Log;
}

/** Every Prometheus server that the policy names, by its name; without those that this process has no login for and asks nothing. */
export function seriesOf({ policy, scope, meters, log }: SeriesOptions): ReadonlyMap<string, Series> {
  const secrets = resolvedSecrets(policy, scope);
  return new Map(
    Object.entries(policy.prometheus).flatMap(([name, { url, auth }]): [string, Series][] => {
      const reference = auth === 'none' ? null : 'basic' in auth ? auth.basic.password : auth.bearer;
      if (reference !== null && !secrets.has(reference)) return [];
      const client = http({ baseUrl: url, auth: authOf(auth, secrets), log, ...(meters && { meters }) });
      return [[name, prometheusSeries(client)]];
    }),
  );
}
