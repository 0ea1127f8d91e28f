import { z } from 'zod';
import { SomeTime } from './duration.ts';
import { keyed } from './keyed.ts';
import { mapping } from './words.ts';
import { address, MaybeSecret } from './worker-parts.ts';
import type { ServingOptions } from './workers.ts';

const deployerWords =
  'not the address of a deployer. Write `https://deploy.example/churn`, without user, password, query or fragment.';
const deployer = { secret: MaybeSecret, timeout: SomeTime.default(600_000) };

const HttpServing = mapping(
  { http: address(deployerWords), ...deployer },
  'not a deployer. Write `{ http: "https://deploy.example/churn", secret: env:NAME }`.',
).transform(({ http: url, timeout, ...rest }): ServingOptions => ({ kind: 'http', url, ...rest, timeoutMs: timeout }));

const MlflowServe = mapping(
  { 'mlflow-serve': address(deployerWords), ...deployer },
  'not a supervisor. Write `{ mlflow-serve: "http://127.0.0.1:7001", secret: env:NAME }`.',
).transform(
  ({ 'mlflow-serve': url, timeout, ...rest }): ServingOptions => ({
    kind: 'mlflow-serve',
    url,
    ...rest,
    timeoutMs: timeout,
  }),
);

const Batch = mapping(
  {
    batch: address(deployerWords.replaceAll('deployer', 'scoring service')),
    ...deployer,
    'on-rollback': z.enum(['wait', 'now'], 'not a choice. Write `wait` or `now`.').default('wait'),
  },
  'not scoring jobs. Write `{ batch: "https://jobs.example/churn", secret: env:NAME }`.',
).transform(
  ({ batch: url, timeout, 'on-rollback': onRollback, ...rest }): ServingOptions => ({
    kind: 'batch',
    url,
    ...rest,
    timeoutMs: timeout,
    onRollback,
  }),
);

const servingWords =
  'not a serving. Write `none`, or one with `http`, `batch` or `mlflow-serve`, for example `{ http: "https://deploy.example/churn", secret: env:NAME }`.';

/** Every form of a serving, by the key that names it. */
export const servingForms = { http: HttpServing, batch: Batch, 'mlflow-serve': MlflowServe };

/** What serves a version once it is live. */
export const Serving = keyed<z.ZodType<ServingOptions>, 'none'>(servingForms, servingWords, ['none']);
