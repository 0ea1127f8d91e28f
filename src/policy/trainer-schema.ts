import { z } from 'zod';
import { GitHubApi } from './git-schema.ts';
import { keyed } from './keyed.ts';
import { EnvRef } from './registry-schema.ts';
import { mapping } from './words.ts';
import {
  address,
  argv,
  Folder,
  filledIn,
  GitRepository,
  LogSize,
  LongTime,
  MaybeSecret,
  ProgramPath,
} from './worker-parts.ts';
import type { TrainerOptions } from './workers.ts';

const commandWords =
  'not a command. Write `{ command: [./scripts/train.sh, "{environment}", "{commit}", "{release}"], repository: …, folder: … }`.';

/** A program on the worker's machine, with what may be filled in. */
export function command(placeholders: readonly string[]) {
  return mapping(
    {
      command: argv(placeholders),
      repository: GitRepository,
      token: MaybeSecret,
      folder: Folder,
      path: ProgramPath,
      timeout: LongTime,
      log: LogSize,
    },
    commandWords,
  )
    .refine(
      ({ token, repository }) =>
        token === null || !GitRepository.safeParse(repository).success || /^https?:/.test(repository),
      {
        path: ['token'],
        message: 'for a repository that is reached by https only. Write its https address, or leave `token` out.',
      },
    )
    .transform(
      ({ command: words, timeout, log, ...rest }): TrainerOptions => ({
        kind: 'command',
        argv: words,
        ...rest,
        timeoutMs: timeout,
        maxLogBytes: log,
        variables: {},
      }),
    );
}

const workflowWords = 'not a workflow. Write the name of its file, `train.yml`, or its id in quotes.';
const repositoryWords = 'not a repository of GitHub. Write `owner/name`.';
const refWords = 'not a branch or tag. Write one such as `main`.';

const GitHubActions = mapping(
  {
    'github-actions': z.string(workflowWords).regex(/^([\w.-]+\.ya?ml|\d{1,19})$/, workflowWords),
    repository: z.string(repositoryWords).regex(/^[\w-][\w.-]*\/[\w.-]+$/, repositoryWords),
    ref: z
      .string(refWords)
      .regex(/^[\w][\w./+-]*$/, refWords)
      .default('main'),
    token: EnvRef,
    api: GitHubApi.default('https://api.github.com'),
    timeout: LongTime,
  },
  'not a workflow of GitHub Actions. Write `{ github-actions: train.yml, repository: acme/churn, token: env:GITHUB_TRAIN_TOKEN }`.',
).transform(
  ({ 'github-actions': workflow, timeout, ...rest }): TrainerOptions => ({
    kind: 'github-actions',
    workflow,
    ...rest,
    timeoutMs: timeout,
  }),
);

const jobWords = 'not the id of a job. Write its digits in quotes, `"123456"`.';
const hostWords = 'not the address of a workspace. Write `https://acme.cloud.databricks.com`, and nothing behind it.';
const authWords = 'not a way to log in. Write `{ token: env:NAME }` or `{ client-id: ID, client-secret: env:NAME }`.';
const idWords = 'not the id of a service principal. Write it in quotes.';
const parameterWords = 'not the value of a parameter. Write a text in quotes.';
const ofTheOrder = ['release', 'attempt', 'model', 'environment', 'commit', 'start', 'purpose', 'version'];

const DatabricksAuth = keyed<z.ZodType<Extract<TrainerOptions, { kind: 'databricks-job' }>['auth']>>(
  {
    token: mapping({ token: EnvRef }, authWords).transform(({ token }) => ({ kind: 'token', token }) as const),
    'client-id': mapping(
      { 'client-id': z.string(idWords).min(1, idWords), 'client-secret': EnvRef },
      authWords,
    ).transform(
      ({ 'client-id': clientId, 'client-secret': clientSecret }) =>
        ({ kind: 'service-principal', clientId, clientSecret }) as const,
    ),
  },
  authWords,
);

const Parameters = z
  .record(
    z.string(),
    z.string(parameterWords),
    'not parameters. Write each with its value, `{ mlflow: "https://mlflow.example" }`.',
  )
  .superRefine((parameters, context) => {
    const message = 'a parameter that every order sets by itself. Give it another name.';
    for (const name of Object.keys(parameters).filter((one) => ofTheOrder.includes(one)))
      context.addIssue({ code: 'custom', path: [name], message });
  });

const DatabricksJob = mapping(
  {
    'databricks-job': z.string(jobWords).regex(/^\d{1,19}$/, jobWords),
    host: address(hostWords, /^https:$/).refine((text) => /^https:\/\/[^/]+\/?$/.test(text), hostWords),
    auth: DatabricksAuth,
    parameters: Parameters.default({}),
    timeout: LongTime,
  },
  'not a job of Databricks. Write `{ databricks-job: "123456", host: "https://acme.cloud.databricks.com", auth: { token: env:NAME } }`.',
).transform(
  ({ 'databricks-job': job, timeout, ...rest }): TrainerOptions => ({
    kind: 'databricks-job',
    job,
    ...rest,
    timeoutMs: timeout,
  }),
);

/** What works on somebody else's machine, whatever it is for. */
export const outside = { 'github-actions': GitHubActions, 'databricks-job': DatabricksJob };

/** Every form of a trainer, by the key that names it. */
export const trainerForms = { command: command(filledIn.trainer), ...outside };

/** What trains in an environment. */
export const Trainer = keyed<z.ZodType<TrainerOptions>>(
  trainerForms,
  'not a trainer. Write one with `command`, `github-actions` or `databricks-job`, for example `{ github-actions: train.yml, repository: acme/churn, token: env:GITHUB_TRAIN_TOKEN }`.',
);
