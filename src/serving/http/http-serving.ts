import type { Serving, ServingOrder } from '../../ports-serving.ts';
import { asQuery, type DeployerOptions, deployer } from '../deployer.ts';
import { DeployerState } from './schema.ts';

/** A team's own deployer: it is sent the order, and then asked until it says that the version is live. */
export function httpServing(options: DeployerOptions): Serving {
  const ask = deployer(options);
  return {
    kind: 'http',
    mayMove: async () => ({ kind: 'yes' }),
    async move(order, call) {
      await ask(DeployerState, { path: '/move', document: documentOf(order) }, call);
    },
    state: (order, call) => ask(DeployerState, { path: '/state', query: asQuery(order) }, call),
    scoredWith: async () => [],
  };
}

function documentOf({ release, model, environment, name, version, from }: ServingOrder): object {
  return { v: 1, release, model, environment, name, version, from };
}
