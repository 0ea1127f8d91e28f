import type { Serving } from '../../ports-serving.ts';
import type { DeployerOptions } from '../deployer.ts';
import { httpServing } from '../http/http-serving.ts';

/** `mlflow models serve` on this machine, through its supervisor, which is asked as any deployer is. */
export function mlflowServe(options: DeployerOptions): Serving {
  return { ...httpServing(options), kind: 'mlflow-serve' };
}
