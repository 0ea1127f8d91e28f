import type { Notifier } from '../ports.ts';
import { type Daily, dailyDigests, dailyUntil } from '../release-service/daily.ts';
import type { Deps } from '../release-service/deps.ts';

type Tells = Pick<Notifier, 'tellDaily'>;

/**
 * Tells each channel once a day what came and what moved of the models that are only observed there. Any number of workers may do
 * it: the post's key keeps it to one. A worker that has told a day does not read again before the next.
 */
export function dailyTelling(deps: Deps, notifier: Tells): () => Promise<void> {
  let done = 0;
  return async () => {
    const until = dailyUntil(deps.clock());
    if (until <= done) return;
    const told = await tellEach(deps, notifier, await dailyDigests(deps, until));
    if (told) done = until;
  };
}

/** One channel that cannot be posted to keeps no other from its digest; it is tried again at the next turn. */
async function tellEach({ log }: Deps, notifier: Tells, digests: readonly Daily[]): Promise<boolean> {
  let all = true;
  for (const { channel, post } of digests)
    await notifier.tellDaily(channel, post).catch((error: unknown) => {
      log.warn({ channel, error }, 'a daily digest could not be posted yet');
      all = false;
    });
  return all;
}
