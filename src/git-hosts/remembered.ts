import { z } from 'zod';
import { type Memory, recall, remember } from '../http/remembered.ts';
import type { Clock } from '../ports.ts';
import type { GitHost } from '../ports-outside.ts';
import type { TextCache } from '../ports-store.ts';
import type { CommitCheck } from '../release/gate-facts.ts';

/** A green commit is looked at again after this long; whatever may still turn is asked for each time. */
const greenMs = 10 * 60_000;
/** How many commits lie between two of them never changes. */
const countMs = 7 * 24 * 3_600_000;

const Checks: z.ZodType<readonly CommitCheck[]> = z.array(
  z.object({ name: z.string(), state: z.enum(['success', 'failure', 'pending']), url: z.string().nullable() }),
);

/** A git host whose settled answers are kept for a while, for all workers; `fresh` asks it again and keeps the new ones. */
export function rememberedGitHost(host: GitHost, texts: TextCache, now: Clock, fresh: 'cached' | 'fresh'): GitHost {
  const checks: Memory<readonly CommitCheck[]> = { texts, now, schema: Checks };
  const yes: Memory<boolean> = { texts, now, schema: z.literal(true) };
  const counts: Memory<number> = { texts, now, schema: z.number().int() };
  const withinMs = (ms: number) => (fresh === 'fresh' ? 0 : ms);
  return {
    async checks(repository, commit, call) {
      const words = ['git-checks', repository, commit];
      const before = await recall(checks, words, withinMs(greenMs));
      if (before !== null) return before;
      const found = await host.checks(repository, commit, call);
      if (isGreen(found)) await remember(checks, words, found);
      return found;
    },
    async reachable(repository, commit, branch, call) {
      const words = ['git-reachable', repository, commit, branch];
      if ((await recall(yes, words, withinMs(greenMs))) === true) return true;
      const found = await host.reachable(repository, commit, branch, call);
      if (found === true) await remember(yes, words, true);
      return found;
    },
    async between(repository, base, head, call) {
      const words = ['git-between', repository, base, head];
      const before = await recall(counts, words, countMs);
      if (before !== null) return before;
      const found = await host.between(repository, base, head, call);
      if (found !== null) await remember(counts, words, found);
      return found;
    },
  };
}

function isGreen(checks: readonly CommitCheck[] | null): checks is readonly CommitCheck[] {
  return checks !== null && checks.length > 0 && checks.every(({ state }) => state === 'success');
}
