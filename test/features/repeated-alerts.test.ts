import { expect, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { type Stage, stage } from './support.ts';

const minute = 60_000;
const source = alertSources.alertmanager({ name: 'am', auth: { kind: 'bearer', tokens: ['s3cret'] } });
const policy = `admin: C0ADMIN
groups: { reviewers: [U0KIM] }
environments:
  staging:
    registry: mlflow-staging
    channel: C0PROD
    approvals: none
    watch: 10m
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
models:
  churn: { owner: [U0PAT], pattern: deploy-model, path: [staging], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;

/** A message of Alertmanager, which it sends again, byte for byte, every `repeat_interval`. */
function message(startsAt: number): string {
  const labels = { alertname: 'Errors', model: 'churn', environment: 'staging', kind: 'errors', severity: 'critical' };
  const alert = { status: 'firing', labels, startsAt: new Date(startsAt).toISOString(), fingerprint: 'f00' };
  return JSON.stringify({ version: '4', status: 'firing', alerts: [alert] });
}

async function send(on: Stage, body: string): Promise<number> {
  const headers = { authorization: 'Bearer s3cret' };
  const { status } = await fetch(`http://127.0.0.1:${on.port}/webhooks/am`, { method: 'POST', headers, body });
  await on.edge.idle(5_000);
  await on.settle();
  return status;
}

async function phases(on: Stage): Promise<readonly string[]> {
  return (await on.store.lane(on.lane('staging'))).incidents.map(({ phase }) => phase);
}

test('what is still wrong when another version is live is told of that version, too, though the message is the same', async () => {
  const on = await stage({ policy, alerts: [source] });
  await on.type('pat', `promote churn@${on.version(0.9)} to staging`);
  await on.settle(11 * minute);
  const same = message(on.clock.now() - minute);
  expect(await send(on, same)).toBe(200);
  const [first] = (await on.store.lane(on.lane('staging'))).incidents;
  expect(await phases(on)).toEqual(['open']);

  await on.type('pat', `promote churn@${on.version(0.92)} to staging`);
  await on.settle();
  expect(await phases(on)).toEqual([]);
  // The next time at which Alertmanager repeats itself.
  on.clock.advance(5 * minute);
  expect(await send(on, same)).toBe(200);
  const [now] = (await on.store.lane(on.lane('staging'))).incidents;
  expect(now).toMatchObject({ phase: 'open' });
  expect(now?.incident).not.toBe(first?.incident);
  expect(on.seen('kim')).toContain('before v2 went live, so probably not the release');
});
