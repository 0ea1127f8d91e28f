import { onTestFinished } from 'vitest';
import { manifest } from '../../handlers/manifest.ts';
import type { Clock } from '../../sandbox/slack/clock.ts';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { readConfig } from '../../src/config.ts';
import { mlflow, unique } from '../support/mlflow.ts';

const people = {
  people: ['pat', 'kim', 'lee', 'otto'].map((name) => ({ id: `U0${name.toUpperCase()}`, name })),
  groups: [{ id: 'S0PLATFORM', handle: 'platform', people: ['lee'] }],
  channels: ['admin', 'staging', 'prod'].map((name) => ({
    id: `C0${name.toUpperCase()}`,
    name,
    people: ['pat', 'kim', 'lee', 'otto'],
    app: true,
  })),
  seed: 7,
};

/** A small company's Slack, ended with the test. */
export async function workspace(clock?: Clock): Promise<Workspace> {
  const slack = await startWorkspace({ ...people, ...(clock && { clock }), manifest: manifest({ transport: 'http' }) });
  onTestFinished(() => slack.close());
  return slack;
}

/** A model's name of its own, and the servers that the whole run shares. */
export async function registriesFor() {
  return {
    model: unique('budget'),
    servers: { staging: await mlflow('staging'), production: await mlflow('production') },
  };
}

/** The settings of a process at this Slack and this Redis, listening wherever there is room. */
export function configOf(slack: Workspace, redis: string) {
  const read = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis,
    SIGNALBOX_POLICY: 'policy.yaml',
    PORT: '0',
    HEALTH_PORT: '0',
  });
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'));
  return read.value;
}

/** One model on its way from staging to production, where two have to say yes. */
export function policyOf(model: string, staging: string, production: string): string {
  return `admin: C0ADMIN
groups:
  reviewers: [U0KIM]
  platform: ["@platform"]
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none, watch: 10m }
  production:
    registry: mlflow-prod
    channel: C0PROD
    after: registered
    approvals:
      - { from: [reviewers], min: 1 }
      - { from: [platform], min: 1, required: true }
    exclude: [requester]
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers, platform], min: 1 }] }
    watch: 30m
registries:
  mlflow-staging: { kind: mlflow, url: "${staging}" }
  mlflow-prod: { kind: mlflow, url: "${production}" }
models:
  ${model}:
    owner: [U0PAT]
    pattern: deploy-model
    path: [staging, production]
    opens: never
    gates:
      - { metric: auc, min: 0.80 }
      - { improves: auc, by: 0.005 }
`;
}
