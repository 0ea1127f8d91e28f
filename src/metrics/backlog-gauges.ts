import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../ports.ts';
import type { Backlog, Waiting } from '../ports-meters.ts';

const queues = ['look', 'show', 'inbox'] as const;

/** Gauges of what waits, and the function that reads them anew. While the store cannot be read they have no value at all. */
export function backlogGauges(registry: Registry, clock: Clock, read: () => Promise<Backlog>): () => Promise<void> {
  const gauges = gaugesIn(registry);
  const { up, phases, waiting, age, entries, policy } = gauges;
  return async () => {
    const found = await read().catch(() => null);
    for (const gauge of [phases, waiting, age, entries, policy]) gauge.reset();
    up.set(found === null ? 0 : 1);
    if (found === null) return;
    for (const [phase, count] of found.phases) phases.set({ phase }, count);
    for (const queue of queues) {
      waiting.set({ queue }, found[queue].count);
      age.set({ queue }, ageOf(found[queue], clock()));
    }
    entries.set({}, found.entries);
    policy.set({}, found.policy);
  };
}

function gaugesIn(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    up: gauge('signalbox_store_up', '1 when Redis answered while this page was made.', []),
    phases: gauge('signalbox_releases', 'Releases by phase.', ['phase']),
    waiting: gauge('signalbox_waiting', 'What is due and not done: looks, shows, deliveries in the inbox.', ['queue']),
    age: gauge('signalbox_waiting_seconds', 'How long the oldest of these has waited; 0 when none does.', ['queue']),
    entries: gauge('signalbox_audit_entries', 'Entries of the audit log.', ['chain']),
    policy: gauge('signalbox_policy_number', 'Number of the active policy.', ['book']),
  };
}

function ageOf({ oldest }: Waiting, now: number): number {
  return oldest === null ? 0 : Math.max(0, now - oldest) / 1_000;
}
