import { expect, inject, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { ReleaseError } from '../../src/errors.ts';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { showStream } from '../../src/queue/show.ts';
import { laneKey } from '../../src/release/ids.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import { incidentStream } from '../../src/release/stream.ts';
import { type Stage, stage } from '../features/support.ts';
import { dice } from '../world/dice.ts';

const second = 1_000;
const minute = 60 * second;
const alertsEach = 25;
const messagesEach = 5;

interface Alert {
  readonly model: string;
  readonly environment: string;
  readonly n: number;
}

interface Told {
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly Alert[];
  readonly startsAt: number;
}

/** A message of Alertmanager. */
function message({ status, alerts, startsAt }: Told): string {
  return JSON.stringify({
    version: '4',
    status,
    alerts: alerts.map(({ model, environment, n }) => ({
      status,
      labels: {
        alertname: `Errors${n}`,
        model,
        environment,
        kind: 'errors',
        severity: n % 5 === 0 ? 'critical' : 'warning',
      },
      annotations: { summary: `${model} answers with errors, slice ${n}` },
      startsAt: new Date(startsAt).toISOString(),
      fingerprint: `${model}-${environment}-${n}`,
    })),
  });
}

/** So many models in two environments, each of which is a lane. */
function policyFor(models: readonly string[]): string {
  return `admin: C0ADMIN
groups: { reviewers: [U0KIM] }
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none }
  production:
    registry: mlflow-prod
    channel: C0PROD
    approvals: [{ from: [reviewers], min: 1 }]
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
  mlflow-prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
${models.map((model) => `  ${model}: { owner: [U0PAT], pattern: deploy-model, path: [staging, production], opens: never, gates: [{ metric: auc, min: 0.80 }] }`).join('\n')}
`;
}

/** How long each message waited for its answer. */
const tookMs: number[] = [];

async function send({ port, edge }: Stage, body: string): Promise<number> {
  const headers = { authorization: 'Bearer s3cret', 'content-type': 'application/json' };
  const began = performance.now();
  const { status } = await fetch(`http://127.0.0.1:${port}/webhooks/am`, { method: 'POST', headers, body });
  tookMs.push(performance.now() - began);
  if ((await edge.idle(5_000)) > 0) throw new Error('A message was never taken in');
  return status;
}

/** Does all that is due until then, a quarter of a second at a time. */
async function workUntil(on: Stage, end: number): Promise<void> {
  const worker = { ...on.core, worker: 'w1', steps: on.steps, newId: () => 'unused', stopping: () => false };
  const now = () => on.clock.now();
  for (;;) {
    const looks = await on.due.due('look', now(), 500);
    const shows = await on.due.due('show', now(), 500);
    for (const stream of looks) await lookAtStream(worker, stream).catch(orLater);
    for (const stream of shows) await showStream(on.due, on.notifier, now, stream).catch(orLater);
    const [look, show] = await Promise.all([on.due.oldest('look'), on.due.oldest('show')]);
    const next = Math.min(look ?? Number.POSITIVE_INFINITY, show ?? Number.POSITIVE_INFINITY);
    if (next <= now()) continue;
    if (now() >= end) return;
    on.clock.advance(Math.max(1, Math.min(Math.max(250, next - now()), end - now())));
  }
}

/** As workers do: what could not be found out on a busy machine is looked at again. */
function orLater(error: unknown): void {
  if (!(error instanceof ReleaseError)) throw error;
}

function incidentMessages(on: Stage) {
  const all = [...on.slack.world.messages.values()].flat();
  return all.filter((one) => one.threadTs === undefined && /errors of m\d+ in/.test(JSON.stringify(one.content)));
}

async function incidents(on: Stage, lanes: readonly ReturnType<typeof laneKey>[]) {
  const found = await Promise.all(
    lanes.map(async (lane) => {
      const ids = await on.store.incidents(lane, 10);
      const logs = await Promise.all(ids.map((id) => on.store.load(incidentStream(id, lane))));
      return logs.map((log) =>
        foldIncident(log.flatMap((entry) => (isIncidentEvent(entry.event) ? [{ ...entry, event: entry.event }] : []))),
      );
    }),
  );
  return found;
}

/** What the storm came to, for whoever runs the long one. */
function figures(on: Stage, begin: number) {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const calls = on.slack.traffic().filter(({ direction }) => direction === 'from-app');
  const lastCard = Math.max(...incidentMessages(on).map(({ ts }) => Number(ts)));
  return {
    lanes: inject('alertLanes'),
    alerts: inject('alertLanes') * alertsEach,
    messages: sorted.length,
    answeredWithinMs: { half: sorted[Math.floor(sorted.length / 2)], all: sorted.at(-1) },
    lastCardAfterSeconds: Math.round(lastCard - begin / second),
    slackCalls: Object.fromEntries(
      [...Map.groupBy(calls, ({ name }) => name)].map(([name, own]) => [name, own.length]),
    ),
  };
}

test(
  'a storm of alerts is one message a lane: none is lost, and Slack never has to say that it is too much',
  async () => {
    const models = Array.from({ length: inject('alertLanes') / 2 }, (_, n) => `m${n}`);
    const places = models.flatMap((model) => ['staging', 'production'].map((environment) => ({ model, environment })));
    const lanes = places.map(({ model, environment }) => laneKey(model, environment));
    const on = await stage({
      policy: policyFor(models),
      alerts: [alertSources.alertmanager({ name: 'am', auth: { kind: 'bearer', tokens: ['s3cret'] } })],
    });
    const begin = on.clock.now();
    const parts = places.flatMap((place) =>
      Array.from({ length: messagesEach }, (_, part) => {
        const own = alertsEach / messagesEach;
        return Array.from({ length: own }, (_, n) => ({ ...place, n: part * own + n }));
      }),
    );
    const chance = dice(7);
    const statuses = new Set<number>();
    const order = parts.map((alerts) => ({ alerts, at: chance.roll(1_000_000) })).toSorted((a, b) => a.at - b.at);
    for (const [nth, { alerts }] of order.entries()) {
      const body = message({ status: 'firing', alerts, startsAt: begin });
      statuses.add(await send(on, body));
      // Alertmanager repeats what it was not answered for in time.
      if (chance.oneIn(5)) statuses.add(await send(on, body));
      const due = begin + Math.floor(((nth + 1) * minute) / order.length);
      if (due - on.clock.now() >= second || nth === order.length - 1) await workUntil(on, due);
    }
    expect(on.clock.now() - begin).toBeLessThan(2 * minute);

    const opened = await incidents(on, lanes);
    expect(opened.map((own) => own.length)).toEqual(lanes.map(() => 1));
    expect(opened.flat().map((one) => one?.symptoms.length)).toEqual(lanes.map(() => alertsEach));

    // A channel takes one message a second: its last card cannot come sooner.
    await workUntil(on, begin + minute + models.length * second + 30 * second);
    expect(incidentMessages(on)).toHaveLength(lanes.length);

    for (const place of places) {
      const alerts = Array.from({ length: alertsEach }, (_, n) => ({ ...place, n }));
      statuses.add(await send(on, message({ status: 'resolved', alerts, startsAt: begin })));
    }
    const over = await incidents(on, lanes);
    expect(over.flat().map((one) => one?.phase)).toEqual(lanes.map(() => 'resolved'));
    // Slack lets an app edit fifty messages a minute.
    await workUntil(on, on.clock.now() + Math.ceil((lanes.length * 2) / 50 + 2) * minute);
    const shown = incidentMessages(on).map((one) => JSON.stringify(one.content).includes('Resolved: '));
    expect(shown).toEqual(lanes.map(() => true));

    expect([...statuses]).toEqual([200]);
    expect(on.slack.traffic().filter(({ direction, status }) => direction === 'from-app' && status === 429)).toEqual(
      [],
    );
    process.stdout.write(`${JSON.stringify(figures(on, begin))}\n`);
  },
  20 * minute,
);
