import { randomUUID } from 'node:crypto';
import { overlapping } from '../../config.ts';
import { databricksWorkspace } from '../../databricks/workspace.ts';
import { githubHeaders } from '../../http/github.ts';
import { type Auth, type Http, http } from '../../http.ts';
import type { ServingOptions, TrainerOptions, ValidatorOptions } from '../../policy/workers.ts';
import type { Clock, Log } from '../../ports.ts';
import type { OutsideChecks } from '../../ports-outside.ts';
import type { Serving } from '../../ports-serving.ts';
import type { Trainer } from '../../ports-trainers.ts';
import type { LanePolicy } from '../../release/lane-policy.ts';
import { servingTable } from '../../serving/table.ts';
import type { CommitNamed } from '../../trainers/commit-named.ts';
import { commits, trainers } from '../../trainers/table.ts';
import { validators } from '../../validators/table.ts';

/** The value of an `env:NAME` of the policy, as it is set. Throws `ReleaseError` where this process has none. */
export type Secret = (reference: string) => string;

/** What everything that works outside is made with. */
export interface Making {
  readonly secret: Secret;
  readonly checks: OutsideChecks;
  readonly clock: Clock;
  readonly log: Log;
}

type Options<K extends ValidatorOptions['kind']> = Extract<ValidatorOptions, { kind: K }>;

/** Makes what a lane's `trainer` or `validate` says. */
export function makeTrainer(
  options: ValidatorOptions,
  { registry, registeredName }: Pick<LanePolicy, 'registry' | 'registeredName'>,
  making: Making,
): Trainer {
  switch (options.kind) {
    case 'command':
      return command(options, making);
    case 'github-actions':
      return trainers['github-actions']({ ...options, ...onGitHub(options, making) });
    case 'databricks-job':
      return databricks(options, making);
    case 'http':
      return validators.http({
        check: checkOf(options, making),
        checks: making.checks,
        registry,
        name: registeredName,
      });
  }
}

/** Makes what a lane's `serving` says. */
export function makeServing({ kind, url, secret: reference }: ServingOptions, { secret, clock, log }: Making): Serving {
  const client = http({ baseUrl: url, auth: { kind: 'none' }, log, now: clock });
  const known = reference === null ? null : signing(secret(reference));
  return servingTable[kind]({ http: client, secret: known, now: clock, newId: randomUUID });
}

/** Makes what reads commits where a trainer's code lies; null where nobody can tell. */
export function makeCommitNamed(options: TrainerOptions, making: Making): CommitNamed | null {
  if (options.kind === 'databricks-job') return null;
  if (options.kind === 'github-actions') return commits['github-actions']({ ...options, ...onGitHub(options, making) });
  return commits.command({ ...options, token: tokenOf(options, making) });
}

function command(options: Options<'command'>, making: Making): Trainer {
  const token = tokenOf(options, making);
  const named = Object.entries(options.variables).map(
    ([name, value]) => [name, value, value.startsWith('env:') ? making.secret(value) : null] as const,
  );
  return trainers.command({
    ...options,
    token,
    variables: Object.fromEntries(named.map(([name, value, secret]) => [name, secret ?? value])),
    secrets: [token, ...named.map(([, , secret]) => secret)].filter((secret) => secret !== null),
  });
}

function databricks(
  { host, auth, job, parameters }: Options<'databricks-job'>,
  { secret, clock, log }: Making,
): Trainer {
  const known =
    auth.kind === 'token'
      ? { ...auth, token: secret(auth.token) }
      : { ...auth, clientSecret: secret(auth.clientSecret) };
  return trainers['databricks-job']({
    workspace: databricksWorkspace({ host, auth: known, log, now: clock }),
    job,
    parameters,
  });
}

function onGitHub(
  { api, token }: Options<'github-actions'>,
  { secret, clock, log }: Making,
): { readonly http: Http; readonly now: Clock } {
  const auth: Auth = { kind: 'bearer', token: secret(token) };
  return { http: http({ baseUrl: api, auth, headers: githubHeaders, log, now: clock }), now: clock };
}

function checkOf({ url, secret, timeoutMs, private: inside }: Options<'http'>, making: Making) {
  return { url, secret: secret === null ? null : signing(making.secret(secret)), timeoutMs, private: inside };
}

function tokenOf({ token }: Options<'command'>, { secret }: Making): string | null {
  return token === null ? null : secret(token);
}

/** What a question is signed with: while a secret is being changed it holds the new one, a comma, and the old one. */
export function signing(value: string): string {
  return overlapping(value)[0] ?? value;
}
