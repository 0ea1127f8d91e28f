import type { Delivery, Request } from '../release/command.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { championSeen } from './champion-seen.ts';
import { askingMs, type Deps } from './deps.ts';
import { commandFor } from './ids.ts';
import { openPromotion } from './open.ts';
import { registryOf } from './registry-of.ts';
import { sourceAlias } from './source-alias.ts';
import type { Written } from './write.ts';

type News<K extends Request['kind']> = Extract<Request, { kind: K }>;

const nothing: Written = { kind: 'written', answer: { kind: 'unchanged' }, entries: [] };

/** A version was registered: where the policy says so, a request is opened by itself. A version that we copied there opens none. */
export async function versionRegistered(
  deps: Deps,
  delivery: Delivery,
  news: News<'version-registered'>,
): Promise<Written> {
  const lanes = startsAt(deps, news).filter((lane) => lane.opens === 'every-version');
  const late = await Promise.all(lanes.map((lane) => isLate(deps, lane, news.version)));
  const waiting = lanes.filter((_, at) => !late[at]);
  if (waiting.length === 0 || (await isOurs(deps, news))) return nothing;
  return inEach(waiting, (lane) => openPromotion(deps, forLane(delivery, lane), lane, news.version));
}

/** News of a version that came after a newer one was live or asked for: automation never goes back by itself. */
async function isLate(deps: Deps, lane: LanePolicy, version: Version): Promise<boolean> {
  const { live, offered } = await deps.store.lane(lane.lane);
  return [live?.version, ...offered].some((known) => known !== undefined && Number(known) > Number(version));
}

/** An alias moved: `candidate` opens a request, one that makes a version live is compared with what the log explains. Both are read again first: messages come late and out of order. */
export async function aliasMoved(deps: Deps, delivery: Delivery, news: News<'alias-moved'>): Promise<Written> {
  if (news.alias !== 'candidate') return liveMoved(deps, delivery, news);
  const lanes = startsAt(deps, news).filter((lane) => lane.opens === 'candidate');
  const version = lanes.length === 0 ? undefined : await aliasOf(deps, news, 'candidate');
  if (version === undefined) return nothing;
  return inEach(lanes, (lane) => openPromotion(deps, forLane(delivery, lane), lane, version));
}

/** Where nothing is enforced nobody asks for the next environment: what went live in one is judged for the one after it. */
async function liveMoved(deps: Deps, delivery: Delivery, news: News<'alias-moved'>): Promise<Written> {
  const moved = lanesAt(deps, news).filter((lane) => lane.alias === news.alias);
  const seen = await inEach(moved, (lane) => championSeen(deps, forLane(delivery, lane), lane));
  const next = deps.policies.lanes().filter((lane) => isJudgedNext(deps, lane, news));
  const version = next.length === 0 ? undefined : await aliasOf(deps, news, news.alias);
  if (version === undefined) return seen;
  await inEach(next, (lane) => openPromotion(deps, forLane(delivery, lane), lane, version));
  return seen;
}

function isJudgedNext(deps: Deps, lane: LanePolicy, { registry, name, alias }: News<'alias-moved'>): boolean {
  const { mode, opens, source, environment } = lane;
  const there = source.registry === registry && source.registeredName === name && source.environment !== environment;
  const from = there && sourceAlias(deps.policies, lane) === alias;
  return from && mode !== 'enforce' && opens !== 'never';
}

async function aliasOf(deps: Deps, { registry, name }: Where, alias: string): Promise<Version | undefined> {
  const call = { deadline: deps.clock() + askingMs };
  return (await registryOf(deps.registries, registry).aliases(name, call))?.get(alias);
}

async function isOurs(deps: Deps, { registry, name, version }: News<'version-registered'>): Promise<boolean> {
  const call = { deadline: deps.clock() + askingMs };
  const tags = await registryOf(deps.registries, registry).tags(name, version, call);
  return tags['signalbox.release'] !== undefined || tags['signalbox.orphan'] !== undefined;
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
  return { ...delivery, id: commandFor(delivery.id, lane.lane) };
}

async function inEach(lanes: readonly LanePolicy[], act: (lane: LanePolicy) => Promise<Written>): Promise<Written> {
  const all: Written[] = [];
  for (const lane of lanes) all.push(await act(lane));
  return all.find((one) => one.kind !== 'refused' && one.entries.length > 0) ?? all[0] ?? nothing;
}
