import type { Notifier } from '../ports.ts';
import { emptyLane } from '../release/lane.ts';
import { reEvaluationPost } from '../release/re-evaluation.ts';
import type { Deps } from '../release-service/deps.ts';

type Reading = Pick<Deps, 'store' | 'policies' | 'clock' | 'log'>;

/**
 * Tells each lane's channel once a period that what is live there has to be evaluated again. Any number of workers may do it: the
 * post's key keeps it to one.
 */
export function reEvaluationTelling(notifier: Pick<Notifier, 'tellDaily'>): (deps: Reading) => Promise<void> {
  const told = new Set<string>();
  return async ({ store, policies, clock, log }) => {
    const lanes = policies.lanes().filter(({ reevaluateMs }) => reevaluateMs !== null);
    if (lanes.length === 0) return;
    const states = await store.lanes();
    for (const policy of lanes) {
      const post = reEvaluationPost(policy, states.get(policy.lane) ?? emptyLane(policy.lane), clock());
      if (post === null || told.has(post.key)) continue;
      await notifier
        .tellDaily(policy.channel, post)
        .then(() => told.add(post.key))
        .catch((error: unknown) =>
          log.warn({ lane: policy.lane, error }, 'a re-evaluation could not be asked for yet'),
        );
    }
  };
}
