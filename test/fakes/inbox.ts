import type { Inbox } from '../../src/ports-store.ts';
import { Delivery } from '../../src/release/command.ts';
import type { Memory } from './memory.ts';

const keptMs = 7 * 24 * 3_600_000;
const claimMs = 30_000;

/** Deliveries in memory. Marks, unlike in Redis, are forgotten by the time of the deliveries, not of the server. */
export function memoryInbox({ inbox: { marks, bodies, claims } }: Memory): Inbox {
  const taken = () => [...bodies.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return {
    take: async (delivery) => {
      if ((marks.get(delivery.id) ?? Number.NEGATIVE_INFINITY) > delivery.at - keptMs) return 'seen';
      marks.set(delivery.id, delivery.at);
      bodies.set(delivery.id, Delivery.parse(structuredClone(delivery)));
      return 'ours';
    },
    done: async (id) => {
      bodies.delete(id);
      claims.delete(id);
    },
    leave: async (id) => {
      claims.delete(id);
    },
    orphans: async (before, limit) => {
      for (const { id } of taken().filter((one) => one.at < before - keptMs)) {
        bodies.delete(id);
        claims.delete(id);
      }
      const found = taken()
        .filter((one) => one.at < before && (claims.get(one.id) ?? 0) <= before)
        .slice(0, limit);
      for (const one of found) claims.set(one.id, before + claimMs);
      return found;
    },
    oldest: async () => taken()[0]?.at ?? null,
  };
}
