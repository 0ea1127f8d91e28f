import type { Actor, Happened, ReleaseEvent, Requirements } from '../../src/release/event.ts';
import type { Findings } from '../../src/release/evidence.ts';
import { fold } from '../../src/release/evolve.ts';
import { Digest, laneKey, PersonId, ReleaseId, Version } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { Phase, ReleaseState } from '../../src/release/state.ts';
import type { Around } from '../../src/release/view-shape.ts';

export const pat = PersonId.parse('U0PAT');
export const kim = PersonId.parse('U0KIM');
export const lee = PersonId.parse('U0LEE');
export const version = (number: number) => Version.parse(String(number));
export const release = (letter: string) => ReleaseId.parse(`r-${letter.repeat(10)}`);
export const digest = (digit: string) => Digest.parse(digit.repeat(64));
export const names = new Map([
  [pat, 'Pat Example'],
  [kim, 'Kim Example'],
  [lee, 'Lee Example'],
]);

export const t0 = Date.UTC(2026, 10, 2, 10, 0, 0);
const minute = 60_000;

export const by = (id: PersonId): Actor => ({ kind: 'person', id });
export const signalbox: Actor = { kind: 'signalbox', rule: 'worker' };

export type Step = readonly [event: ReleaseEvent, by?: Actor];

/** A log from events, a minute apart. */
export function log(steps: readonly Step[]): Happened<ReleaseEvent>[] {
  return steps.map(([event, who = signalbox], index) => ({ event, by: who, at: t0 + index * minute, index }));
}

/** The state a log folds to. */
export function stateOf(steps: readonly Step[]): ReleaseState {
  const state = fold(log(steps));
  if (state === null) throw new Error('an empty log');
  return state;
}

export const requirements: Requirements = {
  automatic: false,
  rules: [
    { from: ['reviewers'], min: 1, required: false },
    { from: ['platform'], min: 1, required: true },
  ],
  excluded: [{ person: pat, why: 'requester' }],
  unknown: [],
  extra: 0,
};

export const findings: Findings = {
  verdicts: [
    { gate: 'auc', status: 'pass', reason: '0.861, needs ≥ 0.80', cure: null },
    { gate: 'improves auc', status: 'pass', reason: '+0.009, needs ≥ 0.005', cure: null },
  ],
  metrics: [
    { name: 'auc', candidate: 0.861, champion: 0.852, direction: 'higher', primary: true },
    { name: 'latency_ms', candidate: 12.4, champion: 11.9, direction: 'lower', primary: false },
    { name: 'recall', candidate: 0.71, champion: 0.7, direction: 'higher', primary: false },
  ],
  moreMetrics: 14,
  changes: ['7 commits', 'data to 30 Oct', 'sklearn 1.5 → 1.6', 'schema same'],
  links: [{ label: 'run', url: 'http://mlflow.corp.example/#/runs/1' }],
  runAuthor: 'root',
  commitAuthor: 'lee@corp.example',
  commit: 'abc123',
};

export const failing: Findings = {
  ...findings,
  verdicts: [
    ...findings.verdicts,
    {
      gate: 'recall/high_value',
      status: 'fail',
      reason: '0.71, needs ≥ 0.74 (v12 0.75, tolerance 0.01)',
      cure: 'Register a better version.',
    },
    {
      gate: 'dataset_version',
      status: 'missing',
      reason: 'Tag dataset_version is missing',
      cure: 'Set it on the run.',
    },
  ],
};

export type Kind = ReleaseState['kind'];

/** Two registries that count differently: staging v14 becomes production v9. */
export function opened(kind: Kind, over: Partial<Extract<ReleaseEvent, { kind: 'opened' }>> = {}): Step {
  const own = kind !== 'promotion';
  return [
    {
      kind: 'opened',
      v: 1,
      release: release('a'),
      releaseKind: kind,
      pattern: 'deploy-model',
      model: 'churn',
      environment: 'production',
      lane: laneKey('churn', 'production'),
      registry: 'mlflow-prod',
      name: 'churn',
      version: own ? version(7) : null,
      source: own
        ? { environment: 'production', registry: 'mlflow-prod', name: 'churn', version: version(7) }
        : { environment: 'staging', registry: 'mlflow-staging', name: 'churn', version: version(14) },
      reason: 'better on high-value customers',
      undoes: null,
      alone: false,
      channel: 'C0PROD',
      expiresAt: t0 + 72 * 60 * minute,
      watchMs: 30 * minute,
      giveUpAfterMs: 24 * 60 * minute,
      ...over,
    },
    by(pat),
  ];
}

export function gathered(over: Partial<Extract<ReleaseEvent, { kind: 'evidence-gathered' }>> = {}): Step {
  return [
    {
      kind: 'evidence-gathered',
      v: 1,
      digest: digest('a'),
      candidate: { version: version(14), artifacts: digest('b') },
      champion: version(8),
      policy: digest('c'),
      blocked: false,
      findings,
      requirements,
      ...over,
    },
  ];
}

export const approvedBy = (id: PersonId, group: string): Step => [
  { kind: 'approved', v: 1, evidence: digest('a'), groups: [group], note: null },
  by(id),
];
export const complete: Step = [{ kind: 'review-completed', v: 1, automatic: false, people: [kim, lee] }];

const steps = ['copy-version', 'validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion'] as const;

export function started(kind: Kind): Step {
  const own = kind !== 'promotion';
  return [
    {
      kind: 'execution-started',
      v: 1,
      steps: own ? steps.slice(1) : [...steps],
      approvedBy: [kim, lee],
      targets: {
        registry: 'mlflow-prod',
        name: 'churn',
        version: own ? version(7) : null,
        source: null,
        champion: { from: version(8), to: own ? version(7) : null },
        previous: { from: version(7), to: version(8) },
        artifacts: digest('b'),
        evidence: digest('a'),
        tags: {},
      },
    },
  ];
}

/** Every step up to and without `until`, done. */
export function done(kind: Kind, until: (typeof steps)[number] | null): Step[] {
  const all = kind === 'promotion' ? steps : steps.slice(1);
  const upTo = until === null ? all.length : all.indexOf(until);
  return all.slice(0, upTo).flatMap((step): Step[] => [
    begun(step),
    [
      {
        kind: 'step-finished',
        v: 1,
        step,
        direction: 'do',
        attempt: 1,
        tookMs: 1400,
        already: false,
        version: step === 'copy-version' ? version(9) : null,
        bytes: null,
      },
    ],
  ]);
}

export function begun(step: (typeof steps)[number], attempt = 1): Step {
  return [{ kind: 'step-started', v: 1, step, direction: 'do', attempt, worker: 'w1', leaseUntil: t0 }];
}

export function failedAt(step: (typeof steps)[number]): Step {
  return [
    {
      kind: 'failed',
      v: 1,
      step,
      direction: 'do',
      attempt: 3,
      code: 'refused',
      words: 'the registry refused the alias: 403',
    },
  ];
}

const live = (kind: Kind): Step => [
  {
    kind: 'went-live',
    v: 1,
    version: version(kind === 'promotion' ? 9 : 7),
    replaced: version(8),
    replacedSince: null,
    watchUntil: t0 + 90 * minute,
  },
];

/** A realistic log for every phase of every kind of release. */
export function story(kind: Kind, phase: Phase): readonly Step[] {
  const review = [opened(kind), gathered()];
  const approved = [...review, approvedBy(kim, 'reviewers'), approvedBy(lee, 'platform'), complete];
  const watching = [...approved, started(kind), ...done(kind, null), live(kind)];
  const table: Record<Phase, readonly Step[]> = {
    gathering: [opened(kind)],
    blocked: [opened(kind), gathered({ blocked: true, findings: failing })],
    review: [...review, approvedBy(kim, 'reviewers')],
    approved,
    executing: [...approved, started(kind), ...done(kind, 'tag-version'), begun('tag-version')],
    failed: [
      ...approved,
      started(kind),
      ...done(kind, 'set-champion'),
      begun('set-champion', 3),
      failedAt('set-champion'),
    ],
    watching,
    verified: [...watching, [{ kind: 'verified', v: 1 }]],
    rejected: [...review, [{ kind: 'rejected', v: 1, reason: 'the slice is too small' }, by(kim)]],
    withdrawn: [...review, [{ kind: 'withdrawn', v: 1, reason: null }, by(pat)]],
    expired: [...review, [{ kind: 'expired', v: 1 }]],
    concluded: [
      opened(kind),
      gathered(),
      [{ kind: 'concluded', v: 1, why: 'mode-changed', live: null, mode: 'enforce' }],
    ],
    superseded: [...review, [{ kind: 'superseded', v: 1, release: release('b'), version: version(15) }]],
    abandoned: [
      ...approved,
      started(kind),
      ...done(kind, 'set-champion'),
      begun('set-champion'),
      failedAt('set-champion'),
      [{ kind: 'abandoned', v: 1, reason: 'mended by hand' }, by(lee)],
    ],
    'rolled-back': [
      ...watching,
      [
        { kind: 'rolled-back', v: 1, release: release('c'), to: version(8), reason: 'errors doubled', asker: null },
        by(kim),
      ],
    ],
  };
  return table[phase];
}

/** The lane of the stories: v8 is live unless the release went live. */
export function around(state: ReleaseState, over: Partial<Around> = {}): Around {
  const now = state.phase === 'rolled-back' ? null : state.live;
  const lane = {
    ...emptyLane(state.lane),
    since: t0,
    live: {
      version: now?.version ?? version(8),
      release: null,
      since: now?.at ?? t0 - 86_400_000,
      standing: now === null ? ('verified' as const) : ('watching' as const),
    },
  };
  return {
    lane,
    pauses: [],
    path: ['staging', 'production', 'edge'],
    next: 'edge',
    label: 'demo',
    notice: null,
    rescuers: ['platform'],
    ...over,
  };
}
