import type { Notifier, Policies } from '../ports.ts';
import type { Store } from '../ports-store.ts';

/**
 * Tells the admins of releases that nothing can be done with because the active policy no longer names their model or environment:
 * they wait, they keep what they hold, and nobody would hear of it otherwise. Once for each policy.
 */
export async function tellDroppedLanes(
  store: Pick<Store, 'lanes'>,
  policies: Policies,
  notifier: Notifier,
): Promise<void> {
  const named = new Set(policies.lanes().map(({ lane }) => lane));
  for (const { lane, open, holder } of (await store.lanes()).values()) {
    if (named.has(lane) || (open.length === 0 && holder === null)) continue;
    const ids = [...new Set([...(holder === null ? [] : [holder]), ...open.map(({ release }) => release)])];
    await notifier.tellAdmin(
      `dropped:${lane}:${policies.number()}`,
      `Policy ${policies.number()} no longer names ${lane}, and ${ids.join(', ')} is open there. It waits: put the lane back into the policy file, and take it out when nothing is open.`,
    );
  }
}
