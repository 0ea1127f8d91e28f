import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alertSourcesOf } from '../../src/main/alert-sources.ts';
import { unmetNeeds } from '../../src/main/needs.ts';
import { parsePolicy } from '../../src/policy/parse.ts';

function policy() {
  const parsed = parsePolicy(
    `admin: C0ADMIN
alerts:
  watch: { kind: alertmanager, auth: { bearer: env:WATCH_TOKEN } }
  monitors: { kind: databricks, auth: { basic: { user: signalbox, password: env:MONITORS_PASSWORD } } }
  reports: { kind: drift, auth: { hmac: env:REPORTS_SECRET } }
  anybody: { kind: alertmanager, auth: none }
environments:
  production: { registry: prod, channel: C0PROD, approvals: none }
registries:
  prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
  churn: { owner: U0ADA, path: [production] }
`,
    'policy.yaml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

const secrets = ['MONITORS_PASSWORD', 'REPORTS_SECRET', 'WATCH_TOKEN'];

beforeEach(() => {
  for (const name of secrets) vi.stubEnv(name, 'old-secret, new-secret');
});
afterEach(() => vi.unstubAllEnvs());

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

const told: readonly [
  source: string,
  what: string,
  headers: Readonly<Record<string, string>>,
  kind: 'forged' | 'malformed',
][] = [
  ['watch', 'the old token', { authorization: 'Bearer old-secret' }, 'malformed'],
  ['watch', 'the new token', { authorization: 'Bearer new-secret' }, 'malformed'],
  ['watch', 'both at once', { authorization: 'Bearer old-secret, new-secret' }, 'forged'],
  ['watch', 'no token', {}, 'forged'],
  ['monitors', 'its password', basic('signalbox:new-secret'), 'malformed'],
  ['monitors', 'another user', basic('somebody:new-secret'), 'forged'],
  ['reports', 'a token in place of a signature', { authorization: 'Bearer new-secret' }, 'forged'],
  ['anybody', 'nothing', {}, 'malformed'],
];

test.each(told)('%s with %s', (name, _, headers, kind) => {
  const source = alertSourcesOf(policy(), { environments: null, works: true }).get(name);
  expect(source?.name).toBe(name);
  expect(source?.read(headers, Buffer.from('{}'), Date.UTC(2026, 10, 22)).kind).toBe(kind);
});

test('a process that works everywhere says which secrets it lacks; one of an environment listens to what it has', () => {
  vi.stubEnv('WATCH_TOKEN', '');
  expect(unmetNeeds(policy(), { environments: null, works: true }).map((problem) => problem.split(' ')[0])).toEqual([
    'WATCH_TOKEN',
  ]);
  expect(unmetNeeds(policy(), { environments: ['production'], works: true })).toEqual([]);
  expect([...alertSourcesOf(policy(), { environments: ['production'], works: true }).keys()]).toEqual([
    'monitors',
    'reports',
    'anybody',
  ]);
});
