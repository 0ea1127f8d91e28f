import type { Delivery, Request } from '../release/command.ts';
import { CommandId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { championSeen } from './champion-seen.ts';
import type { Deps } from './deps.ts';
import { openPromotion } from './open.ts';
import type { Written } from './write.ts';

type News<K extends Request['kind']> = Extract<Request, { kind: K }>;

const nothing: Written = { kind: 'written', answer: { kind: 'unchanged' }, entries: [] };

/** A version was registered: where the policy says so, a request is opened by itself. */
export async function versionRegistered(
  deps: Deps,
  delivery: Delivery,
  news: News<'version-registered'>,
): Promise<Written> {
  const lanes = startsAt(deps, news).filter((lane) => lane.opens === 'every-version');
  return inEach(lanes, (lane) => openPromotion(deps, forLane(delivery, lane), lane, news.version, null));
}

/** An alias moved: `candidate` opens a request, `champion` is compared with what the log explains. */
export async function aliasMoved(deps: Deps, delivery: Delivery, news: News<'alias-moved'>): Promise<Written> {
  const { version } = news;
  if (news.alias === 'champion')
    return inEach(lanesAt(deps, news), (lane) => championSeen(deps, forLane(delivery, lane), lane));
  if (news.alias !== 'candidate' || version === null) return nothing;
  const lanes = startsAt(deps, news).filter((lane) => lane.opens === 'candidate');
  return inEach(lanes, (lane) => openPromotion(deps, forLane(delivery, lane), lane, version, null));
}

type Where = { readonly registry: string; readonly name: string };

function lanesAt(deps: Deps, { registry, name }: Where): readonly LanePolicy[] {
  return deps.policies.lanes().filter((lane) => lane.registry === registry && lane.registeredName === name);
}

/** Lanes at whose own registry a path starts: where training registers what it made. */
function startsAt(deps: Deps, where: Where): readonly LanePolicy[] {
  return lanesAt(deps, where).filter((lane) => lane.source.environment === lane.environment);
}

/** One message may concern several lanes; each is a command of its own. */
function forLane(delivery: Delivery, lane: LanePolicy): Delivery {
  return { ...delivery, id: CommandId.parse(`${delivery.id}@${lane.lane}`.slice(0, 200)) };
}

async function inEach(lanes: readonly LanePolicy[], act: (lane: LanePolicy) => Promise<Written>): Promise<Written> {
  const all: Written[] = [];
  for (const lane of lanes) all.push(await act(lane));
  return all.find((one) => one.kind !== 'refused' && one.entries.length > 0) ?? all[0] ?? nothing;
}
