import type { Evidence, Findings, VerdictStatus } from '../../src/release/evidence.ts';
import type { Pause } from '../../src/release/lane-state.ts';
import type { Around } from '../../src/release/view-shape.ts';
import {
  approvedBy,
  by,
  digest,
  done,
  findings,
  gathered,
  kim,
  lee,
  opened,
  pat,
  requirements,
  type Step,
  started,
  story,
  t0,
  version,
} from './scenes.ts';

/** A card with what lies around it. */
export interface GatedScene {
  readonly steps: readonly Step[];
  readonly around?: Partial<Around>;
}

const day = 86_400_000;

export const boxes = ['I looked at the slices', 'The data is from this quarter', 'The owner knows'];

function verdict(gate: string, status: VerdictStatus, reason: string, cure: string | null = null) {
  return { gate, status, reason, cure };
}

const compared: Findings = {
  ...findings,
  verdicts: [
    ...findings.verdicts,
    verdict('improves f1', 'not-comparable', '`f1` was measured on other data than v8’s.', 'Evaluate v8 on it too.'),
  ],
};

const modes: Findings = {
  ...findings,
  verdicts: [
    ...findings.verdicts,
    { ...verdict('latency p95', 'fail', '61 ms, needs ≤ 50 ms'), mode: 'warn', until: t0 + 30 * day },
    { ...verdict('drift', 'off', 'no baseline before the new pipeline'), mode: 'off' },
  ],
};

const accepted: Step = [
  {
    kind: 'verdicts-accepted',
    v: 1,
    evidence: digest('a'),
    gates: ['improves f1'],
    groups: ['platform'],
    reason: 'measured by hand on the old data too: +0.004',
    unblocks: true,
  },
  by(lee),
];

const ticked: Step = [
  { kind: 'approved', v: 1, evidence: digest('a'), groups: ['reviewers'], note: 'compared with March', checked: boxes },
  by(kim),
];

const pause: Pause = {
  cause: 'person',
  by: by(lee),
  at: t0,
  why: 'stock-taking',
  until: t0 + day,
  release: null,
  scope: 'production',
};
const waits: Step = [
  { kind: 'waiting', v: 1, cause: 'paused', words: 'stock-taking', until: t0 + day, scope: 'production', by: lee },
];
const failed: Findings = {
  ...findings,
  verdicts: [verdict('auc', 'fail', '0.61, needs ≥ 0.80', 'Register a better version.')],
};
const automatic: Step = [{ kind: 'review-completed', v: 1, automatic: true, people: [] }];
const pushed = [
  opened('promotion', { breakGlass: true, reason: 'v8 refuses every customer' }),
  gathered({ findings: failed }),
  automatic,
];
const [begun] = started('promotion');
const alone: Step = [begun.kind === 'execution-started' ? { ...begun, approvedBy: [] } : begun];
const live = story('promotion', 'watching').slice(-1);
const owed: Step = [{ kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: t0 + 2 * day }, by(pat)];
const broken = [...pushed, alone, ...done('promotion', null), ...live, owed];

/** What gates, reviewers and pauses bring, by what a reader would call it. */
export const gatedScenes: Readonly<Record<string, GatedScene>> = {
  'warns and off': { steps: [opened('promotion'), gathered({ findings: modes })] },
  'not comparable': { steps: [opened('promotion'), gathered({ blocked: true, findings: compared })] },
  accepted: { steps: [opened('promotion'), gathered({ blocked: true, findings: compared }), accepted] },
  'checklist, one approved': {
    steps: [
      opened('promotion'),
      gathered({ requirements: { ...requirements, checklist: { reviewers: boxes } } }),
      ticked,
    ],
  },
  waiting: { steps: [opened('promotion'), gathered(), waits], around: { pauses: [pause] } },
  'waiting, approved': {
    steps: [...story('promotion', 'approved'), waits],
    around: { pauses: [pause] },
  },
  'break-glass, gathered': { steps: pushed },
  'break-glass, executing': { steps: [...pushed, alone, ...done('promotion', 'set-previous')] },
  'break-glass, live': { steps: broken },
  'break-glass, overdue': { steps: [...broken, [{ kind: 'follow-up-overdue', v: 1, people: [kim, lee] }]] },
  'break-glass, reviewed': {
    steps: [...broken, [{ kind: 'follow-up-closed', v: 1, note: 'looked at the errors: they are gone' }, by(lee)]],
  },
  advice: { steps: [opened('promotion', { mode: 'advise' }), gathered()] },
  'advice against it': {
    steps: [opened('promotion', { mode: 'advise' }), gathered({ blocked: true, findings: failed })],
  },
  'advice, live by hand': {
    steps: [
      opened('promotion', { mode: 'advise' }),
      gathered(),
      [{ kind: 'concluded', v: 1, why: 'went-live', live: version(9), mode: 'advise' }],
    ],
  },
  'taken back': {
    steps: [
      opened('promotion'),
      gathered(),
      approvedBy(kim, 'reviewers'),
      [{ kind: 'approval-taken-back', v: 1, evidence: digest('a') }, by(kim)],
    ],
  },
};

/** Both sides of a candidate in full: slices, chain, environment, data. */
export const bothSides: Evidence = {
  v: 1,
  kind: 'promotion',
  model: 'churn',
  environment: 'production',
  candidate: {
    registry: 'mlflow-staging',
    name: 'churn',
    version: version(14),
    artifacts: digest('b'),
    run: '0f3a9c',
    commit: 'abc123def456',
    schema: '{"inputs":"[]"}',
    metrics: [
      { name: 'auc', value: 0.861, dataset: { name: 'holdout', digest: 'aaaaaaaa11' } },
      { name: 'f1', value: 0.6213, dataset: { name: 'holdout', digest: 'aaaaaaaa11' } },
      { name: 'recall/high_value', value: 0.71, dataset: null },
      { name: 'recall/new', value: 0.6, dataset: null },
    ],
    params: { lr: '0.1', depth: '6', prompt_version: '7', l2: '1' },
    tags: { 'version:index_version': '12', 'run:team': 'growth' },
    datasets: [
      { name: 'churn-2026', digest: 'new1', context: 'training' },
      { name: 'holdout', digest: 'aaaaaaaa11', context: 'eval' },
    ],
    description: 'Trained on all customers since 2024.',
    environment: { python: '3.12', requirements: { 'scikit-learn': '1.6', numpy: '2.0', pandas: null } },
  },
  champion: {
    version: version(8),
    schema: null,
    metrics: [
      { name: 'auc', value: 0.852, dataset: { name: 'holdout', digest: 'aaaaaaaa11' } },
      { name: 'f1', value: 0.617, dataset: { name: 'holdout-old', digest: 'bbbbbbbb22' } },
      { name: 'recall/high_value', value: 0.75, dataset: null },
      { name: 'precision', value: 0.5, dataset: null },
    ],
    commit: 'def456abc123',
    params: { lr: '0.05', depth: '6', prompt_version: '6', gone: 'x' },
    datasets: [{ name: 'holdout', digest: 'aaaaaaaa11', context: 'eval' }],
    environment: { python: '3.11', requirements: { 'scikit-learn': '1.5', numpy: '2.0' } },
  },
  verdicts: [],
  policy: digest('c'),
};
