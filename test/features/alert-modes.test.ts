import { expect, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { dailyTelling } from '../../src/queue/daily.ts';
import { incidentStream } from '../../src/release/stream.ts';
import { policyText, type Stage, stage } from './support.ts';

const hour = 3_600_000;
const source = alertSources.alertmanager({ name: 'am', auth: { kind: 'bearer', tokens: ['s3cret'] } });

async function inMode(mode: string) {
  const policy = policyText
    .replace('    opens: never\n', `    opens: never\n    mode: ${mode}\n`)
    .replace('channel: C0STAGING', 'channel: C0PROD');
  const on = await stage({ policy, alerts: [source] });
  for (const auc of [0.9, 0.92]) await on.alias('staging', 'champion', on.version(auc));
  const startsAt = new Date(on.clock.now()).toISOString();
  const alert = (status: string) => tell(on, status, startsAt);
  const shown = (words: string) => on.seen('pat').split(words).length - 1;
  return { on, alert, shown };
}

async function tell(on: Stage, status: string, startsAt: string): Promise<void> {
  const labels = { alertname: 'Slow', model: 'churn', environment: 'staging', kind: 'latency', severity: 'critical' };
  const body = JSON.stringify({ version: '4', alerts: [{ status, labels, startsAt, fingerprint: 'f00' }] });
  const headers = { authorization: 'Bearer s3cret' };
  const { status: answered } = await fetch(`http://127.0.0.1:${on.port}/webhooks/am`, {
    method: 'POST',
    headers,
    body,
  });
  expect(answered).toBe(200);
  await on.edge.idle(5_000);
  await on.settle();
}

/** What happened to the one incident of the lane. */
async function happened(on: Stage): Promise<readonly string[]> {
  const lane = on.lane('staging');
  const [id, ...more] = await on.store.incidents(lane, 10);
  if (id === undefined || more.length > 0) throw new Error('not one incident');
  return (await on.store.load(incidentStream(id, lane))).map(({ event }) => event.kind);
}

test('observe: an alert is written down, stands in status and in the digest, and calls nobody', async () => {
  const { on, alert, shown } = await inMode('observe');
  await alert('firing');
  await on.settle(5 * hour);
  expect(await happened(on)).toEqual(['incident-opened']);
  expect(on.slack.world.messages.get('C0PROD') ?? []).toEqual([]);
  expect(on.slack.seenBy('pat').pings).toEqual([]);
  await on.type('pat', 'status churn');
  expect(on.told('pat').at(-1)).toMatch(/latency/);

  const digest = dailyTelling(on.core, on.notifier);
  on.clock.advance(24 * hour);
  await digest();
  expect(shown('critical alert: ')).toBe(1);
  expect(shown('goes on')).toBe(1);
  await alert('resolved');
  on.clock.advance(24 * hour);
  await digest();
  expect(shown('over after')).toBe(1);
  on.clock.advance(24 * hour);
  await digest();
  expect(on.slack.world.messages.get('C0PROD')).toHaveLength(2);
});

test('advise: an alert has its thread, and no button that would be refused', async () => {
  const { on, alert, shown } = await inMode('advise');
  await alert('firing');
  expect(shown('CRITICAL: latency of churn in staging')).toBe(1);
  const text = JSON.stringify([...on.slack.world.messages.values()]);
  expect(text).toContain('incident.acknowledge');
  expect(text).not.toContain('incident.roll-back');
  expect(text).not.toContain('Retrain…');
});
