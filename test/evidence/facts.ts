import type { Metric, MetricValue, VersionFacts } from '../../src/release/evidence.ts';
import { Digest, laneKey, Version } from '../../src/release/ids.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { noWorkings } from '../fakes/workings.ts';

const hour = 3_600_000;

export function digest(letter: string): Digest {
  return Digest.parse(letter.repeat(64));
}

export function measured(name: string, value: MetricValue, dataset: Metric['dataset'] = null): Metric {
  return { name, value, dataset };
}

const run: NonNullable<VersionFacts['run']> = {
  id: 'run-14',
  status: 'finished',
  startedAt: 1_000,
  endedAt: 2_000,
  user: 'pat@corp.example',
  commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001020304',
  commitAuthor: 'sam@corp.example',
  branch: 'main',
  repository: 'https://git.example/team/churn.git',
  dirty: false,
  tags: { 'mlflow.runName': 'brave-owl' },
  url: 'https://mlflow.example/#/runs/run-14',
};

/** What a registry says about a version that nothing is wrong with, but for what the test changes. */
export function facts(change: Partial<VersionFacts> = {}): VersionFacts {
  return {
    registry: 'mlflow',
    name: 'churn',
    version: Version.parse('14'),
    status: 'ready',
    registeredAt: 3_000,
    description: 'Retrained on October.',
    tags: { team: 'growth' },
    run,
    modelId: 'm-14',
    metrics: [measured('auc', 0.861), measured('loss', 0.31)],
    params: { depth: '6' },
    datasets: [{ name: 'october', digest: 'd0c70be5', context: 'training' }],
    schema: { inputs: '[{"type":"double","name":"age"}]', outputs: '[{"type":"long"}]', params: null },
    artifacts: { digest: digest('a'), files: 3, bytes: 4_096, manifest: null },
    url: 'https://mlflow.example/#/models/churn/versions/14',
    ...change,
  };
}

/** The facts with another run, or with some of it changed. */
export function withRun(
  change: Partial<NonNullable<VersionFacts['run']>>,
  version: VersionFacts = facts(),
): VersionFacts {
  return { ...version, run: { ...run, ...change } };
}

export function champion(change: Partial<VersionFacts> = {}): VersionFacts {
  return facts({
    version: Version.parse('12'),
    metrics: [measured('auc', 0.852), measured('loss', 0.3)],
    artifacts: { digest: digest('b'), files: 3, bytes: 4_096, manifest: null },
    ...change,
  });
}

/** The effective policy of churn in production. */
export function lane(change: Partial<LanePolicy> = {}): LanePolicy {
  return {
    number: 3,
    digest: digest('c'),
    lane: laneKey('churn', 'production'),
    model: 'churn',
    environment: 'production',
    ...noWorkings,
    pattern: 'deploy-model',
    path: ['staging', 'production'],
    registry: 'mlflow',
    registeredName: 'prod.churn',
    source: { environment: 'staging', registry: 'mlflow', registeredName: 'churn' },
    channel: 'C0PROD',
    owner: ['@growth-ml'],
    approvals: [{ from: ['reviewers'], min: 2, required: false }],
    exclude: ['requester'],
    unknownPerson: 'one-more',
    rollback: { onCall: ['@ml-oncall'], approvals: [] },
    may: { request: 'everybody', withdraw: [], stop: [], pause: [], resume: [] },
    opens: 'candidate',
    gates: [],
    mode: 'enforce',
    breakGlass: [],
    checklist: {},
    remindMs: [],
    reevaluateMs: null,
    calendar: [],
    show: [],
    team: null,
    notice: null,
    expiresMs: 72 * hour,
    watchMs: hour / 2,
    giveUpAfterMs: 24 * hour,
    groups: {},
    people: {},
    ...change,
  };
}
