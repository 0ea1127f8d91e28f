import type { Delivery } from '../release/command.ts';
import { decideChampionSeen, decideLogBehind } from '../release/decide-lane.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Decision } from '../release/outcome.ts';
import { releaseStream } from '../release/stream.ts';
import { askingMs, type Deps } from './deps.ts';
import { laneFacts, nobody } from './facts.ts';
import { logBehindWords } from './log-behind.ts';
import { registryOf } from './registry-of.ts';
import { type Written, write } from './write.ts';

/**
 * Compares the champion as it is now, never as a message said (messages come late, twice and out of order), with what the log
 * explains. The lane is read first: whatever moves in it while the registry answers makes the append decide again. A move that
 * nothing explains is held against the log once more, because our own may have begun between the two readings.
 */
export async function championSeen(
  deps: Deps,
  delivery: Pick<Delivery, 'id' | 'by'>,
  policy: LanePolicy,
): Promise<Written> {
  const written = await write(deps, { command: delivery.id, by: delivery.by }, async () => {
    const before = await laneFacts(deps, policy, [], nobody);
    const champion = await readChampion(deps, policy);
    const { lane } = before.facts;
    const first = decideChampionSeen(before.facts, champion);
    if (!isNews(first)) return { decision: first, lengths: before.lengths, lane };
    const { facts, lengths } = await laneFacts(deps, policy, [], nobody);
    const decision = decideChampionSeen(facts, champion);
    const behind = isNews(decision) && champion !== null ? await logBehindWords(deps, policy, champion) : null;
    return { decision: behind === null ? decision : decideLogBehind(facts, behind), lengths, lane };
  });
  if (written.kind === 'written' && written.entries.length > 0) await readOpenAgain(deps, policy);
  return written;
}

function isNews(decision: Decision): boolean {
  return decision.kind === 'accepted' && decision.appends.length > 0;
}

/** Which version the registry has live there now. */
export async function readChampion(deps: Deps, policy: LanePolicy): Promise<Version | null> {
  const registry = registryOf(deps.registries, policy.registry);
  const aliases = await registry.aliases(policy.registeredName, { deadline: deps.clock() + askingMs });
  return aliases?.get(policy.alias) ?? null;
}

/** What waits for approvals here was judged against another champion. */
async function readOpenAgain(deps: Deps, policy: LanePolicy): Promise<void> {
  const { open } = await deps.store.lane(policy.lane);
  await Promise.all(open.map((one) => deps.due.wake('look', releaseStream(one.release), deps.clock())));
}
