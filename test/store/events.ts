import { createHash } from 'node:crypto';
import type { AppendResult, Batch } from '../../src/ports-store.ts';
import type { Entry, Event, ReleaseEvent } from '../../src/release/event.ts';
import { CommandId, Digest, LaneKey, PersonId, ReleaseId, Version } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';

export const pat = PersonId.parse('U0PAT');
export const sam = PersonId.parse('U0SAM');
export const byPat = { kind: 'person', id: pat } as const;
export const churn = LaneKey.parse('churn/production');
export const evidence = digest('evidence');

export function digest(of: string): Digest {
  return Digest.parse(createHash('sha256').update(of).digest('hex'));
}

/** The id of the n-th release. */
export function id(n: number): ReleaseId {
  return ReleaseId.parse(`r-${String(n).padStart(10, '0')}`);
}

export function version(n: number): Version {
  return Version.parse(String(n));
}

/** The first event of a promotion of version `n`. */
export function opened(n: number, lane: LaneKey = churn): Extract<ReleaseEvent, { kind: 'opened' }> {
  const [model = '', environment = ''] = lane.split('/');
  return {
    kind: 'opened',
    v: 1,
    release: id(n),
    releaseKind: 'promotion',
    pattern: 'deploy-model',
    model,
    environment,
    lane,
    registry: 'mlflow-prod',
    name: model,
    version: version(n),
    source: { environment: 'staging', registry: 'mlflow-staging', name: model, version: version(n) },
    reason: 'better recall on high-value customers',
    undoes: null,
    alone: false,
    channel: 'C0PROD',
    expiresAt: 1_800_000_000_000,
    watchMs: 1_800_000,
    giveUpAfterMs: 86_400_000,
  };
}

/** Everything that happens to version `n` between opening and the end of its watch, one command each. */
export function story(n: number): readonly (readonly ReleaseEvent[])[] {
  return [[gathered(n)], [approved()], [approved(), completed()], [started(n)], ...steps(), [wentLive(n)], [verified]];
}

export const verified: ReleaseEvent = { kind: 'verified', v: 1 };
export const rejected: ReleaseEvent = { kind: 'rejected', v: 1, reason: 'recall is too low' };

export function approved(): ReleaseEvent {
  return { kind: 'approved', v: 1, evidence, groups: ['reviewers'], note: null };
}

export function completed(): ReleaseEvent {
  return { kind: 'review-completed', v: 1, automatic: false, people: [pat, sam] };
}

export function wentLive(n: number): ReleaseEvent {
  return {
    kind: 'went-live',
    v: 1,
    version: version(n),
    replaced: null,
    replacedSince: null,
    watchUntil: 1_790_000_000_000,
  };
}

export const stepKinds = [
  'copy-version',
  'validate',
  'tag-version',
  'set-previous',
  'set-champion',
  'confirm-champion',
] as const;

function steps(): readonly (readonly ReleaseEvent[])[] {
  return stepKinds.flatMap((step): readonly (readonly ReleaseEvent[])[] => {
    const on = { v: 1, step, direction: 'do', attempt: 1 } as const;
    return [
      [{ ...on, kind: 'step-started', worker: 'worker-1-4711', leaseUntil: 1_790_000_000_000 }],
      [{ ...on, kind: 'step-finished', tookMs: 412, already: false, version: version(7), bytes: 1_048_576 }],
    ];
  });
}

export function started(n: number): ReleaseEvent {
  const source = { environment: 'staging', registry: 'mlflow-staging', name: 'churn', version: version(n) };
  return {
    kind: 'execution-started',
    v: 1,
    targets: {
      registry: 'mlflow-prod',
      name: 'churn',
      version: version(n),
      source,
      champion: { from: version(12), to: version(n) },
      previous: { from: version(11), to: version(12) },
      artifacts: digest('artifacts'),
      evidence,
      tags: Object.fromEntries(
        ['release', 'approved-by', 'approved-at', 'evidence', 'policy', 'gates', 'commit', 'chain'].map((tag) => [
          `signalbox.${tag}`,
          digest(tag).slice(0, 48),
        ]),
      ),
    },
    steps: [...stepKinds],
    approvedBy: [pat, sam],
  };
}

export function gathered(n: number, metrics = 5): ReleaseEvent {
  return {
    kind: 'evidence-gathered',
    v: 1,
    digest: evidence,
    candidate: { version: version(n), artifacts: digest(`artifacts ${n}`) },
    champion: version(12),
    policy: digest('policy'),
    blocked: false,
    findings: {
      verdicts: Array.from({ length: 6 }, (_, gate) => ({
        gate: `metric auc/slice_${gate} ≥ 0.8${gate}`,
        status: 'pass',
        reason: `auc/slice_${gate} 0.8${gate}${n % 97}, needs ≥ 0.8${gate} (v12 0.83)`,
        cure: null,
      })),
      metrics: Array.from({ length: metrics }, (_, metric) => ({
        name: `recall/high_value_${metric}`,
        candidate: 0.71 + n / 1e6 + metric / 100,
        champion: 0.7,
        direction: 'higher',
        primary: metric === 0,
      })),
      moreMetrics: 31,
      changes: ['7 commits', 'sklearn 1.5 → 1.6', 'schema same', 'training data 2026-03 → 2026-04'],
      links: ['Run', 'Version', 'Compare', 'Commit'].map((label) => ({
        label,
        url: `https://mlflow.prod.corp.example/#/experiments/1/runs/${digest(`${label} ${n}`).slice(0, 32)}`,
      })),
      runAuthor: 'sam@corp.example',
      commitAuthor: 'sam@corp.example',
      commit: digest(`commit ${n}`).slice(0, 40),
    },
    requirements: {
      automatic: false,
      rules: [
        { from: ['reviewers'], min: 1, required: false },
        { from: ['platform'], min: 1, required: true },
      ],
      excluded: [{ person: pat, why: 'requester' }],
      unknown: [],
      extra: 0,
    },
  };
}

let commands = 0;

/** One append to one stream, on a command id of its own unless told. */
export function batch(
  release: ReleaseId,
  expected: number,
  events: readonly Event[],
  over: Partial<Batch> = {},
): Batch {
  commands += 1;
  return {
    command: CommandId.parse(`command-${commands}`),
    by: byPat,
    at: 1_763_000_000_000,
    policy: 1,
    appends: [{ stream: releaseStream(release), expected, events }],
    basedOn: [],
    ...over,
  };
}

/** The entries of an append that went through; throws for any other result. */
export function written(result: AppendResult): readonly Entry[] {
  if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`);
  return result.entries;
}
