import type { PolicyView } from '../../blocks/policy-words.ts';
import type { CheckReport } from '../../src/release/check-report.ts';
import { laneKey } from '../../src/release/ids.ts';
import { noWorkings } from '../fakes/workings.ts';
import { by, digest, findings, kim, lee, requirements, t0, version } from './scenes.ts';

/** A check that found something of everything. */
export function checked(over: Partial<CheckReport> = {}): CheckReport {
  return {
    model: 'churn',
    environment: 'production',
    version: version(14),
    from: 'staging',
    notYet: null,
    verdicts: [
      ...findings.verdicts,
      { gate: 'improves f1', status: 'not-comparable', reason: 'other data', cure: null },
      { gate: 'latency', status: 'fail', reason: '61 ms', cure: null, mode: 'warn', until: t0 },
      { gate: 'drift', status: 'off', reason: 'no baseline', cure: null, mode: 'off' },
    ],
    requirements: { ...requirements, checklist: { reviewers: ['I looked'] } },
    approvers: [
      { rule: { from: ['reviewers'], min: 1, required: false }, people: [kim, lee] },
      { rule: { from: ['platform'], min: 1, required: true }, people: [] },
    ],
    unreachable: ['@platform'],
    pauses: [{ cause: 'person', by: by(lee), at: t0, why: 'stock-taking', until: null, release: null }],
    open: null,
    live: { version: version(8), release: null, since: t0, standing: 'verified' },
    findings,
    wouldOpen: null,
    mode: 'enforce',
    ...over,
  };
}

/** The policy of a lane that asks for everything. */
export function policyShown(): PolicyView {
  return {
    policy: {
      number: 7,
      digest: digest('c'),
      lane: laneKey('churn', 'production'),
      model: 'churn',
      environment: 'production',
      ...noWorkings,
      pattern: 'deploy-model',
      path: ['staging', 'production'],
      registry: 'mlflow-prod',
      registeredName: 'churn',
      source: { environment: 'staging', registry: 'mlflow-staging', registeredName: 'churn' },
      channel: 'C0PROD',
      owner: ['@growth-ml'],
      approvals: [
        { from: ['reviewers'], min: 1, required: false },
        { from: ['platform', 'pat@corp.example'], min: 1, required: true },
      ],
      exclude: ['requester', 'run-author'],
      unknownPerson: 'one-more',
      rollback: { onCall: ['@ml-oncall'], approvals: [{ from: ['reviewers'], min: 1, required: false }] },
      may: {
        request: 'everybody',
        withdraw: ['platform'],
        stop: ['platform'],
        pause: ['platform'],
        resume: ['platform'],
      },
      opens: 'candidate',
      gates: [
        { kind: 'metric', metric: 'auc', min: 0.8 },
        { kind: 'latency', latency: 'p95_ms', max: 50, mode: { kind: 'warn', until: t0 } },
        { kind: 'schema', schema: 'backward', mode: { kind: 'off', because: 'the new client is not out yet' } },
      ],
      mode: 'enforce',
      breakGlass: ['@ml-oncall'],
      checklist: { reviewers: ['I looked at the slices', 'The data is from this quarter'] },
      remindMs: [86_400_000, 259_200_000],
      reevaluateMs: 90 * 86_400_000,
      calendar: [
        { kind: 'weekly', from: 6_720, to: 480, zone: 'Europe/Berlin', why: 'nobody is there' },
        { kind: 'dates', from: '2026-12-20', to: '2027-01-03', zone: 'Europe/Berlin', why: 'stock-taking' },
      ],
      show: [{ artifact: 'plots/confusion.png', rows: 20, beside: true }],
      team: 'growth',
      notice: 'Change board meets on Tuesdays.',
      expiresMs: 259_200_000,
      watchMs: 1_800_000,
      giveUpAfterMs: 86_400_000,
      groups: {},
      people: {},
    },
    gates: [
      { label: 'auc ≥ 0.80', mode: { kind: 'block' } },
      { label: 'p95_ms ≤ 50', mode: { kind: 'warn', until: t0 } },
      { label: 'schema backward', mode: { kind: 'off', because: 'the new client is not out yet' } },
    ],
  };
}
