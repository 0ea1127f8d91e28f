import { http } from '../../src/http.ts';
import type { ServingOrder } from '../../src/ports-serving.ts';
import { Version } from '../../src/release/ids.ts';
import type { DeployerOptions } from '../../src/serving/deployer.ts';
import { someRelease } from '../contracts/some-release.ts';
import { silent } from '../registries/mlflow/client.ts';

export const first = Version.parse('13');
export const second = Version.parse('14');
export const broken = Version.parse('15');
export const place = { model: 'churn', environment: 'production', name: 'prod.churn' };

/** How a worker reaches a deployer. */
export function reaching({ url, secret }: { readonly url: string; readonly secret: string | null }): DeployerOptions {
  return {
    http: http({ baseUrl: url, auth: { kind: 'none' }, log: silent }),
    secret,
    now: Date.now,
    newId: () => crypto.randomUUID(),
  };
}

/** An order for the second version, in the place of the first. */
export function someOrder(over: Partial<ServingOrder> = {}): ServingOrder {
  return { release: someRelease(), ...place, version: second, from: first, ...over };
}
