import { expect, test } from 'vitest';
import { policyMessage } from '../../blocks/policy-words.ts';
import type { LanePolicy, OwnCheck } from '../../src/release/lane-policy.ts';
import { policyShown } from './gated-views.ts';
import { expectMessage, read } from './promises.ts';
import { names } from './scenes.ts';

const people = { names, mentions: [] };
const evil = `<!channel>\u202e${'x'.repeat(10_000)}`;
const minute = 60_000;

const check: OwnCheck = {
  name: 'error rate',
  kind: 'prometheus',
  of: 'errors',
  severity: 'critical',
  ask: 'rate(errors[5m])',
  server: 'main',
  samples: null,
  leastSamples: 0,
  bound: { sign: '≤', value: 0.01 },
  windowMs: 5 * minute,
  everyMs: minute,
  breaches: 3,
};

function said(change: Partial<LanePolicy>, watching: Partial<LanePolicy['watching']> = {}): string {
  const shown = policyShown();
  const policy = { ...shown.policy, ...change, watching: { ...shown.policy.watching, ...watching } };
  const message = policyMessage({ ...shown, policy }, people);
  expectMessage(message);
  return read(message).replaceAll(/ +/g, ' ').replaceAll(' \n', '\n');
}

const trainer = { kind: 'command' };
const back = { onBreach: 'auto-rollback', automates: ['errors'], countdownMs: 2 * minute } as const;

const words: readonly [
  what: string,
  change: Partial<LanePolicy>,
  watching: Partial<LanePolicy['watching']>,
  is: string,
][] = [
  ['what people decide', {}, {}, 'Goes back: when people press it'],
  [
    'what goes back by itself',
    {},
    back,
    'Goes back: by itself because of errors, 2 min after a trusted source says so',
  ],
  ['what is only advised on', { mode: 'advise' }, back, 'Goes back: when people press it'],
  ['what holds', {}, { of: ['input-drift'] }, 'and longer while there are alerts of input drift'],
  ['nothing that holds', { watchMs: 30 * minute }, { of: [] }, 'What goes live is watched for 30 min\n'],
  ['no watch', { watchMs: 0 }, {}, 'What goes live is not watched\n'],
  ['what is trained here', { pattern: 'deploy-code', trainer }, {}, 'Trained again: when people ask for it'],
  ['what is copied', { pattern: 'deploy-model' }, {}, 'Trained again: elsewhere'],
  ['when it is evaluated', { reevaluateMs: 90 * 1440 * minute }, {}, 'Evaluated again: due 90 d after'],
  ['when nobody says', { reevaluateMs: null }, {}, 'Evaluated again: when people do it'],
  ['a check', {}, { checks: [check] }, 'Check error rate (errors): rate(errors[5m]) has to be ≤ 0.01; it counts'],
  ['who hears', {}, { tell: ['ml'], second: ['platform'] }, 'from the second time on'],
  ['nobody reminded', {}, { remindMs: [] }, 'Alerts: the owner hears of them; nobody is reminded'],
];

test.each(words)('%s', (_, change, watching, is) => {
  expect(said(change, watching)).toContain(is);
});

test('fits, at its worst', () => {
  const worst = { ...check, name: evil, ask: evil };
  const checks = Array.from({ length: 40 }, () => worst);
  const links = { runbook: evil, dashboard: evil, ticket: evil };
  const everybody = Array.from({ length: 40 }, () => evil);
  said({}, { checks, links, tell: everybody, second: everybody, may: everybody });
});
