import { z } from 'zod';

/** Texts that begin with `env:` name a variable that holds the secret itself. */
const secret = z.string();

const Command = z.object({
  kind: z.literal('command'),
  /** Program and arguments, with what is filled in still in braces. */
  argv: z.array(z.string()),
  repository: z.string(),
  token: secret.nullable(),
  folder: z.string(),
  path: z.string(),
  timeoutMs: z.number(),
  maxLogBytes: z.number(),
  /** All that it finds set, the environment's own among it: plain texts and names of secrets. */
  variables: z.record(z.string(), z.string()),
});

const GitHubActions = z.object({
  kind: z.literal('github-actions'),
  /** Name of the workflow's file, or its id. */
  workflow: z.string(),
  /** `owner/name`. */
  repository: z.string(),
  ref: z.string(),
  token: secret,
  api: z.string(),
  timeoutMs: z.number(),
});

const DatabricksJob = z.object({
  kind: z.literal('databricks-job'),
  job: z.string(),
  host: z.string(),
  auth: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('token'), token: secret }),
    z.object({ kind: z.literal('service-principal'), clientId: z.string(), clientSecret: secret }),
  ]),
  parameters: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
});

const HttpValidator = z.object({
  kind: z.literal('http'),
  url: z.string(),
  secret: secret.nullable(),
  timeoutMs: z.number(),
  /** Whether it may lie inside our own network. */
  private: z.boolean(),
});

/** What a lane's `trainer` holds. */
export const TrainerOptions = z.discriminatedUnion('kind', [Command, GitHubActions, DatabricksJob]);
export type TrainerOptions = z.output<typeof TrainerOptions>;

/** What a lane's `validate` holds. */
export const ValidatorOptions = z.discriminatedUnion('kind', [Command, GitHubActions, DatabricksJob, HttpValidator]);
export type ValidatorOptions = z.output<typeof ValidatorOptions>;

const Deployer = { url: z.string(), secret: secret.nullable(), timeoutMs: z.number() };

/** What a lane's `serving` holds; `timeoutMs` is how long a move may take. A lane that serves nothing has none. */
export const ServingOptions = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('http'), ...Deployer }),
  z.object({ kind: z.literal('mlflow-serve'), ...Deployer }),
  z.object({ kind: z.literal('batch'), ...Deployer, onRollback: z.enum(['wait', 'now']) }),
]);
export type ServingOptions = z.output<typeof ServingOptions>;

/** The names of the secrets that any of these needs, as `env:NAME`. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^env:[A-Za-z_]\w*$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}
