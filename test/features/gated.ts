import { approveRelease } from '../../blocks/actions.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import type { Version } from '../../src/release/ids.ts';
import { loggedNothing, register } from '../fakes/registry.ts';
import { type Stage, stage } from './support.ts';

interface Written {
  /** Lines of the production environment, in YAML's flow or block form. */
  readonly here?: readonly string[];
  readonly gates?: readonly string[];
  readonly model?: readonly string[];
  /** In YAML's flow form. */
  readonly approvals?: string;
}

const usualApprovals = '[ { from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true } ]';

/** A policy with production alone, whose registry is where versions are registered. */
export function productionPolicy({
  here = [],
  gates = ['{ metric: auc, min: 0.80 }'],
  model = [],
  approvals = usualApprovals,
}: Written = {}): string {
  return `admin: C0ADMIN
groups:
  reviewers: [U0KIM, U0LEE]
  platform: ["@platform"]
environments:
  production:
    registry: mlflow-prod
    channel: C0PROD
    approvals: ${approvals}
    exclude: [requester]
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers, platform], min: 1 }] }
    watch: 30m
${here.map((line) => `    ${line}\n`).join('')}registries:
  mlflow-prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
  churn:
    owner: [U0PAT]
    pattern: deploy-model
    path: [production]
    opens: never
${model.map((line) => `    ${line}\n`).join('')}    gates:
${gates.map((gate) => `      - ${gate}\n`).join('')}`;
}

/** A stage with that policy. */
export function production(written: Written = {}): Promise<Stage> {
  return stage({ policy: productionPolicy(written) });
}

/** Registers a version in the production registry whose run logged this AUC, measured on this data set. */
export function registered(on: Stage, auc: number, dataset: string | null = null): Version {
  const run: VersionFacts['run'] = {
    id: `run-${auc}`,
    status: 'finished',
    startedAt: 1,
    endedAt: 2,
    user: 'pat',
    commit: 'c0ffee00',
    commitAuthor: null,
    branch: 'main',
    repository: null,
    dirty: false,
    tags: {},
    url: null,
  };
  return register(on.servers.prod, 'churn', {
    ...loggedNothing,
    files: { 'model.bin': `weights ${auc}` },
    at: on.clock.now(),
    run,
    metrics: [{ name: 'auc', value: auc, dataset: dataset === null ? null : { name: dataset, digest: dataset } }],
  });
}

/** A version that went live the usual way: asked for by pat, approved by kim and plat, watched to the end. */
export async function liveVersion(on: Stage, auc: number, dataset: string | null = null): Promise<Version> {
  const version = registered(on, auc, dataset);
  await on.type('pat', `promote churn@${version} to production`);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle(31 * 60_000);
  return version;
}

/** The newest card, as somebody's client has it. */
export function cardSeenBy(on: Stage, who: string): string {
  const messages = (on.slack.seenBy(who).channels['prod'] ?? []).map((one) => JSON.stringify(one));
  return messages.findLast((json) => json.includes('"type":"header"')) ?? '';
}
