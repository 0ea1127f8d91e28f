import { expect, test } from 'vitest';
import { checkPolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { changed, good } from './good.ts';

/** A Sunday in November. */
const now = Date.UTC(2026, 10, 22);

function check(text: string): string[] {
  return checkPolicy(text, 'policy.yaml', now).map(problemText);
}

const duration = 'Write a number and a unit, for example 30m, 72h or 7d.';
const waysOut = 'Write who has to say yes, `[ { from: [reviewers], min: 1 } ]`, or `none` if passed gates are enough.';
const secret = 'this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.';
const typed = 'Write letters, digits, dots, dashes and underscores, beginning with a letter.';
const url =
  'this is not the address of a registry. Write `https://mlflow.example`, without user, password, query or fragment.';
const channel = 'Write the id that Slack shows at the end of the channel’s details, for example C0PROD.';

const wrong: readonly [piece: string, by: string, ...problems: string[]][] = [
  // Keys
  [
    '    channel: C0PROD',
    '    chanel: C0PROD',
    `13:3: environments.production.channel is missing. ${channel}`,
    '15:5: environments.production: there is no `chanel` here. Did you mean `channel`?',
  ],
  [
    'admin: C0ADMIN',
    'admin: C0ADMIN\nextra: 1',
    '2:1: the policy: there is no `extra` here. Write one of `admin`, `people`, `groups`, `profile`, `environments`, `registries`, `git`, `alerts`, `prometheus`, `include`, `teams`, `floors`, `models`.',
  ],
  [
    'required: true',
    'requierd: true',
    '18:37: environments.production.approvals, entry 2: there is no `requierd` here. Did you mean `required`?',
  ],
  [
    '    owner: "@growth-ml"',
    '    owners: "@growth-ml"',
    '42:3: models.churn.owner is missing. Write a group, `U0PAT` or `"@growth-ml"`.',
    '43:5: models.churn: there is no `owners` here. Did you mean `owner`?',
  ],
  [
    '    give-up-after: 7d',
    '    giveUpAfter: 7d',
    '25:5: environments.production: there is no `giveUpAfter` here. Did you mean `give-up-after`?',
  ],
  [
    'may: { request: [reviewers] }',
    'may: { aprove: [reviewers] }',
    '50:12: models.churn.may: there is no `aprove` here. Write one of `request`, `withdraw`, `stop`, `pause`, `resume`.',
  ],
  [
    '    watch: 45m',
    '    watch: 45m\n    watch: 50m',
    '25:5: this key is written twice in one place. Keep one of the two.',
  ],
  [
    '  reviewers: [U0R1, U0R2]',
    '  reviewers: [U0R1, U0R2]\n  __proto__: [U0R1]',
    '7:3: `__proto__` cannot be a name. Write another.',
  ],
  // Approvals
  ['    approvals: none\n', '', `9:3: environments.staging.approvals is missing. ${waysOut}`],
  ['approvals: none', 'approvals: []', `12:16: environments.staging.approvals: this is empty. ${waysOut}`],
  ['approvals: none', 'approvals:', `12:15: environments.staging.approvals is empty. ${waysOut}`],
  [
    'approvals: none',
    'approvals: nobody',
    `12:16: environments.staging.approvals: \`nobody\` is neither rules nor \`none\`. ${waysOut}`,
  ],
  [
    'approvals: none',
    'approvals: [reviewers]',
    '12:17: environments.staging.approvals, entry 1: `reviewers` is not an approval rule. Write `{ from: [reviewers], min: 1 }`.',
  ],
  [
    'approvals: [{ from: [reviewers, platform], min: 1 }]',
    'approvals: []',
    `22:18: environments.production.rollback.approvals: this is empty. ${waysOut}`,
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewers], min: 3 }',
    '17:35: 3 have to say yes, but `reviewers` has 2 in all. Write `min: 2` or less, or name more people.',
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewers, U0R1], min: 3 }',
    '17:41: 3 have to say yes, but `reviewers`, `U0R1` has 2 in all. Write `min: 2` or less, or name more people.',
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewers], min: 0 }',
    '17:35: environments.production.approvals, entry 1, min: `0` is not a number of people. Write how many have to say yes, 1 or more.',
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewers], min: 1.5 }',
    '17:35: environments.production.approvals, entry 1, min: `1.5` is not a number of people. Write how many have to say yes, 1 or more.',
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewers] }',
    '17:9: environments.production.approvals, entry 1, min is missing. Write how many have to say yes, 1 or more.',
  ],
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [], min: 1 }',
    '17:17: environments.production.approvals, entry 1, from: this is empty. Write `[reviewers]`, `["@ml-oncall"]` or `[U0PAT]`.',
  ],
  [
    'exclude: [requester, run-author]',
    'exclude: [author]',
    '19:15: environments.production.exclude, entry 1: `author` is not somebody who can be excluded. Write `requester`, `run-author` or `commit-author`.',
  ],
  [
    'unknown-person: refuse',
    'unknown-person: ignore',
    '29:21: environments.production.unknown-person: `ignore` is not a choice. Write `one-more` or `refuse`.',
  ],
  // Names of other sections
  [
    '{ from: [reviewers], min: 2 }',
    '{ from: [reviewer], min: 2 }',
    '17:18: there is no group `reviewer`. Did you mean `reviewers`?',
  ],
  [
    'on-call: ["@ml-oncall"]',
    'on-call: [heroes]',
    '21:17: there is no group `heroes`. Write one of `reviewers`, `platform`.',
  ],
  [
    'registry: mlflow-prod',
    'registry: mlflow-prd',
    '14:15: there is no registry `mlflow-prd`. Did you mean `mlflow-prod`?',
  ],
  ['path: [production]', 'path: [prod]', '54:12: there is no environment `prod`. Did you mean `production`?'],
  [
    'owner: [platform, U0FRED]',
    'owner: [platfrom, U0FRED]',
    '52:13: there is no group `platfrom`. Did you mean `platform`?',
  ],
  [
    'may: { pause: [platform], resume: everybody }',
    'may: { pause: [plat], resume: everybody }',
    '28:20: there is no group `plat`. Did you mean `platform`?',
  ],
  // Paths and lanes
  [
    'path: [staging, production]',
    'path: [production, staging]',
    '45:11: the path must name each environment once, in the order of `environments`. Write `[staging, production]`.',
  ],
  [
    'path: [staging, production]',
    'path: [staging, staging]',
    '45:11: the path must name each environment once, in the order of `environments`. Write `[staging]`.',
  ],
  [
    'path: [production]',
    'path: []',
    '54:11: models.fraud.path: this is empty. Write the environments in their order, for example `[staging, production]`.',
  ],
  [
    '    name: "prod.{model}"',
    '    name: "prod"',
    '27:11: environments.production.name: `prod` is not a name with a place for the model. Write `"prod.{model}"`.',
  ],
  [
    '    registry: mlflow-prod\n    channel: C0PROD',
    '    registry: mlflow-staging\n    channel: C0PROD\n    # same server, other name',
  ],
  [
    '    registry: mlflow-staging\n    channel: C0STAGING',
    '    registry: mlflow-prod\n    channel: C0STAGING\n    name: "prod.{model}"',
    '46:21: churn in production would be the same registered model `prod.churn` as churn in staging, with one live version for both. Write `name: "production.{model}"` for the environment, give it another registry, or an `alias` of its own.',
  ],
  [
    '  fraud:',
    '  production:',
    '51:3: `production` is an environment too, so a command could mean either. Give the model another name.',
  ],
  [
    'may: { request: [reviewers] }',
    'may: { pause: [reviewers] }',
    '50:12: `may.pause` is also set for environment `production`, and one of them would be overruled. Keep one of the two.',
  ],
  // Secrets and registries
  [
    'password: env:STAGING_PASSWORD',
    'password: hunter2',
    `34:49: registries.mlflow-staging.auth.basic.password: ${secret}`,
  ],
  ['bearer: env:PROD_TOKEN', 'bearer: dapi0123456789', `38:21: registries.mlflow-prod.auth.bearer: ${secret}`],
  ['secret: env:PROD_HOOK', 'secret: "$PROD_HOOK"', `40:24: registries.mlflow-prod.webhook.secret: ${secret}`],
  ['https://mlflow.example', 'https://me:hunter2@mlflow.example', `37:10: registries.mlflow-prod.url: ${url}`],
  ['https://mlflow.example', 'mlflow.example:5000', `37:10: registries.mlflow-prod.url: ${url}`],
  [
    'auth: { bearer: env:PROD_TOKEN }',
    'auth: { token: dapi0123456789 }',
    '38:11: registries.mlflow-prod.auth: this is not a way to log in. Write `none`, `{ basic: { user: NAME, password: env:NAME } }` or `{ bearer: env:NAME }`.',
  ],
  [
    '    kind: mlflow\n    url: https://mlflow.example',
    '    kind: databricks\n    url: https://mlflow.example',
    '36:11: registries.mlflow-prod.kind: `databricks` is not a kind of registry that this version knows. Write `mlflow`.',
  ],
  // Gates
  [
    '{ improves: auc, by: 0.005 }',
    '{ soak: 24h, in: production }',
    '49:26: nothing on the path of `churn` comes after `production`. Write one of `staging`.',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, mni: 0.80 }',
    '48:9: models.churn.gates, entry 1: this is a gate without a bound. Write `min: 0.80`, `max: 0.20` or both.',
    '48:24: models.churn.gates, entry 1: there is no `mni` here. Did you mean `min`?',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, min: "0.80" }',
    '48:29: models.churn.gates, entry 1, min: `0.80` is not a number. Write one like 0.80, without quotes.',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, min: .nan }',
    '48:29: models.churn.gates, entry 1, min: `.nan` is not a number. Write one like 0.80, without quotes.',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, min: 0.9, max: 0.8 }',
    '48:9: models.churn.gates, entry 1: this is a gate that nothing can pass. Write a `min` that is not above `max`.',
  ],
  [
    '{ improves: auc, by: 0.005 }',
    '{ improvse: auc, by: 0.005 }',
    '49:9: models.churn.gates, entry 2: this is no gate of a known kind. Did you mean `improves`? Write one such as `{ metric: auc, min: 0.80 }` or `{ improves: auc, by: 0.005 }`.',
  ],
  [
    '{ improves: auc, by: 0.005 }',
    '{ improves: auc, metric: auc, by: 0.005 }',
    '49:9: models.churn.gates, entry 2: this is two gates in one (metric, improves). Write each as an entry of its own.',
  ],
  [
    '{ improves: auc, by: 0.005 }',
    '{ improves: auc, by: -1 }',
    '49:30: models.churn.gates, entry 2, by: `-1` is below zero. Write how much better it must be, for example 0.005.',
  ],
  [
    '{ improves: auc, by: 0.005 }',
    'auc',
    '49:9: models.churn.gates, entry 2: `auc` is not a gate. Write one such as `{ metric: auc, min: 0.80 }` or `{ improves: auc, by: 0.005 }`.',
  ],
  // Values
  ['admin: C0ADMIN', 'admin: "#general"', `1:8: admin: \`#general\` is not the id of a Slack channel. ${channel}`],
  [
    '"pat@corp.example": U0PAT',
    '"pat@corp.example": pat',
    '3:23: people.pat@corp.example: `pat` is not a Slack member id. Write one such as U0PAT, or `machine` for a service account.',
  ],
  [
    '  reviewers: [U0R1, U0R2]',
    '  reviewers: [U0R1, platform]',
    '6:21: groups.reviewers, entry 2: `platform` is neither a person nor a Slack user group. Write a member id such as U0PAT, an e-mail, or a handle in quotes such as "@ml-oncall".',
  ],
  [
    '    expires: 48h',
    '    expires: 48',
    `23:14: environments.production.expires: \`48\` is not a duration. ${duration}`,
  ],
  [
    '    expires: 48h',
    '    expires: 0h',
    `23:14: environments.production.expires: \`0h\` is no time at all. ${duration}`,
  ],
  [
    '    expires: 48h',
    '    expires: two days',
    `23:14: environments.production.expires: \`two days\` is not a duration. ${duration}`,
  ],
  [
    '    give-up-after: 7d',
    '    give-up-after: 999d',
    '25:20: environments.production.give-up-after: `999d` is longer than a year. Write 365d or less.',
  ],
  [
    'opens: every-version',
    'opens: always',
    '46:12: models.churn.opens: `always` is not a choice. Write `candidate`, `every-version` or `never`.',
  ],
  [
    'pattern: deploy-code',
    'pattern: deploy',
    '53:14: models.fraud.pattern: `deploy` is not a pattern. Write `deploy-model` or `deploy-code`.',
  ],
  [
    'resume: everybody',
    'resume: everyone',
    '28:39: environments.production.may.resume: `everyone` is neither `everybody` nor people. Write `everybody`, or a list such as `[reviewers]`.',
  ],
  [
    '  fraud:',
    '  fraud detection:',
    `51:3: models.fraud detection: the name is not a name that can be typed in Slack. ${typed}`,
  ],
  ['  fraud:', '  eu/fraud:', `51:3: models.eu/fraud: the name is not a name that can be typed in Slack. ${typed}`],
  // YAML
  [
    'on-call: ["@ml-oncall"]',
    'on-call: @ml-oncall',
    '21:16: a word cannot begin with this character. Put it in quotes, for example "@ml-oncall".',
  ],
  ['  fraud:', '\tfraud:', '51:1: a tab is used to indent. Write spaces.'],
  [
    'path: [production]',
    'path: &here [production]\n  more:\n    owner: U0M\n    path: *here',
    '57:11: `*here` stands for another part of the file. Write that part out here.',
  ],
];

test.each(wrong)('%s → %s', (piece, by, ...problems) => {
  expect(check(changed(piece, by))).toEqual(problems.map((problem) => `policy.yaml:${problem}`));
});

test('the good policy has no problem', () => {
  expect(check(good)).toEqual([]);
});

test.each([
  ['', '1:1: the policy: this is not a policy. Write `admin`, `environments`, `registries` and `models`.'],
  ['- churn', '1:1: the policy: this is not a policy. Write `admin`, `environments`, `registries` and `models`.'],
  [
    'admin: C0ADMIN\n---\nadmin: C0ADMIN',
    '2:1: there is a second document in the file. Keep one, without `---` between.',
  ],
])('the whole file %j', (text, problem) => {
  expect(check(text)).toEqual([`policy.yaml:${problem}`]);
});

test('a policy without environments says so once', () => {
  const text = 'admin: C0ADMIN\nenvironments: {}\nregistries: {}\nmodels: {}\n';
  expect(check(text)).toEqual([
    'policy.yaml:2:1: environments: there are none. Write at least one, for example `production`.',
  ]);
});

test('all problems are found at once, in the order of the file, whatever else is wrong in the same place', () => {
  const text = good
    .replace('channel: C0PROD', 'chanel: C0PROD')
    .replace('min: 2', 'min: 3')
    .replace('expires: 48h', 'expires: 48')
    .replace('[requester, run-author]', '[author]')
    .replace('bearer: env:PROD_TOKEN', 'bearer: clear')
    .replace('mni', 'min')
    .replace('path: [staging, production]', 'path: [production, stagign]');
  const lines = checkPolicy(text, 'policy.yaml', now).map(({ line }) => line);
  expect(lines).toEqual([13, 15, 17, 19, 23, 38, 45]);
});

test('no message ever repeats a secret', () => {
  const text = good
    .replace('env:STAGING_PASSWORD', 'hunter2')
    .replace('bearer: env:PROD_TOKEN', 'bearer: hunter2')
    .replace('secret: env:PROD_HOOK', 'secret: hunter2')
    .replace('https://mlflow.example', 'https://me:hunter2@mlflow.example')
    .replace('https://staging.mlflow.example', 'https://staging.mlflow.example?token=hunter2');
  expect(check(text)).toHaveLength(5);
  expect(check(text).join()).not.toContain('hunter2');
});
