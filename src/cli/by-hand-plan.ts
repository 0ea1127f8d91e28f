import type { Policy } from '../policy/parse.ts';
import type { Clock, Registry } from '../ports.ts';
import type { VersionAsked } from '../ports-releases.ts';
import { aliasBefore } from '../release/by-hand.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { meantAlias } from '../release-service/source-alias.ts';
import type { HandPlan } from './by-hand-lines.ts';
import { servingWords } from './by-hand-serving.ts';
import { clean } from './words.ts';

/** What somebody wants to do by hand. */
export type Hand = { readonly model: string } & (
  | { readonly kind: 'rollback'; readonly environment: string | null; readonly version: Version | null }
  | { readonly kind: 'promotion'; readonly asked: VersionAsked; readonly reuse: Version | null }
);

/** What is known without a log: the model's lanes along its path, and its registries. */
export interface Here {
  readonly lanes: readonly LanePolicy[];
  readonly entries: Policy['registries'];
  registry(name: string): Registry;
  readonly clock: Clock;
}

/** The calls with what they are about in words, or why there are none. */
export type Planned =
  | { readonly kind: 'planned'; readonly words: readonly string[]; readonly plan: HandPlan }
  | { readonly kind: 'impossible'; readonly words: string };

interface Lane {
  readonly policy: LanePolicy;
  readonly aliases: ReadonlyMap<string, Version>;
}

const askingMs = 15_000;

/** What a release would write to the registry, as far as policy and registry tell it. Throws where the registry does not answer. */
export function planOf(here: Here, hand: Hand): Promise<Planned> {
  return hand.kind === 'rollback' ? rollbackOf(here, hand) : promotionOf(here, hand);
}

async function rollbackOf(here: Here, { environment, version }: Extract<Hand, { kind: 'rollback' }>): Promise<Planned> {
  const lanes = await Promise.all(lanesNamed(here, environment).map((policy) => laneNow(here, policy)));
  const lane =
    lanes.findLast((one) => wasLive(one)) ?? (version === null || environment === null ? undefined : lanes[0]);
  if (lane === undefined) return impossible(nothingIn(here, environment));
  const { policy, aliases } = lane;
  const live = aliases.get(policy.alias) ?? null;
  const before = aliasBefore(policy.alias);
  const to = version ?? aliases.get(before);
  if (to === undefined || to === live) return impossible(noWayBack(policy, live, to === undefined));
  const known = await isKnown(here, policy, to);
  if (known === null) return impossible(`There is no v${to} of ${clean(policy.registeredName)} on ${policy.registry}.`);
  const words = [
    `${clean(policy.model)} in ${policy.environment}, on ${policy.registry}: back from ${named(live)} to v${to}.`,
    ...(known ? [] : [`Careful: nothing on v${to} says that a release ever made it live here.`]),
    `The alias ${before} stays as it is: only the log knows what was live before v${to}.`,
  ];
  return planned(here, policy, words, { live: to }, live);
}

/** Something is live there, or was until somebody took the alias away. */
function wasLive({ policy: { alias }, aliases }: Lane): boolean {
  return aliases.has(alias) || aliases.has(aliasBefore(alias));
}

function named(version: Version | null): string {
  return version === null ? 'nothing' : `v${version}`;
}

function noWayBack({ alias, model }: LanePolicy, live: Version | null, gone: boolean): string {
  const is = gone ? 'not there' : 'the same';
  return `The registry does not say what was live before ${named(live)}: its alias ${aliasBefore(alias)} is ${is}. Name the version: ${clean(model)}@12`;
}

async function promotionOf(here: Here, { asked, reuse }: Extract<Hand, { kind: 'promotion' }>): Promise<Planned> {
  const lanes = lanesNamed(here, asked.environment);
  const [policy, ...more] = lanes;
  if (policy === undefined || more.length > 0)
    return impossible(`Name the environment: --to ${here.lanes.map((one) => one.environment).join(' or --to ')}.`);
  const { aliases } = await laneNow(here, policy);
  const found = await versionHere(here, policy, asked, reuse);
  if (found.kind === 'impossible') return found;
  const live = aliases.get(policy.alias) ?? null;
  if (found.version === live) return impossible(`v${live} is live in ${policy.environment} already.`);
  const words = [
    `${clean(policy.model)} in ${policy.environment}, on ${policy.registry}: v${found.version} goes live, after ${named(live)}.`,
    'Nobody checked gates, approvals or pauses for this: they need the log.',
  ];
  const previous = live ?? aliases.get(aliasBefore(policy.alias));
  return planned(here, policy, words, { live: found.version, ...(previous === undefined ? {} : { previous }) }, live);
}

type Found = { readonly kind: 'found'; readonly version: Version } | Extract<Planned, { kind: 'impossible' }>;

/** The version in the environment's own registry: the one named, or what a release made there of it. */
async function versionHere(here: Here, policy: LanePolicy, asked: VersionAsked, reuse: Version | null): Promise<Found> {
  const { source } = policy;
  const inPlace = source.registry === policy.registry && source.registeredName === policy.registeredName;
  if (reuse !== null) return existing(here, policy, reuse);
  const aliases = await here.registry(source.registry).aliases(source.registeredName, call(here));
  const wanted = asked.version ?? { kind: 'alias' as const, alias: 'candidate' };
  const live = here.lanes.find((one) => one.environment === source.environment)?.alias ?? policy.alias;
  const version = wanted.kind === 'number' ? wanted.version : (aliases?.get(meantAlias(wanted.alias, live)) ?? null);
  if (version === null)
    return impossible(
      `${source.environment} has no version of ${clean(asked.model)} that is meant. Name it: ${clean(asked.model)}@14`,
    );
  if (inPlace) return existing(here, policy, version);
  const mark = `${source.registry}/${source.registeredName}/${version}`;
  const all = await here.registry(policy.registry).versions(policy.registeredName, call(here));
  const copy = all.find(({ tags }) => tags['signalbox.source'] === mark);
  if (copy !== undefined) return { kind: 'found', version: copy.version };
  return impossible(
    `${source.environment} v${version} is not in the registry of ${policy.environment} yet, and without Redis nothing copies or trains it. If a version there is the right one, name it: --reuse 14`,
  );
}

async function existing(here: Here, policy: LanePolicy, version: Version): Promise<Found> {
  if ((await isKnown(here, policy, version)) !== null) return { kind: 'found', version };
  return impossible(`There is no v${version} of ${clean(policy.registeredName)} on ${policy.registry}.`);
}

/** Whether a release marked this version; null where there is none of that number. */
async function isKnown(
  here: Here,
  { registry, registeredName }: LanePolicy,
  version: Version,
): Promise<boolean | null> {
  const all = await here.registry(registry).versions(registeredName, call(here));
  const one = all.find((note) => note.version === version);
  return one === undefined ? null : one.tags['signalbox.release'] !== undefined;
}

async function laneNow(here: Here, policy: LanePolicy): Promise<Lane> {
  const aliases = await here.registry(policy.registry).aliases(policy.registeredName, call(here));
  return { policy, aliases: aliases ?? new Map() };
}

function lanesNamed({ lanes }: Pick<Here, 'lanes'>, environment: string | null): readonly LanePolicy[] {
  return environment === null
    ? lanes
    : lanes.filter((one) => one.environment.toLowerCase() === environment.toLowerCase());
}

function nothingIn({ lanes }: Pick<Here, 'lanes'>, environment: string | null): string {
  const path = lanes.map((one) => one.environment);
  if (environment === null) return 'Nothing of it is live anywhere.';
  return lanesNamed({ lanes }, environment).length > 0
    ? `Nothing of it is live in ${clean(environment)}.`
    : `It has no ${clean(environment)}. Its environments: ${path.join(', ')}.`;
}

function planned(
  here: Here,
  policy: LanePolicy,
  words: readonly string[],
  versions: { readonly live: Version; readonly previous?: Version },
  from: Version | null,
): Planned {
  const registry = here.entries[policy.registry];
  if (registry === undefined) return impossible(`The policy has no registry ${policy.registry}.`);
  const { alias, stage, registeredName: name } = policy;
  const serving = servingWords(policy, versions.live, from);
  return { kind: 'planned', words, plan: { registry, name, target: { alias, stage, ...versions }, serving } };
}

function impossible(words: string): Extract<Planned, { kind: 'impossible' }> {
  return { kind: 'impossible', words };
}

function call({ clock }: Here): { readonly deadline: number } {
  return { deadline: clock() + askingMs };
}
