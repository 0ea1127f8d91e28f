import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { followPolicy, policyDigest } from '../../src/policy/active.ts';
import { sourceKinds } from '../../src/policy/alert-schema.ts';
import { envNames } from '../../src/policy/env-names.ts';
import { explained } from '../../src/policy/explain.ts';
import { lanePolicy } from '../../src/policy/lane-policy.ts';
import { parsePolicy, readPolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { usualWatching } from '../../src/policy/watching.ts';
import { alerting, changedAlerting } from './alerting.ts';

const minute = 60_000;

function policy(text: string) {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.policy;
}

function lane(model: string, environment: string, text = alerting) {
  return lanePolicy(policy(text), 1, model, environment);
}

test('every part is taken from where it is said nearest', () => {
  const { watchMs, watching, groups } = lane('churn', 'production');
  expect(watchMs).toBe(15 * minute);
  expect(watching).toEqual({
    of: ['errors', 'latency'],
    onBreach: 'auto-rollback',
    automates: ['errors'],
    countdownMs: 2 * minute,
    checks: [
      {
        name: 'latency',
        kind: 'prometheus',
        of: 'latency',
        severity: 'critical',
        ask: 'p99{version="{version}"}',
        server: 'main',
        samples: 'n{}',
        leastSamples: 50,
        bound: { sign: '≤', value: 1 },
        windowMs: 5 * minute,
        everyMs: 30_000,
        breaches: 5,
      },
      {
        name: 'accuracy',
        kind: 'metric',
        of: 'performance',
        severity: 'warning',
        ask: 'accuracy',
        server: null,
        samples: null,
        leastSamples: 0,
        bound: { sign: '≥', value: 0.8 },
        windowMs: 24 * 60 * minute,
        everyMs: minute,
        breaches: 3,
      },
    ],
    links: {
      runbook: 'https://wiki.example/churn',
      dashboard: 'https://grafana.example/d?m=churn&e=production',
      ticket: 'https://tickets.example/new',
    },
    tell: ['platform'],
    second: ['@ml-oncall'],
    remindMs: [],
    may: ['platform', 'U0SUE'],
  });
  expect(groups).toEqual({ platform: ['U0PLAT'] });
});

test('a model that says nothing has what the environment says, and else what is usual', () => {
  const { watchMs, watching } = lane('fraud', 'production');
  expect(watchMs).toBe(120 * minute);
  expect(watching).toMatchObject({ onBreach: 'ask', automates: [], remindMs: [10 * minute, 20 * minute] });
  expect(watching.checks).toMatchObject([{ name: 'latency', server: 'other', windowMs: 10 * minute }]);
  expect(watching.links.runbook).toBe('https://wiki.example/fraud');
  expect(lane('plain', 'staging')).toMatchObject({ watchMs: 60 * minute, watching: usualWatching });
});

test('a query asks the only server that there is', () => {
  const text = changedAlerting('  other: { url: "https://other.example/prefix" }\n', '')
    .replace('prometheus: other, ', '')
    .replace('prometheus: main, ', '');
  expect(lane('churn', 'production', text).watching.checks).toMatchObject([{ server: 'main' }, { server: null }]);
});

const nearest: readonly [environment: string, by: string, watchMs: number, countdownMs: number][] = [
  ['production', 'for: 40m, countdown: 2m', 15 * minute, 2 * minute],
  ['staging', 'for: 40m, countdown: 2m', 40 * minute, 2 * minute],
  ['staging', 'countdown: 90s', 60 * minute, 90_000],
];

test.each(nearest)('in %s of a model that says %s', (environment, by, watchMs, countdownMs) => {
  const found = lane('churn', environment, changedAlerting('countdown: 2m', by));
  expect([found.watchMs, found.watching.countdownMs]).toEqual([watchMs, countdownMs]);
});

test('a watch of no kinds', () => {
  const text = changedAlerting('of: [errors, latency]', 'of: none');
  expect(lane('fraud', 'production', text).watching.of).toEqual([]);
});

const digests: readonly [what: string, piece: string, by: string, changes: boolean][] = [
  ['what is usual, written out', 'watch: 1h }', 'watch: { for: 1h, on-breach: ask, countdown: 60s } }', false],
  ['alerts of others', 'env:WATCH_TOKEN', 'env:OTHER', false],
  ['the address of a server', 'https://prometheus.example', 'https://prometheus2.example', false],
  ['another environment’s watch', 'for: 2h', 'for: 3h', false],
  ['kinds of its own', 'watch: 1h }', 'watch: { for: 1h, of: [errors] } }', true],
  ['how long', 'watch: 1h }', 'watch: 2h }', true],
];

test.each(digests)('the digest and %s', (_, piece, by, changes) => {
  const before = lane('plain', 'staging').digest;
  expect(lane('plain', 'staging', changedAlerting(piece, by)).digest !== before).toBe(changes);
});

const secrets: readonly [environments: string[] | null, names: string[]][] = [
  [null, ['MONITORS_PASSWORD', 'PROMETHEUS_TOKEN', 'REPORTS_SECRET', 'WATCH_TOKEN']],
  [['production'], ['PROMETHEUS_TOKEN']],
];

test.each(secrets)('a process for %j needs its secrets', (environments, names) => {
  expect(envNames(policy(alerting), environments)).toEqual(names);
});

test('a process for an environment whose checks ask no server of ours needs no login to it', () => {
  const text = changedAlerting('main, query', 'other, query');
  expect(envNames(policy(text), ['production'])).toEqual([]);
});

test('the kinds of sources are those that there are', () => {
  expect([...sourceKinds].sort()).toEqual(Object.keys(alertSources).sort());
});

test('every line says where it comes from', () => {
  const read = readPolicy(alerting, 'policy.yaml');
  if (read === null) throw new Error('it is right');
  const lines = explained(read, 'churn', 'production').filter(({ key }) => /^(watch|check|links|on-alert)/.test(key));
  expect(lines.map(({ key, text, from }) => `${key}: ${text} <- ${from}`)).toMatchInlineSnapshot(`
    [
      "watch: 15m <- policy.yaml:41",
      "watch of: errors, latency <- policy.yaml:23",
      "watch on-breach: auto-rollback <- policy.yaml:35",
      "watch automates: errors <- policy.yaml:35",
      "watch countdown: 2m <- policy.yaml:35",
      "check latency: latency, critical: p99{version="{version}"} of main ≤ 1, with 50 or more of n{}; broken in 5 windows of 5m, every 30s <- policy.yaml:36",
      "check accuracy: performance, warning: metric accuracy ≥ 0.8; broken in 3 windows of 24h, every 1m <- policy.yaml:36",
      "links runbook: https://wiki.example/churn <- policy.yaml:26",
      "links dashboard: https://grafana.example/d?m=churn&e=production <- policy.yaml:26",
      "links ticket: https://tickets.example/new <- policy.yaml:39",
      "on-alert tell: platform <- policy.yaml:27",
      "on-alert second: @ml-oncall <- policy.yaml:27",
      "on-alert remind: none <- policy.yaml:41",
      "on-alert may: platform, U0SUE <- policy.yaml:27",
    ]
  `);
});

/** The parts of the example, joined to a policy that has what they name. */
function whole(manual: string, heading: string): string {
  const text = readFileSync(manual, 'utf8').split(`## ${heading}\n`)[1] ?? '';
  return (/^(?: {4}.*\n)+/m.exec(text)?.[0] ?? '').replaceAll(/^ {4}/gm, '');
}

test('the example of the manual is right', () => {
  const text = whole('docs/policy.md', 'Alerts and watching')
    .replace(
      '  production:\n',
      '  staging: { registry: s, channel: C0S, approvals: none }\n  production:\n    registry: p\n    channel: C0P\n    approvals: none\n',
    )
    .replace('  churn:\n', '  churn:\n    owner: U0O\n    path: [staging, production]\n');
  const rest =
    'registries: { s: { kind: mlflow, url: "http://s.example" }, p: { kind: mlflow, url: "http://p.example" } }\n';
  const production = lane('churn', 'production', `admin: C0A\ngroups: { platform: [U0P] }\n${rest}${text}`);
  expect(production.watching).toMatchObject({ onBreach: 'auto-rollback', countdownMs: minute, second: ['platform'] });
  expect(production.watching.checks.map(({ server, breaches }) => [server, breaches])).toEqual([
    ['main', 3],
    [null, 2],
  ]);
});

test('the check of the manual of alerts is right', () => {
  const text = whole('docs/alerts.md', 'Checks of its own').replace(
    '  churn:\n',
    '  churn:\n    owner: U0O\n    path: [production]\n',
  );
  const rest = `admin: C0A
environments: { production: { registry: p, channel: C0P, approvals: none } }
registries: { p: { kind: mlflow, url: "http://p.example" } }
`;
  const { checks } = lane('churn', 'production', rest + text).watching;
  expect(checks).toMatchObject([{ name: 'error rate', server: 'main', leastSamples: 100, everyMs: minute }]);
});

test('rules of a source are those of the active policy', async () => {
  const document = { number: 3, digest: policyDigest(alerting), text: alerting };
  const policies = await followPolicy({
    number: async () => 3,
    active: async () => document,
    propose: async () => null,
  });
  expect(policies.signalRules?.('monitors')).toEqual([
    {
      when: { alertname: 'churn drift*' },
      model: 'churn',
      environment: 'production',
      kind: 'input-drift',
      severity: 'warning',
    },
    { when: {}, model: 'churn' },
  ]);
  expect(policies.signalRules?.('reports')).toEqual([]);
  expect(policies.signalRules?.('constructor')).toEqual([]);
});
