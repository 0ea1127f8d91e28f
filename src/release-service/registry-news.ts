import type { Delivery, Request } from '../release/command.ts';
import { decideChampionSeen, decideLogBehind } from '../release/decide-lane.ts';
import { CommandId, type Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { releaseStream } from '../release/stream.ts';
import { askingMs, type Deps } from './deps.ts';
import { laneFacts, nobody } from './facts.ts';
import { logBehindWords } from './log-behind.ts';
import { openPromotion } from './open.ts';
import { registryOf } from './registry-of.ts';
import { type Written, write } from './write.ts';

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

/** Reads the champion as it is now, never as the message said: messages come late, twice and out of order. */
export async function championSeen(deps: Deps, delivery: Delivery, policy: LanePolicy): Promise<Written> {
  const registry = registryOf(deps.registries, policy.registry);
  const call = { deadline: deps.clock() + askingMs };
  const champion = (await registry.aliases(policy.registeredName, call))?.get('champion') ?? null;
  return compareChampion(deps, delivery, policy, champion);
}

/** Writes down a champion that the log does not explain: a move from outside, or a log that is behind the registry. */
export async function compareChampion(
  deps: Deps,
  delivery: Delivery,
  policy: LanePolicy,
  champion: Version | null,
): Promise<Written> {
  const written = await write(deps, { command: delivery.id, by: delivery.by }, async () => {
    const { facts, lengths } = await laneFacts(deps, policy, [], nobody);
    const decision = decideChampionSeen(facts, champion);
    const foreign = decision.kind === 'accepted' && decision.appends.length > 0 && champion !== null;
    const behind = foreign ? await logBehindWords(deps, policy, champion) : null;
    return { decision: behind === null ? decision : decideLogBehind(facts, behind), lengths, lane: facts.lane };
  });
  if (written.kind === 'written' && written.entries.length > 0) await readOpenAgain(deps, policy);
  return written;
}

/** What waits for approvals here was judged against another champion. */
async function readOpenAgain(deps: Deps, policy: LanePolicy): Promise<void> {
  const { open } = await deps.store.lane(policy.lane);
  await Promise.all(open.map((one) => deps.due.wake('look', releaseStream(one.release), deps.clock())));
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
