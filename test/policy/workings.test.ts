import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envNames } from '../../src/policy/env-names.ts';
import { explained } from '../../src/policy/explain.ts';
import { lanePolicy } from '../../src/policy/lane-policy.ts';
import { parsePolicy, readPolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { filledIn } from '../../src/policy/worker-parts.ts';
import { ServingOptions, TrainerOptions, ValidatorOptions } from '../../src/policy/workers.ts';
import { checkedArgv } from '../../src/trainers/command/argv.ts';
import { changedWorking, working } from './working.ts';

const hour = 3_600_000;

function policy(text: string) {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.policy;
}

function lane(model: string, environment: string, text = working) {
  return lanePolicy(policy(text), 1, model, environment);
}

test('what the file says of an environment is filled in for the model', () => {
  expect(lane('fraud', 'staging')).toMatchObject({
    alias: 'champion',
    stage: null,
    after: 'live',
    onward: 'auto',
    registryUrl: 'https://staging.mlflow.example',
    surroundings: { data: '/data/staging', experiment: 'fraud_staging', logLevel: 'INFO', prometheus: 'true' },
    alerts: null,
    tolerance: [
      { metric: 'auc', by: 0.02, relative: false },
      { metric: 'recall/*', by: 0.05, relative: false },
      { metric: 'rmse', by: 5, relative: true },
    ],
  });
  expect(lane('churn', 'production')).toMatchObject({
    stage: 'Production',
    onward: 'ask',
    surroundings: { prometheus: 'https://prometheus.example' },
    alerts: 'C0ALERTS',
    gates: [
      { kind: 'metric', metric: 'auc', min: 0.7 },
      { kind: 'http', http: 'https://risk.example/gate', secret: 'env:GATE_SECRET' },
    ],
  });
  expect(lane('churn', 'dev')).toMatchObject({ after: 'registered', gates: [], surroundings: { data: null } });
});

test('a command has the variables of its environment, and its options one form', () => {
  expect(TrainerOptions.parse(lane('fraud', 'staging').trainer)).toEqual({
    kind: 'command',
    argv: ['./scripts/train.sh', '{environment}', '{commit}', '{release}', '{attempt}', '{model}'],
    repository: 'https://git.example/risk/fraud.git',
    token: 'env:GIT_TOKEN',
    folder: '/var/lib/training',
    path: '/usr/local/bin:/usr/bin:/bin',
    timeoutMs: 2 * hour,
    maxLogBytes: 1_000_000,
    variables: {
      ENVIRONMENT: 'staging',
      DATA_PATH: '/data/staging',
      MLFLOW_TRACKING_URI: 'https://staging.mlflow.example',
      MLFLOW_EXPERIMENT_NAME: 'fraud_staging',
      MODEL_STAGE: 'Staging',
      ENABLE_PROMETHEUS: 'true',
      LOG_LEVEL: 'INFO',
      MLFLOW_TRACKING_TOKEN: 'env:STAGING_TRAIN_TOKEN',
    },
  });
  expect(lane('fraud', 'dev').trainer?.['variables']).toEqual({
    ENVIRONMENT: 'dev',
    MLFLOW_TRACKING_URI: 'https://dev.mlflow.example',
    MODEL_STAGE: 'None',
  });
});

const nearest: readonly [model: string, environment: string, what: 'trainer' | 'validate' | 'serving', is: unknown][] =
  [
    ['fraud', 'staging', 'trainer', { kind: 'command' }],
    ['fraud', 'production', 'trainer', { kind: 'databricks-job', job: '123456' }],
    ['churn', 'production', 'trainer', null],
    ['fraud', 'production', 'validate', { kind: 'http', url: 'https://risk.example/check', timeoutMs: 10_000 }],
    ['churn', 'production', 'validate', null],
    ['churn', 'dev', 'serving', { kind: 'batch', onRollback: 'now' }],
    ['churn', 'staging', 'serving', null],
    ['fraud', 'production', 'serving', { kind: 'http', timeoutMs: hour / 4, secret: 'env:DEPLOY_SECRET' }],
    ['fraud', 'staging', 'serving', null],
  ];

test.each(nearest)('%s in %s: what is said nearest is its %s', (model, environment, what, is) => {
  const found = lane(model, environment)[what];
  if (is === null) expect(found).toBeNull();
  else expect(found).toMatchObject(Object(is));
});

test('the environment’s trainer is that of a model which names none', () => {
  const text = changedWorking(/ {8}trainer: \{ databricks.*\n/.exec(working)?.[0] ?? '', '').replace(
    / {4}trainer:\n {6}command(.|\n)*?timeout: 2h\n/,
    '    trainer: { github-actions: "77", repository: acme/fraud, token: env:T, ref: v1, api: "https://github.example/api/v3" }\n',
  );
  expect(TrainerOptions.parse(lane('fraud', 'production', text).trainer)).toEqual({
    kind: 'github-actions',
    workflow: '77',
    repository: 'acme/fraud',
    ref: 'v1',
    token: 'env:T',
    api: 'https://github.example/api/v3',
    timeoutMs: 24 * hour,
  });
});

test('every lane’s options are of the form that is read where they are made', () => {
  for (const model of ['churn', 'fraud'])
    for (const environment of ['dev', 'staging', 'production']) {
      const { trainer, validate, serving } = lane(model, environment);
      if (trainer !== null) expect(TrainerOptions.parse(trainer)).toEqual(trainer);
      if (validate !== null) expect(ValidatorOptions.parse(validate)).toEqual(validate);
      if (serving !== null) expect(ServingOptions.parse(serving)).toEqual(serving);
    }
});

const digests: readonly [what: string, piece: string, by: string, changes: boolean][] = [
  ['the usual alias', '    then: auto\n', '    then: auto\n    alias: champion\n', false],
  ['a variable’s name of a secret', 'env:STAGING_TRAIN_TOKEN', 'env:OTHER', true],
  ['another environment’s data', '/data/prod', '/data/other', false],
  ['its own data', '/data/staging', '/data/other', true],
  ['what comes after', '    then: auto\n', '', true],
  ['the band', 'auc: 0.02', 'auc: 0.03', true],
  ['the validation', 'timeout: 10s', 'timeout: 11s', true],
  ['serving elsewhere', 'timeout: 15m', 'timeout: 16m', false],
  ['the login of readers', 'env:STAGING_READER', 'env:OTHER', false],
];

test.each(digests)('the digest and %s', (_, piece, by, changes) => {
  const before = lane('fraud', 'staging').digest;
  expect(lane('fraud', 'staging', changedWorking(piece, by)).digest !== before).toBe(changes);
});

const needed: readonly [environments: string[] | null, names: string[]][] = [
  [
    null,
    [
      ...['DBX_SECRET', 'DEPLOY_SECRET', 'DEV_TOKEN', 'GATE_SECRET', 'GIT_TOKEN', 'JOBS_SECRET', 'PROD_HOOK'],
      ...['PROD_TOKEN', 'RISK_SECRET', 'STAGING_TOKEN', 'STAGING_TRAIN_TOKEN'],
    ],
  ],
  [['dev'], ['DEV_TOKEN', 'GIT_TOKEN', 'JOBS_SECRET', 'RISK_SECRET']],
  [['staging'], ['GIT_TOKEN', 'RISK_SECRET', 'STAGING_TOKEN', 'STAGING_TRAIN_TOKEN']],
  [
    ['production'],
    [
      ...['DBX_SECRET', 'DEPLOY_SECRET', 'GATE_SECRET', 'JOBS_SECRET', 'PROD_HOOK', 'PROD_TOKEN', 'RISK_SECRET'],
      'STAGING_READER',
    ],
  ],
];

test.each(needed)('a process of %o needs its own secrets, and to read where its releases come from', (only, names) => {
  expect(envNames(policy(working), only)).toEqual(names);
});

test('it is explained where each comes from', () => {
  const read = readPolicy(working, 'policy.yaml');
  if (read === null) throw new Error('it is right');
  const lines = new Map(explained(read, 'fraud', 'production').map(({ key, ...line }) => [key, line]));
  const from = (key: string) => lines.get(key)?.from;
  const at = (piece: string) => `policy.yaml:${working.slice(0, working.indexOf(piece)).split('\n').length}`;
  expect(from('registry')).toBe(at('url: "https://mlflow.example"'));
  expect(lines.get('registry')?.text).toBe('https://mlflow.example');
  expect(from('trainer')).toBe(at('databricks-job'));
  expect(lines.get('trainer')?.text).toBe(
    'databricks-job { job: 123456, host: https://acme.cloud.databricks.com, auth: { kind: service-principal, clientId: abc, clientSecret: env:DBX_SECRET }, timeout: 24h }',
  );
  expect(from('after')).toBe(`floor ${at('production: { after: live }')}`);
  expect(lines.get('tolerance')).toEqual({ text: 'auc: 0.02, recall/*: 0.05, rmse: 5%', from: at('tolerance:') });
  expect(from('gate')).toBe(at('gates: [{ metric: auc'));
  expect(from('alias')).toBe('default');
  for (const key of ['data', 'experiment', 'stage', 'prometheus', 'log-level'])
    expect(from(key), key).toMatch(/^policy/);
});

test('what may be filled into a command is what the trainer fills in', () => {
  for (const name of filledIn.trainer) expect(checkedArgv(['train', `{${name}}`])).toHaveLength(2);
  expect(() => checkedArgv(['train', '{password}'])).toThrow();
});

test('the example of the manual is right', () => {
  const manual = readFileSync('docs/policy.md', 'utf8');
  const [, example = ''] = /## Trainers and what serves\n(?:(?! {4}).*\n)*((?: {4}.*\n)+)/.exec(manual) ?? [];
  const text = `admin: C0ADMIN\ngroups: { reviewers: [U0R1] }\n${example.replaceAll(/^ {4}/gm, '')}`;
  expect(example).toContain('pattern: deploy-code');
  expect(lane('fraud', 'production', text).serving?.kind).toBe('http');
});
