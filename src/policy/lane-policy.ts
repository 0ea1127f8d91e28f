import { digestOf } from '../evidence/canonical.ts';
import { type LaneKey, laneKey } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { entry } from './entry.ts';
import type { Environment } from './environment-schema.ts';
import { identitiesIn } from './keys.ts';
import { layeredGates } from './layers.ts';
import type { Model } from './model-schema.ts';
import { profiles } from './profiles/table.ts';
import { reviewOf } from './review.ts';
import { groupsNamed, rightsOf } from './rights.ts';
import type { Policy } from './schema.ts';
import { floorOf, ownerOf, profileOf, teamOf } from './standing.ts';
import { usualWatching, watchingOf, watchMsOf } from './watching.ts';
import { usualWorkings, workingsOf } from './workings.ts';

const day = 86_400_000;
const usualExpiry = 3 * day;
const usualReminders = [day, 3 * day];

/** A model in one of the environments on its path. */
export interface Lane {
  readonly lane: LaneKey;
  readonly model: string;
  readonly environment: string;
}

/** Every lane of the policy: models in the file's order, each along its path. */
export function lanesOf(policy: Policy): Lane[] {
  return Object.entries(policy.models).flatMap(([model, { path }]) =>
    path.map((environment) => ({ lane: laneKey(model, environment), model, environment })),
  );
}

/**
 * The effective policy of one model in one environment. Its digest covers what decides there and nothing else: neither the
 * number, nor other models and environments, nor the `people` that all teams share (evidence binds those it needs).
 * Throws a RangeError for a lane that is not among `lanesOf(policy)`.
 */
export function lanePolicy(policy: Policy, number: number, model: string, environment: string): LanePolicy {
  const { own, here } = laneEntries(policy, model, environment);
  const effective = rulesOf(policy, own, here, model, environment);
  const groups = groupsNamed(policy, effective);
  return {
    ...effective,
    registryUrl: entry(policy.registries, effective.registry)?.url ?? '',
    groups,
    number,
    people: identitiesIn(policy.people),
    digest: digestOf(bound({ ...effective, groups })),
  };
}

/** What the file says about a model and an environment on its path. */
export function laneEntries(
  { models, environments }: Policy,
  model: string,
  environment: string,
): { readonly own: Model; readonly here: Environment } {
  const own = entry(models, model);
  const here = entry(environments, environment);
  if (!own?.path.includes(environment) || !here) throw new RangeError(`The policy has no lane ${model}/${environment}`);
  return { own, here };
}

type Effective = Omit<LanePolicy, 'number' | 'digest' | 'groups' | 'people' | 'registryUrl'>;

/** A part that came later is bound where it says something: approvals outlive an upgrade. */
const saysNothing: Readonly<Partial<Record<keyof Effective, unknown>>> = {
  mode: 'enforce',
  breakGlass: [],
  checklist: {},
  remindMs: usualReminders,
  calendar: [],
  reevaluateMs: null,
  show: [],
  team: null,
  watching: usualWatching,
  ...usualWorkings,
};

function bound(effective: object): object {
  const silent = new Map(Object.entries(saysNothing).map(([key, value]) => [key, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(effective).filter(([key, value]) => silent.get(key) !== JSON.stringify(value)),
  );
}

function rulesOf(policy: Policy, own: Model, here: Environment, model: string, environment: string): Effective {
  const place = placeOf(policy, model, environment);
  const before = own.path[own.path.indexOf(environment) - 1];
  const owner = ownerOf(policy, model, own);
  const team = teamOf(policy, model);
  const review = reviewOf(policy, own, here, model, environment);
  return {
    lane: laneKey(model, environment),
    model,
    environment,
    pattern: own.pattern,
    path: own.path,
    registry: place.registry,
    registeredName: place.registeredName,
    source: before === undefined ? place : placeOf(policy, model, before),
    ...workingsOf({ policy, own, here, model, environment }),
    channel: entry(entry(policy.teams, team ?? '')?.channels, environment) ?? here.channel,
    owner,
    ...review,
    may: rightsOf(own, here, owner, review),
    opens: own.opens,
    gates: layeredGates(policy, model, own, environment).gates.map(({ config }) => config),
    mode: own.mode,
    breakGlass: own['break-glass'] ?? here['break-glass'] ?? [],
    remindMs: own.remind ?? here.remind ?? usualReminders,
    calendar: [...(here.calendar ?? []), ...(own.calendar ?? [])],
    reevaluateMs: reevaluationOf(policy, own, here, environment),
    show: own.show,
    team,
    notice: here.notice ?? null,
    expiresMs: expiryOf(policy, own, here, environment),
    watchMs: watchMsOf({ own, here, environment }),
    giveUpAfterMs: here['give-up-after'],
    watching: watchingOf({ policy, own, here, model, environment }),
  };
}

/** What the model says, else the environment; else what the profile says about the end of a path, where models are used. */
function reevaluationOf(policy: Policy, own: Model, here: Environment, environment: string): number | null {
  const said = [own['re-evaluate'], here['re-evaluate']].find((one) => one !== undefined);
  if (said !== undefined) return said;
  const profile = profileOf(policy, own, environment);
  return profile && own.path.at(-1) === environment ? profiles[profile].reevaluateMs : null;
}

/** What the environment says; else what the profile or we say, at most what the floor allows. */
function expiryOf(policy: Policy, own: Model, here: Environment, environment: string): number {
  const profile = profileOf(policy, own, environment);
  const usual = profile ? profiles[profile].expiresMs : usualExpiry;
  return here.expires ?? Math.min(usual, floorOf(policy, environment)?.expires ?? usual);
}

function placeOf(policy: Policy, model: string, environment: string): LanePolicy['source'] {
  const { here } = laneEntries(policy, model, environment);
  return {
    environment,
    registry: here.registry,
    registeredName: here.name.replace('{model}', () => model),
  };
}
