import type { Serving } from '../ports-serving.ts';
import { batchServing } from './batch/batch.ts';
import type { DeployerOptions } from './deployer.ts';
import { httpServing } from './http/http-serving.ts';
import { mlflowServe } from './mlflow-serve/mlflow-serve.ts';
import { noServing } from './none/none.ts';

/** Every kind of serving, and what makes it. */
export const servingTable = {
  none: noServing,
  http: httpServing,
  batch: batchServing,
  'mlflow-serve': mlflowServe,
} as const satisfies Readonly<Record<string, (options: DeployerOptions) => Serving>>;
