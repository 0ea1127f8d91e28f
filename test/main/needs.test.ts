import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accessTo, policySecrets, secretFrom, unmetNeeds } from '../../src/main/needs.ts';
import { parsePolicy } from '../../src/policy/parse.ts';

const stagingRead = '\n    read: { bearer: env:STAGING_READ }';

function policy(read = stagingRead, prod = '') {
  const parsed = parsePolicy(
    `admin: C0ADMIN
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none }
  production:
    registry: mlflow-prod
    channel: C0PROD
    approvals: none
    serving: { http: "https://deploy.example/churn", secret: env:PROD_DEPLOY }
registries:
  mlflow-staging:
    kind: mlflow
    url: "http://127.0.0.1:5001"
    auth: { bearer: env:STAGING_WRITE }
    webhook: { secret: env:STAGING_HOOK }${read}
  mlflow-prod: { kind: mlflow, url: "http://127.0.0.1:5002", auth: { bearer: env:PROD_WRITE }${prod} }
models:
  churn: { owner: U0ADA, path: [staging, production] }
`,
    'policy.yaml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

const secrets = ['STAGING_WRITE', 'STAGING_HOOK', 'STAGING_READ', 'PROD_WRITE', 'PROD_DEPLOY', 'PROD_READ'];

function given(...names: readonly string[]) {
  for (const name of secrets) vi.stubEnv(name, names.includes(name) ? `${name.toLowerCase()}-value` : '');
}

const working = (environments: readonly string[] | null) => ({ environments, works: true });

const references = (written: ReturnType<typeof policy>, limits: readonly string[] | null) => {
  const reading = policySecrets(written, working(limits));
  return reading.kind === 'read' ? [...reading.value.keys()].sort() : reading.problems;
};

const access = (limits: readonly string[] | null, written = policy()) => {
  const reading = policySecrets(written, working(limits));
  return Object.fromEntries(accessTo(written, working(limits), reading.kind === 'read' ? reading.value : new Map()));
};

beforeEach(() => given());
afterEach(() => vi.unstubAllEnvs());

test.each<[string, string[] | null, string[]]>([
  ['that works everywhere', null, ['PROD_DEPLOY', 'PROD_WRITE', 'STAGING_HOOK', 'STAGING_WRITE']],
  ['of staging', ['staging'], ['STAGING_HOOK', 'STAGING_WRITE']],
  ['of production', ['production'], ['PROD_DEPLOY', 'PROD_WRITE', 'STAGING_READ']],
])('a process %s needs its own secrets, and says all that are missing at once', (_, limits, needed) => {
  expect(unmetNeeds(policy(), working(limits)).map((problem) => problem.split(' ')[0])).toEqual(needed);
  given(...needed);
  expect(unmetNeeds(policy(), working(limits))).toEqual([]);
  expect(references(policy(), limits)).toEqual(needed.map((name) => `env:${name}`));
});

test('what a process may do with each registry', () => {
  given('PROD_DEPLOY', 'PROD_WRITE', 'STAGING_READ');
  expect(access(['production'])).toEqual({ 'mlflow-prod': 'full', 'mlflow-staging': 'read' });
  given('STAGING_WRITE', 'STAGING_HOOK');
  expect(access(['staging'])).toEqual({ 'mlflow-prod': 'none', 'mlflow-staging': 'full' });
  const readable = policy(stagingRead, ', read: { bearer: env:PROD_READ }');
  expect(access(['staging'], readable)).toEqual({ 'mlflow-prod': 'none', 'mlflow-staging': 'full' });
  given('STAGING_WRITE', 'STAGING_HOOK', 'PROD_READ');
  expect(access(['staging'], readable)).toEqual({ 'mlflow-prod': 'read', 'mlflow-staging': 'full' });
  expect(access(['staging'], policy(stagingRead, ', read: none'))).toMatchObject({ 'mlflow-prod': 'read' });
});

test('a registry that versions come from, and that only others may read, is a problem before anything starts', () => {
  given('PROD_DEPLOY', 'PROD_WRITE');
  expect(unmetNeeds(policy(''), working(['production']))).toEqual([
    'The registry mlflow-staging belongs to another environment, and versions come to production from there. Give it a login of its own for that: read, in the policy.',
  ]);
  expect(unmetNeeds(policy(''), working(['staging', 'production'])).join()).not.toContain('login of its own');
});

test('an environment that the policy does not have is a problem, among all others', () => {
  const problems = unmetNeeds(policy(), working(['prod', 'staging']));
  expect(problems[0]).toBe(
    'SIGNALBOX_ENVIRONMENTS names prod, which the policy does not have. Write of staging, production.',
  );
  expect(problems).toHaveLength(3);
});

test('secrets of another environment are not told, even where they are set; what the policy does not name is no secret of ours', () => {
  given(...secrets);
  const secret = secretFrom(policy(), working(['staging']));
  expect(secret('env:STAGING_WRITE')).toBe('staging_write-value');
  expect(() => secret('env:PROD_WRITE')).toThrow(expect.objectContaining({ code: 'environment_elsewhere' }));
  expect(() => secret('env:PATH')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
});

test('who only asks and answers needs no secret of what trains and serves, and uses it where it is set', () => {
  given('PROD_WRITE', 'STAGING_READ');
  const edge = { environments: ['production'], works: false };
  expect(unmetNeeds(policy(), edge)).toEqual([]);
  expect(() => secretFrom(policy(), edge)('env:PROD_DEPLOY')).toThrow(
    expect.objectContaining({ code: 'environment_elsewhere' }),
  );
  given('PROD_WRITE', 'STAGING_READ', 'PROD_DEPLOY');
  expect(secretFrom(policy(), edge)('env:PROD_DEPLOY')).toBe('prod_deploy-value');
});
