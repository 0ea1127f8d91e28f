import { z } from 'zod';
import type { CommitCheck } from '../../release/gate-facts.ts';

/** GitHub's own rule: skipped and neutral checks do not hold a merge. */
const good: readonly string[] = ['success', 'neutral', 'skipped'];

const CheckRun = z
  .object({
    name: z.string(),
    status: z.string(),
    conclusion: z.string().nullish(),
    html_url: z.string().nullish(),
  })
  .transform(
    ({ name, status, conclusion, html_url }): CommitCheck => ({
      name,
      state: status !== 'completed' ? 'pending' : good.includes(conclusion ?? '') ? 'success' : 'failure',
      url: html_url ?? null,
    }),
  );

/** One page of the checks that apps ran on a commit, the latest of each. */
export const CheckRuns = z
  .object({ total_count: z.number().int(), check_runs: z.array(CheckRun) })
  .transform(({ total_count, check_runs }) => ({ total: total_count, items: check_runs }));

const Status = z.object({ context: z.string(), state: z.string(), target_url: z.string().nullish() }).transform(
  ({ context, state, target_url }): CommitCheck => ({
    name: context,
    state: state === 'success' || state === 'pending' ? state : 'failure',
    url: target_url ?? null,
  }),
);

/** One page of the statuses that others set on a commit, the latest of each context. */
export const CombinedStatus = z
  .object({ total_count: z.number().int(), statuses: z.array(Status) })
  .transform(({ total_count, statuses }) => ({ total: total_count, items: statuses }));

/** How two commits lie to each other: `ahead_by` counts what the second has and the first has not. */
export const Comparison = z
  .object({ status: z.enum(['ahead', 'behind', 'identical', 'diverged']), ahead_by: z.number().int() })
  .transform(({ status, ahead_by }) => ({ status, aheadBy: ahead_by }));
