import { expect, test } from 'vitest';
import { checkPolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { changedWorking, working } from './working.ts';

/** A Sunday in November. */
const now = Date.UTC(2026, 10, 22);

function check(text: string): string[] {
  return checkPolicy(text, 'policy.yaml', now).map((problem) => problemText(problem).replace(/^policy.yaml:/, ''));
}

test('the working policy is right', () => {
  expect(check(working)).toEqual([]);
});

const wrong: readonly [piece: string, by: string, ...problems: string[]][] = [
  [
    '"{attempt}"',
    '"{password}"',
    '45:79: models.fraud.trainer.command, entry 5: this is not an argument: nothing is filled in for `{password}`. Write one of `{commit}`, `{environment}`, `{release}`, `{model}`, `{attempt}`.',
  ],
  [
    '[./scripts/train.sh, "{environment}", "{commit}", "{release}", "{attempt}", "{model}"]',
    'scripts/train.sh',
    '45:16: models.fraud.trainer.command: this is not a program with its arguments. Write a list, for example `[./scripts/train.sh, "{environment}", "{commit}", "{release}"]`: no shell reads it.',
  ],
  [
    'command: [',
    'comand: [',
    '44:5: models.fraud.trainer: this is not a trainer. Did you mean `command`? Write one with `command`, `github-actions` or `databricks-job`, for example `{ github-actions: train.yml, repository: acme/churn, token: env:GITHUB_TRAIN_TOKEN }`.',
  ],
  [
    'repository: https://git.example/risk/fraud.git',
    'repository: ../fraud',
    '46:19: models.fraud.trainer.repository: this is not a repository that git reaches. Write `https://git.example/acme/churn.git`, `git@git.example:acme/churn.git` or the whole path of a folder, without user and password.',
  ],
  [
    'https://git.example/risk/fraud.git',
    'https://pat:secret@git.example/risk/fraud.git',
    '46:19: models.fraud.trainer.repository: this is not a repository that git reaches. Write `https://git.example/acme/churn.git`, `git@git.example:acme/churn.git` or the whole path of a folder, without user and password.',
  ],
  [
    'https://git.example/risk/fraud.git',
    'ext::sh -c touch',
    '46:19: models.fraud.trainer.repository: this is not a repository that git reaches. Write `https://git.example/acme/churn.git`, `git@git.example:acme/churn.git` or the whole path of a folder, without user and password.',
  ],
  [
    'https://git.example/risk/fraud.git',
    'git@git.example:risk/fraud.git',
    '47:14: models.fraud.trainer.token: this is for a repository that is reached by https only. Write its https address, or leave `token` out.',
  ],
  [
    'token: env:GIT_TOKEN',
    'token: ghp_secret',
    '47:14: models.fraud.trainer.token: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'folder: /var/lib/training',
    'folder: training',
    '48:15: models.fraud.trainer.folder: `training` is not a folder. Write its whole path, beginning with `/`.',
  ],
  [
    'timeout: 2h',
    'timeout: 2 hours',
    '49:16: models.fraud.trainer.timeout: `2 hours` is not a duration. Write a number and a unit, for example 30m, 72h or 7d.',
  ],
  [
    'timeout: 2h',
    'timeout: 2h\n      log: 1GB',
    '50:12: models.fraud.trainer.log: `1GB` is not a size. Write how much of the output is kept, for example `1MB`; 10MB at most.',
  ],
  [
    'timeout: 2h',
    'timeout: 2h\n      logs: 1MB',
    '50:7: models.fraud.trainer: there is no `logs` here. Did you mean `log`?',
  ],
  [
    'github-actions: train.yml',
    'github-actions: .github/workflows/train.yml',
    '27:32: environments.production.trainer.github-actions: `.github/workflows/train.yml` is not a workflow. Write the name of its file, `train.yml`, or its id in quotes.',
  ],
  [
    'repository: acme/models',
    'repository: https://github.com/acme/models',
    '27:55: environments.production.trainer.repository: this is not a repository of GitHub. Write `owner/name`.',
  ],
  [
    'token: env:GITHUB_TRAIN_TOKEN',
    'ref: "a b"',
    '27:5: environments.production.trainer.token is missing. Put it into the environment and write `env:NAME`.',
    '27:73: environments.production.trainer.ref: `a b` is not a branch or tag. Write one such as `main`.',
  ],
  [
    'databricks-job: "123456"',
    'databricks-job: 123456',
    '54:36: models.fraud.in.production.trainer.databricks-job: `123456` is not the id of a job. Write its digits in quotes, `"123456"`.',
  ],
  [
    'https://acme.cloud.databricks.com',
    'http://acme.cloud.databricks.com',
    '54:52: models.fraud.in.production.trainer.host: this is not the address of a workspace. Write `https://acme.cloud.databricks.com`, and nothing behind it.',
  ],
  [
    'client-id: abc, client-secret: env:DBX_SECRET',
    'client-id: abc, client-secret: dapi123',
    '54:128: models.fraud.in.production.trainer.auth.client-secret: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'client-id: abc, client-secret: env:DBX_SECRET',
    'password: x',
    '54:95: models.fraud.in.production.trainer.auth: this is not a way to log in. Write `{ token: env:NAME }` or `{ client-id: ID, client-secret: env:NAME }`.',
  ],
  [
    'client-id: abc, client-secret: env:DBX_SECRET }',
    'token: env:DBX }, parameters: { commit: abc }',
    '54:137: models.fraud.in.production.trainer.parameters.commit: this is a parameter that every order sets by itself. Give it another name.',
  ],
  [
    'https://risk.example/check',
    'http://risk.example/check',
    '51:23: models.fraud.validate.http: this is the address of a check over plain http. Write an https address, or `private: allow` where it stays inside your network.',
  ],
  [
    'timeout: 10s',
    'timeout: 11m',
    '51:87: models.fraud.validate.timeout: `11m` is not a time that a check may take. Write one from 1s to 10m.',
  ],
  [
    'timeout: 10s',
    'private: true',
    '51:87: models.fraud.validate.private: `true` is not a choice. Write `allow`, or leave it out to ask public addresses over https only.',
  ],
  [
    'batch: "https://jobs.example/churn"',
    'kserve: "https://jobs.example/churn"',
    '38:14: models.churn.serving: this is not a serving. Write `none`, or one with `http`, `batch` or `mlflow-serve`, for example `{ http: "https://deploy.example/churn", secret: env:NAME }`.',
  ],
  [
    'on-rollback: now',
    'on-rollback: never',
    '38:91: models.churn.serving.on-rollback: `never` is not a choice. Write `wait` or `now`.',
  ],
  [
    '{ http: "https://deploy.example/fraud"',
    '{ http: deploy.example',
    '55:26: models.fraud.in.production.serving.http: this is not the address of a deployer. Write `https://deploy.example/churn`, without user, password, query or fragment.',
  ],
  [
    'auc: 0.02',
    'auc: 2 %',
    '50:23: models.fraud.tolerance.auc: `2 %` is neither a distance nor a share. Write `0.02`, or `5%` of what reviewers saw.',
  ],
  [
    'auc: 0.02',
    'auc: -0.02',
    '50:23: models.fraud.tolerance.auc: `-0.02` is neither a distance nor a share. Write `0.02`, or `5%` of what reviewers saw.',
  ],
  [
    'MODEL_STAGE: Staging',
    'ENVIRONMENT: dev',
    '15:79: environments.staging.variables.ENVIRONMENT: this is a variable that is set already. It holds the name of the environment: leave it out.',
  ],
  [
    'MLFLOW_TRACKING_TOKEN: env:STAGING_TRAIN_TOKEN',
    'MLFLOW_TRACKING_TOKEN: abc',
    '15:41: environments.staging.variables.MLFLOW_TRACKING_TOKEN: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'MODEL_STAGE: Staging',
    '"MODEL STAGE": Staging',
    '15:66: environments.staging.variables.MODEL STAGE: the name is not the name of a variable. Write letters, digits and underscores, `MLFLOW_TRACKING_TOKEN`.',
  ],
  [
    'MODEL_STAGE: Staging',
    'DEBUG: true',
    '15:73: environments.staging.variables.DEBUG: this is not the value of a variable. Write a text in quotes, or `env:NAME` for a secret.',
  ],
  [
    'log-level: INFO',
    'log-level: info',
    '13:16: environments.staging.log-level: `info` is not a level. Write `DEBUG`, `INFO`, `WARNING` or `ERROR`.',
  ],
  [
    'prometheus: true',
    'prometheus: sometimes',
    '14:17: environments.staging.prometheus: `sometimes` is neither true, false nor an address. Write `prometheus: true`, or `https://prometheus.example`.',
  ],
  [
    'experiment: "{model}_staging"',
    'experiment: "{environment}"',
    '12:17: environments.staging.experiment: `{environment}` is not the name of an experiment. Write it with a place for the model, for example `"{model}_prod"`.',
  ],
  ['then: auto', 'then: maybe', '10:11: environments.staging.then: `maybe` is not a choice. Write `ask` or `auto`.'],
  [
    'then: auto',
    'alias: candidate',
    '10:12: environments.staging.alias: `candidate` is not an alias that can be the live one. Write a word such as `production`: letters, digits, dashes and underscores, neither `candidate`, `latest` nor `v7`, and not ending in `previous`.',
  ],
  [
    'then: auto',
    'alias: v7',
    '10:12: environments.staging.alias: `v7` is not an alias that can be the live one. Write a word such as `production`: letters, digits, dashes and underscores, neither `candidate`, `latest` nor `v7`, and not ending in `previous`.',
  ],
  [
    'then: auto',
    'alias: staging\n    stage: Staging',
    '11:5: a version has one stage, and with `alias` one registered model may be live in several environments. Leave `stage` out, or give the environment a name of its own, `name: "staging.{model}"`, and no `alias`.',
  ],
  [
    'stage: Production',
    'stage: Live',
    '20:12: environments.production.stage: `Live` is not a stage. Write `Staging` or `Production`.',
  ],
  [
    'stage: Production',
    'after: registered',
    '20:12: the floor of production lets in only what is or was live in the environment before. Write `live`, or leave it out. That stands in policy.yaml:33.',
  ],
  [
    'alerts: C0ALERTS',
    'alerts: "#alerts"',
    '25:13: environments.production.alerts: `#alerts` is not the id of a Slack channel. Write the id that Slack shows at the end of the channel’s details, for example C0PROD.',
  ],
  [
    'read: { basic: { user: reader, password: env:STAGING_READER } }',
    'read: { bearer: secret }',
    '30:120: registries.staging.read.bearer: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'in: { staging: { serving: none } }',
    'in: { stagng: { serving: none } }',
    '39:11: there is no environment `stagng`. Did you mean `staging`?',
  ],
  [
    'path: [dev, staging, production]\n    serving',
    'path: [dev, production]\n    serving',
    '39:11: `staging` is not on the path of `churn`. Write one of `dev`, `production`.',
  ],
  [
    'in: { staging: { serving: none } }',
    'tolerance: { auc: 0.1 }',
    '39:5: with `pattern: deploy-model` the version itself moves on and nothing is trained, so this would do nothing. Write `pattern: deploy-code`, or leave it out.',
  ],
  [
    'in: { staging: { serving: none } }',
    'in: { production: { trainer: { command: [a], repository: /r, folder: /f } } }',
    '39:25: with `pattern: deploy-model` the version itself moves on and nothing is trained, so this would do nothing. Write `pattern: deploy-code`, or leave it out.',
  ],
  [
    'in: { staging: { serving: none } }',
    'gates: [{ metric: auc, min: 0.60 }]',
    '39:13: `{ metric: auc, min: 0.6 }` is looser than `{ metric: auc, min: 0.7 }` of the environment production. Write at least that: what an environment asks of all may be raised, never lowered. That stands in policy.yaml:26.',
  ],
  [
    'in: { staging: { serving: none } }',
    'gates: [{ requires: { model: frauds } }]',
    '39:34: there is no model `frauds`. Did you mean `fraud`?',
  ],
  ['in: { staging: { serving: none } }', 'gates: [{ metric: auc, min: 0.75 }, { requires: { model: fraud } }]'],
  [
    'registry: staging\n    channel',
    'registry: dev\n    channel',
    '37:17: churn in staging would be the same registered model `churn` as churn in dev, with one live version for both. Write `name: "staging.{model}"` for the environment, give it another registry, or an `alias` of its own.',
    '43:17: fraud in staging would be the same registered model `fraud` as fraud in dev, with one live version for both. Write `name: "staging.{model}"` for the environment, give it another registry, or an `alias` of its own.',
  ],
  ['registry: staging\n    channel: C0STAGING', 'registry: dev\n    alias: staging\n    channel: C0STAGING'],
];

test.each(wrong)('%s → %s', (piece, by, ...problems) => {
  expect(check(changedWorking(piece, by))).toEqual(problems);
});

test('deploy-code needs a trainer wherever it is trained anew', () => {
  const text = working.replace(/ {4}trainer:\n {6}command(.|\n)*?timeout: 2h\n/, '');
  expect(check(text)).toEqual([
    '42:14: `fraud` is trained anew in `staging`, and nothing says how. Write `trainer` at the model, under its `in.staging` or at the environment.',
  ]);
});
