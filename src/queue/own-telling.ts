import type { Releases } from '../ports-releases.ts';
import type { Inbox } from '../ports-store.ts';
import type { CommandId } from '../release/ids.ts';
import { ownSource } from '../release/incident/own-live.ts';
import { isNews, ownChecking } from '../release/incident/own-news.ts';
import type { Signal } from '../release/incident/signal.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Deps } from '../release-service/deps.ts';
import { incidentIdOf } from '../release-service/ids.ts';
import { incidentFacts } from '../release-service/incidents.ts';

/** What telling ourselves something stands on. */
export interface TellingDeps extends Deps {
  readonly inbox: Inbox;
  readonly releases: Pick<Releases, 'handle'>;
}

/** Takes what we found out by ourselves through the inbox, as from any source, if it changes anything: a process that dies here leaves it to the others. */
export async function tellOurselves(
  deps: TellingDeps,
  policy: LanePolicy,
  id: CommandId,
  signal: Signal,
): Promise<void> {
  const { facts } = await incidentFacts(deps, policy);
  if (!isNews(facts, signal, (of) => incidentIdOf(id, policy.lane, of))) return;
  const request = { kind: 'signals' as const, source: ownSource, signed: true, signals: [signal] };
  const delivery = { id, at: signal.at, by: ownChecking, where: null, request };
  if ((await deps.inbox.take(delivery)) === 'seen') return;
  await deps.releases.handle(delivery);
  await deps.inbox.done(delivery.id);
}
