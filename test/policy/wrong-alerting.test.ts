import { expect, test } from 'vitest';
import { checkPolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { alerting, changedAlerting } from './alerting.ts';

/** A Sunday in November. */
const now = Date.UTC(2026, 10, 22);

function check(text: string): string[] {
  return checkPolicy(text, 'policy.yaml', now).map((problem) => problemText(problem).replace(/^policy.yaml:/, ''));
}

test('the policy with alerts is right', () => {
  expect(check(alerting)).toEqual([]);
});

const right: readonly [piece: string, by: string][] = [
  ['countdown: 2m', 'countdown: 10s'],
  ['countdown: 2m', 'countdown: 10m'],
  ['breaches: 5', 'breaches: 1'],
  ['breaches: 5', 'breaches: 20'],
  ['max: 0.5', 'min: -1'],
  ['prometheus: other, query', 'prometheus: other, samples: up, query'],
  ["'n{}'", '\'n{a=~"x{2}"}\''],
  ['auth: { hmac: env:REPORTS_SECRET }', 'auth: none'],
  ['watch: 15m', 'watch: { on-breach: ask }'],
];

test.each(right)('%s → %s is right', (piece, by) => {
  expect(check(changedAlerting(piece, by))).toEqual([]);
});

const wrong: readonly [piece: string, by: string, ...problems: string[]][] = [
  [
    '  watch: { kind',
    '  mlflow: { kind',
    '6:3: `mlflow` is taken by what else is listened to. Give the source another name.',
  ],
  [
    '  watch: { kind',
    '  github: { kind',
    '6:3: `github` is taken by what else is listened to. Give the source another name.',
  ],
  [
    '  watch: { kind',
    '  signalbox: { kind',
    '6:3: `signalbox` is what own checks are told by. Give the source another name.',
  ],
  ['  watch: { kind', '  prod: { kind', '6:3: `prod` is a registry’s name. Give the source another name.'],
  [
    '  watch: { kind',
    '  my/alerts: { kind',
    '6:3: alerts.my/alerts: the name is not a name that an address can end in. Write letters, digits, dots, dashes and underscores, beginning with a letter, 60 at most.',
  ],
  [
    'kind: alertmanager',
    'kind: alertmanger',
    '6:18: alerts.watch.kind: `alertmanger` is not a kind of source. Write `alertmanager`, `databricks`, `drift`.',
  ],
  [
    'auth: { bearer: env:WATCH_TOKEN }',
    'auth: { bearer: hunter2 }',
    '6:48: alerts.watch.auth.bearer: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'auth: { bearer: env:WATCH_TOKEN }',
    'auth: hunter2',
    '6:38: alerts.watch.auth: this is not how a source proves who it is. Write `{ bearer: env:NAME }`, `{ basic: { user: NAME, password: env:NAME } }`, `{ hmac: env:NAME }` or `none`.',
  ],
  [
    'auth: { bearer: env:WATCH_TOKEN }',
    'auth: { hmac: env:WATCH_TOKEN }',
    '6:46: alerts.watch.auth.hmac: this is not what `alertmanager` can send. Write `bearer` or `basic`.',
  ],
  [
    ', auth: { bearer: env:WATCH_TOKEN }',
    '',
    '6:3: alerts.watch.auth is missing. Write `{ bearer: env:NAME }`, `{ basic: { user: NAME, password: env:NAME } }`, `{ hmac: env:NAME }` or `none`.',
  ],
  [
    'basic: { user: signalbox, password: env:MONITORS_PASSWORD }',
    'bearer: env:MONITORS',
    '9:21: alerts.monitors.auth.bearer: this is not what `databricks` can send. Write `basic`.',
  ],
  [
    'user: signalbox',
    'user: "a:b"',
    '9:28: alerts.monitors.auth.basic.user: this is not a user: a colon ends it. Write another.',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: {}, model: chrun }',
    '12:28: there is no model `chrun`. Did you mean `churn`?',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: {}, model: churn, environment: prod }',
    '12:48: there is no environment `prod`. Did you mean `production`?',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: {}, model: fraud, environment: staging }',
    '12:48: `staging` is not on the path of `fraud`. Write one of `production`.',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: {} }',
    '12:9: alerts.monitors.map, entry 2: this is a rule that says nothing. Write `model`, `environment`, `kind` or `severity` beside `when`.',
  ],
  [
    '{ when: {}, model: churn }',
    '{ model: churn }',
    '12:9: alerts.monitors.map, entry 2, when is missing. Write labels with their patterns, `{ alertname: "Churn*" }`; `{}` is every alert.',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: { code: 500 }, model: churn }',
    '12:25: alerts.monitors.map, entry 2, when.code: `500` is not a pattern. Write a text in quotes, `*` stands for anything.',
  ],
  [
    '{ when: {}, model: churn }',
    '{ when: {}, kind: drift }',
    '12:27: alerts.monitors.map, entry 2, kind: `drift` is not a kind of alert. Write one of `input-drift`, `data-broken`, `performance`, `errors`, `latency`, `prediction-drift`.',
  ],
  [
    'severity: warning',
    'severity: page',
    '11:116: alerts.monitors.map, entry 1, severity: `page` is not how bad it is. Write `critical`, `warning` or `info`.',
  ],
  [
    'url: "https://prometheus.example", auth',
    'url: "https://pat:pw@prometheus.example", auth',
    '15:16: prometheus.main.url: this is not the address of a Prometheus server. Write `https://prometheus.example`, without user, password, query or fragment.',
  ],
  [
    'auth: { bearer: env:PROMETHEUS_TOKEN }',
    'auth: { bearer: abc }',
    '15:62: prometheus.main.auth.bearer: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    'watch: 1h',
    'watch: soon',
    '18:77: environments.staging.watch: `soon` is neither a time nor a watch. Write `30m`, or `{ for: 30m, of: [errors, latency] }`.',
  ],
  ['for: 2h', 'fro: 2h', '23:14: environments.production.watch: there is no `fro` here. Did you mean `for`?'],
  [
    'of: [errors, latency]',
    'of: []',
    '23:27: environments.production.watch.of: this is empty. Write `[errors, latency]`, or `none`.',
  ],
  [
    'of: [errors, latency]',
    'of: [drift]',
    '23:28: environments.production.watch.of, entry 1: `drift` is not a kind of alert. Write one of `input-drift`, `data-broken`, `performance`, `errors`, `latency`, `prediction-drift`.',
  ],
  [
    'on-breach: auto-rollback',
    'on-breach: rollback',
    '35:25: models.churn.watch.on-breach: `rollback` is not a choice. Write `ask` or `auto-rollback`.',
  ],
  [
    'automates: [errors]',
    'automates: [input-drift]',
    '35:52: models.churn.watch.automates, entry 1: `input-drift` is no reason for which anything may go back by itself. Write of `performance`, `errors`, `latency`: going back does not help against the others.',
  ],
  [
    'automates: [errors]',
    'automates: []',
    '35:51: models.churn.watch.automates: this is empty. Write `[errors]`, or leave it out.',
  ],
  [
    ', automates: [errors]',
    '',
    '35:25: nothing says because of what a version goes back by itself. Write `automates: [errors]` beside it.',
  ],
  [
    'countdown: 2m',
    'countdown: 9s',
    '35:72: models.churn.watch.countdown: `9s` is not a countdown. Write one from 10s to 10m: people need the time to press Cancel.',
  ],
  [
    'countdown: 2m',
    'countdown: 11m',
    '35:72: models.churn.watch.countdown: `11m` is not a countdown. Write one from 10s to 10m: people need the time to press Cancel.',
  ],
  [
    'watch: 15m',
    'watch: 0s',
    '35:25: only what is being watched goes back by itself, and nothing is watched in `production`. Write `for: 30m` there, or `on-breach: ask`.',
  ],
  [
    'prometheus: other,',
    'prometheus: another,',
    '25:53: there is no Prometheus server `another`. Did you mean `other`?',
  ],
  [
    'prometheus: other,',
    '',
    '25:42: there are several servers, and it does not say which. Write `prometheus` beside it: `main`, `other`.',
  ],
  [
    '{environment}"}',
    '{env}"}',
    '25:67: environments.production.checks, entry 1, query: `p95{model="{model}",env=~"a|{env}"}` is not a query: nothing is filled in for `{env}`. Write one of `{model}`, `{environment}`, `{version}`.',
  ],
  [
    '"{model}"',
    '{model}',
    '25:67: environments.production.checks, entry 1, query: `p95{model={model},env=~"a|{environment}"}` is not a query: `{model}` stands outside of quotes. Write `"{model}"`.',
  ],
  [
    'p99{version="{version}"}',
    'p99{version="{verison}"}',
    '37:86: models.churn.checks, entry 1, query: `p99{version="{verison}"}` is not a query: nothing is filled in for `{verison}`. Write one of `{model}`, `{environment}`, `{version}`.',
  ],
  [
    ', max: 0.5',
    '',
    '25:9: environments.production.checks, entry 1, max is missing. Write `max: 0.01`, what it may be at most, or `min: 0.9`, what it has to be at least.',
  ],
  [
    'max: 0.5',
    'max: 0.5, min: 0.1',
    '25:129: environments.production.checks, entry 1, min: `0.1` is a second bound. Keep one of `max` and `min`, or make two checks of them.',
  ],
  [
    'max: 0.5',
    'max: "0.5"',
    '25:119: environments.production.checks, entry 1, max: `0.5` is not a bound. Write a number.',
  ],
  [
    'metric: accuracy,',
    '',
    '38:9: models.churn.checks, entry 2, query is missing. Write PromQL, or `metric` with the name of what the live version’s runs log.',
  ],
  [
    'metric: accuracy,',
    'metric: accuracy, query: up, prometheus: main,',
    '38:54: models.churn.checks, entry 2, metric: `accuracy` is a second question. Keep one of `query` and `metric`, or make two checks of them.',
  ],
  [
    'metric: accuracy,',
    'metric: accuracy, prometheus: main,',
    '38:76: models.churn.checks, entry 2, prometheus: `main` is for a `query` only. Leave it out.',
  ],
  [
    'metric: accuracy,',
    'metric: accuracy, at-least: 50,',
    '38:9: models.churn.checks, entry 2, samples is missing. Write the metric that counts them, or leave `at-least` out.',
  ],
  [
    "samples: 'n{}', ",
    '',
    '37:9: models.churn.checks, entry 1, samples is missing. Write the PromQL that counts them, or leave `at-least` out.',
  ],
  [
    'at-least: 50',
    'at-least: 0',
    '37:140: models.churn.checks, entry 1, at-least: `0` is not a number of samples. Write how many there have to be, 1 or more.',
  ],
  [
    'breaches: 5',
    'breaches: 21',
    '37:174: models.churn.checks, entry 1, breaches: `21` is not a number of windows. Write how many have to break the bound one after the other, 1 to 20.',
  ],
  [
    'breaches: 5',
    'breaches: 0',
    '37:174: models.churn.checks, entry 1, breaches: `0` is not a number of windows. Write how many have to break the bound one after the other, 1 to 20.',
  ],
  [
    'every: 30s',
    'every: 1s',
    '37:159: models.churn.checks, entry 1, every: `1s` is not how often it is asked. Write a time from 10s to 1d.',
  ],
  [
    'window: 10m',
    'window: 31d',
    '25:132: environments.production.checks, entry 1, window: `31d` is not a window. Write one from 10s to 30d.',
  ],
  [
    'name: accuracy',
    'name: latency',
    '38:17: models.churn.checks, entry 2, name: `latency` is the name of another check here. Write another.',
  ],
  [
    'kind: performance,',
    '',
    '38:9: models.churn.checks, entry 2, kind is missing. Write one of `input-drift`, `data-broken`, `performance`, `errors`, `latency`, `prediction-drift`.',
  ],
  [
    'breaches: 5',
    'breach: 5',
    '37:164: models.churn.checks, entry 1: there is no `breach` here. Did you mean `breaches`?',
  ],
  [
    'https://wiki.example/{model}',
    'https://wiki.example/{version}',
    '26:23: environments.production.links.runbook: `https://wiki.example/{version}` is not an address to link to. Write `https://wiki.example/{model}`; `{model}` and `{environment}` are filled in, and nothing else.',
  ],
  [
    'https://tickets.example/new',
    'tickets',
    '39:22: models.churn.links.ticket: `tickets` is not an address to link to. Write `https://wiki.example/{model}`; `{model}` and `{environment}` are filled in, and nothing else.',
  ],
  ['tell: [platform]', 'tell: [platfrom]', '27:24: there is no group `platfrom`. Did you mean `platform`?'],
  ['may: [platform, U0SUE]', 'may: [nobody]', '27:83: there is no group `nobody`. Did you mean `nobody-else`?'],
  [
    'remind: [10m, 20m]',
    'remind: [20m, 10m]',
    '27:65: environments.production.on-alert.remind: this is not in order. Write the shortest time first, each once.',
  ],
  [
    'second:',
    'third:',
    '27:35: environments.production.on-alert: there is no `third` here. Write one of `tell`, `second`, `remind`, `may`.',
  ],
];

test.each(wrong)('%s → %s', (piece, by, ...problems) => {
  expect(check(changedAlerting(piece, by))).toEqual(problems);
});

test('what only unsigned sources could tell of never goes back', () => {
  const unsigned = alerting.replaceAll(/auth: \{ (bearer: env:WATCH_TOKEN|hmac: env:REPORTS_SECRET) \}/g, 'auth: none');
  const text = unsigned.replace(/auth: \{ basic.*/, 'auth: none');
  expect(check(text)).toEqual([
    '35:25: nothing that proves who it is tells of errors, so no version would ever go back by itself. Give a source under `alerts` an `auth`, or write a check of that kind.',
  ]);
  expect(check(text.replace('automates: [errors]', 'automates: [errors, latency]'))).toEqual([]);
});
