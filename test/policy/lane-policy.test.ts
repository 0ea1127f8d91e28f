import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gatesOf } from '../../src/gates/table.ts';
import { envNames } from '../../src/policy/env-names.ts';
import { lanePolicy, lanesOf } from '../../src/policy/lane-policy.ts';
import { type Policy, parsePolicy } from '../../src/policy/parse.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { noWorkings } from '../fakes/workings.ts';
import { changed, good } from './good.ts';

function policy(text: string): Policy {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ words }) => words).join('\n'));
  return parsed.policy;
}

function lane(text: string, model = 'churn', environment = 'production'): LanePolicy {
  return lanePolicy(policy(text), 7, model, environment);
}

const hour = 3_600_000;

test('the effective policy holds all that a lane is decided by', () => {
  const { digest, ...rest } = lane(good);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(rest).toEqual({
    number: 7,
    lane: 'churn/production',
    model: 'churn',
    environment: 'production',
    pattern: 'deploy-model',
    path: ['staging', 'production'],
    registry: 'mlflow-prod',
    registeredName: 'prod.churn',
    source: { environment: 'staging', registry: 'mlflow-staging', registeredName: 'churn' },
    ...noWorkings,
    after: 'live',
    registryUrl: 'https://mlflow.example',
    channel: 'C0PROD',
    owner: ['@growth-ml'],
    approvals: [
      { from: ['reviewers'], min: 2, required: false },
      { from: ['platform'], min: 1, required: true },
    ],
    exclude: ['requester', 'run-author'],
    unknownPerson: 'refuse',
    rollback: { onCall: ['@ml-oncall'], approvals: [{ from: ['reviewers', 'platform'], min: 1, required: false }] },
    may: {
      request: ['reviewers'],
      withdraw: ['@growth-ml', 'reviewers', 'platform', '@ml-oncall'],
      stop: ['@growth-ml', 'reviewers', 'platform', '@ml-oncall'],
      pause: ['platform'],
      resume: 'everybody',
    },
    opens: 'every-version',
    gates: [
      { kind: 'metric', metric: 'auc', min: 0.8 },
      { kind: 'improves', improves: 'auc', by: 0.005, direction: 'higher' },
    ],
    mode: 'enforce',
    breakGlass: [],
    checklist: {},
    remindMs: [24 * hour, 72 * hour],
    calendar: [],
    reevaluateMs: null,
    show: [],
    team: null,
    notice: 'Stock-taking until Monday.',
    expiresMs: 48 * hour,
    watchMs: 0.75 * hour,
    giveUpAfterMs: 7 * 24 * hour,
    groups: { reviewers: ['U0R1', 'U0R2'], platform: ['U0P1', '@platform-owners'] },
    people: { 'pat@corp.example': 'U0PAT', root: 'machine' },
  });
});

test('what the file leaves out has its defaults', () => {
  expect(lane(good, 'churn', 'staging')).toMatchObject({
    approvals: 'none',
    rollback: { onCall: [], approvals: [] },
    exclude: ['requester'],
    unknownPerson: 'one-more',
    notice: null,
    expiresMs: 72 * hour,
    watchMs: hour / 2,
    giveUpAfterMs: 24 * hour,
    registeredName: 'churn',
    source: { environment: 'staging', registry: 'mlflow-staging', registeredName: 'churn' },
  });
  expect(lane(good, 'fraud')).toMatchObject({
    pattern: 'deploy-code',
    opens: 'candidate',
    gates: [],
    may: { request: 'everybody' },
  });
  const noRollback = changed(
    '    rollback:\n      on-call: ["@ml-oncall"]\n      approvals: [{ from: [reviewers, platform], min: 1 }]\n',
    '',
  );
  expect(lane(noRollback).rollback.approvals).toEqual(lane(good).approvals);
});

test('the requester never counts, whatever the file excludes', () => {
  expect(lane(changed('[requester, run-author]', '[commit-author]')).exclude).toEqual(['requester', 'commit-author']);
});

const others: readonly [what: string, piece: string, by: string][] = [
  ['a comment', 'admin: C0ADMIN', '# hello\nadmin: C0ADMIN'],
  ['the admin channel', 'admin: C0ADMIN', 'admin: C0OTHER'],
  [
    'another model',
    '  fraud:',
    '  ranking:\n    owner: U0R1\n    path: [production]\n    gates: [{ metric: ndcg, min: 0.5 }]\n  fraud:',
  ],
  ['another model’s owner', 'owner: [platform, U0FRED]', 'owner: [U0FRED]'],
  ['another environment’s approvals', 'approvals: none', 'approvals: [{ from: [platform], min: 1 }]'],
  ['a group that is not named here', 'groups:', 'groups:\n  others: [U0X]'],
  ['an identity', '"root": machine', '"root": machine\n  "sam@corp.example": U0SAM'],
  ['another registry’s password', 'env:STAGING_PASSWORD', 'env:OTHER'],
  ['the order of keys', '    expires: 48h\n    watch: 45m', '    watch: 45m\n    expires: 48h'],
  ['the way a time is written', '    expires: 48h', '    expires: 2d'],
  ['a default that is spelled out', '{ improves: auc, by: 0.005 }', '{ improves: auc, by: 0.005, direction: higher }'],
];

test.each(others)('the digest does not change with %s', (_, piece, by) => {
  expect(lane(changed(piece, by)).digest).toBe(lane(good).digest);
});

const own: readonly [what: string, piece: string, by: string][] = [
  ['a gate’s bound', 'min: 0.80', 'min: 0.81'],
  ['one gate less', '      - { improves: auc, by: 0.005 }\n', ''],
  ['how many approve', '{ from: [reviewers], min: 2 }', '{ from: [reviewers], min: 1 }'],
  ['whether a rule is required', ', required: true', ''],
  ['who is in a group', '[U0R1, U0R2]', '[U0R1, U0R3]'],
  ['who is excluded', '[requester, run-author]', '[requester]'],
  ['the channel', 'channel: C0PROD', 'channel: C0OTHER'],
  ['the name', 'prod.{model}', 'live.{model}'],
  ['the watch', '45m', '46m'],
  ['who is on call', '"@ml-oncall"', '"@other-oncall"'],
  ['the owner', 'owner: "@growth-ml"', 'owner: "@other-ml"'],
  ['who may ask', 'may: { request: [reviewers] }', 'may: { request: everybody }'],
  ['unknown people', 'unknown-person: refuse', 'unknown-person: one-more'],
];

test.each(own)('the digest changes with %s', (_, piece, by) => {
  expect(lane(changed(piece, by)).digest).not.toBe(lane(good).digest);
});

test('an upgrade voids no approvals: what a file says that names nothing new is bound as it always was', () => {
  expect(lanesOf(policy(good)).map(({ model, environment }) => lane(good, model, environment).digest)).toEqual([
    '3ed4d576219ca52e9095b52af64a789b3166d086ca8dab4a2ede230d74913252',
    '16572f502c31d94aac20f3e964b150093f14dc3f4c21aa7d5012873a7c8db52c',
    '8f75cf7fb471edd2b038795cc29003310aa584aed4fbf1216379bcd554af17f0',
  ]);
});

test('the number is not part of the digest', () => {
  expect(lanePolicy(policy(good), 8, 'churn', 'production').digest).toBe(lane(good).digest);
});

test('lanes are the models along their paths', () => {
  expect(lanesOf(policy(good)).map((one) => one.lane)).toEqual([
    'churn/staging',
    'churn/production',
    'fraud/production',
  ]);
});

test('there is no policy for a lane that is not there', () => {
  for (const [model, environment] of [
    ['fraud', 'staging'],
    ['constructor', 'production'],
    ['churn', 'dev'],
  ] as const) {
    expect(() => lane(good, model, environment)).toThrow(RangeError);
  }
});

test('every gate of a policy that was accepted can be made', () => {
  expect(gatesOf(lane(good).gates).map(({ label }) => label)).toEqual(['auc ≥ 0.80', 'auc up by ≥ 0.005']);
});

test('the environment variables that hold secrets, each once', () => {
  expect(envNames(policy(good))).toEqual(['PROD_HOOK', 'PROD_TOKEN', 'STAGING_PASSWORD']);
});

test('a text that was right is not read twice', () => {
  expect(policy(good)).toBe(policy(good));
});

test('the demo’s policy is a good example: three environments, two patterns, two reviewers, gates', () => {
  const demo = policy(readFileSync('sandbox/demo/policy.yaml', 'utf8'));
  expect(Object.keys(demo.environments)).toEqual(['dev', 'staging', 'production']);
  for (const { model, environment } of lanesOf(demo)) lanePolicy(demo, 1, model, environment);
  expect(lanePolicy(demo, 1, 'churn', 'production').approvals).toHaveLength(2);
});

test('a gate about an earlier environment is asked for behind it only', () => {
  const gates = (text: string, environment: string) => lane(text, 'churn', environment).gates.map(({ kind }) => kind);
  for (const staged of ['{ soak: 24h, in: staging }', '{ passed-in: staging }']) {
    const text = changed('{ improves: auc, by: 0.005 }', staged);
    expect(gates(text, 'staging')).toEqual(['metric']);
    expect(gates(text, 'production')).toEqual(['metric', staged.includes('soak') ? 'soak' : 'passed-in']);
  }
});

test('a floor about an environment that the path leaves out keeps asking', () => {
  const text = `${changed('path: [staging, production]', 'path: [production]')}floors: { production: { gates: [{ passed-in: staging }] } }\n`;
  expect(lane(text).gates.map(({ kind }) => kind)).toContain('passed-in');
});
