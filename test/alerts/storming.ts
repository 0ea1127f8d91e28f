import { inject } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { showStream } from '../../src/queue/show.ts';
import type { LaneKey } from '../../src/release/ids.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import { incidentStream } from '../../src/release/stream.ts';
import type { Stage } from '../features/support.ts';

export const second = 1_000;
export const minute = 60 * second;
export const alertsEach = 25;
export const messagesEach = 5;

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
export function message({ status, alerts, startsAt }: Told): string {
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
export function policyFor(models: readonly string[]): string {
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

/** Sends it as Alertmanager does, and waits until it is carried out; answers the status. */
export async function send({ port, edge }: Stage, body: string): Promise<number> {
  const headers = { authorization: 'Bearer s3cret', 'content-type': 'application/json' };
  const began = performance.now();
  const { status } = await fetch(`http://127.0.0.1:${port}/webhooks/am`, { method: 'POST', headers, body });
  tookMs.push(performance.now() - began);
  if ((await edge.idle(5_000)) > 0) throw new Error('A message was never taken in');
  return status;
}

/** Does all that is due until then, a quarter of a second at a time. */
export async function workUntil(on: Stage, end: number): Promise<void> {
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

/** The messages of incidents in all channels, without what is in their threads. */
export function incidentMessages(on: Stage) {
  const all = [...on.slack.world.messages.values()].flat();
  return all.filter((one) => one.threadTs === undefined && /errors of m\d+ in/.test(JSON.stringify(one.content)));
}

/** All incidents that each lane ever had. */
export async function incidents(on: Stage, lanes: readonly LaneKey[]) {
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

interface Call {
  readonly name: string;
  readonly status: number | undefined;
}

/** Every call of Slack from now on: the workspace itself remembers only the last few thousand. */
export function watchingCalls(on: Stage): ReadonlyMap<number, Call> {
  const calls = new Map<number, Call>();
  on.slack.world.changes.on('change', () => {
    const newest = on.slack.world.traffic.at(-1);
    if (newest?.direction === 'from-app') calls.set(newest.number, { name: newest.name, status: newest.status });
  });
  return calls;
}

/** What the storm came to, for whoever runs the long one. */
export function figures(on: Stage, begin: number, calls: ReadonlyMap<number, Call>) {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const lastCard = Math.max(...incidentMessages(on).map(({ ts }) => Number(ts)));
  return {
    lanes: inject('alertLanes'),
    alerts: inject('alertLanes') * alertsEach,
    messages: sorted.length,
    answeredWithinMs: { half: sorted[Math.floor(sorted.length / 2)], all: sorted.at(-1) },
    lastCardAfterSeconds: Math.round(lastCard - begin / second),
    slackCalls: Object.fromEntries(
      [...Map.groupBy(calls.values(), ({ name }) => name)].map(([name, own]) => [name, own.length]),
    ),
  };
}
