import type { Serving } from '../../ports-serving.ts';
import { type DeployerOptions, deployer } from '../deployer.ts';
import { DeployerState } from './schema.ts';

/** A team's own deployer: it is sent the order, and then asked until it says that the version is live. */
export function httpServing(options: DeployerOptions): Serving {
  const ask = deployer(options);
  return {
    kind: 'http',
    mayMove: async () => ({ kind: 'yes' }),
    async move(order, call) {
      await ask(DeployerState, { method: 'POST', path: '/move', order }, call);
    },
    state: (order, call) => ask(DeployerState, { method: 'GET', path: '/state', order }, call),
    scoredWith: async () => [],
  };
}
