import { digestOf } from '../evidence/canonical.ts';
import { type LaneKey, laneKey } from '../release/ids.ts';
import {
  type ApprovalRule,
  type Excluded,
  type LanePolicy,
  type MayVerb,
  mayVerbs,
  type PrincipalRef,
} from '../release/lane-policy.ts';
import type { Policy } from './parse.ts';
import type { Environment, Model } from './schema.ts';

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
  const { own, here } = entries(policy, model, environment);
  const effective = rulesOf(policy, own, here, model, environment);
  const groups = groupsOf(policy, effective);
  return { ...effective, groups, number, people: policy.people, digest: digestOf({ ...effective, groups }) };
}

function entries(
  { models, environments }: Policy,
  model: string,
  environment: string,
): { readonly own: Model; readonly here: Environment } {
  const own = Object.hasOwn(models, model) ? models[model] : undefined;
  const here = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  if (!own?.path.includes(environment) || !here) throw new RangeError(`The policy has no lane ${model}/${environment}`);
  return { own, here };
}

type Effective = Omit<LanePolicy, 'number' | 'digest' | 'groups' | 'people'>;

function rulesOf(policy: Policy, own: Model, here: Environment, model: string, environment: string): Effective {
  const place = placeOf(policy, model, environment);
  const before = own.path[own.path.indexOf(environment) - 1];
  const approvals = here.approvals;
  const rollback = {
    onCall: here.rollback?.['on-call'] ?? [],
    approvals: rulesIn(here.rollback?.approvals ?? approvals),
  };
  return {
    lane: laneKey(model, environment),
    model,
    environment,
    pattern: own.pattern,
    path: own.path,
    registry: place.registry,
    registeredName: place.registeredName,
    source: before === undefined ? place : placeOf(policy, model, before),
    channel: here.channel,
    owner: own.owner,
    approvals,
    exclude: excluded(here.exclude),
    unknownPerson: here['unknown-person'],
    rollback,
    may: rightsOf(own, here, [...own.owner, ...namedIn(approvals), ...namedIn(rollback.approvals), ...rollback.onCall]),
    opens: own.opens,
    gates: own.gates,
    mode: 'enforce',
    breakGlass: [],
    checklist: {},
    remindMs: [],
    calendar: [],
    show: [],
    team: null,
    notice: here.notice ?? null,
    expiresMs: here.expires,
    watchMs: here.watch,
    giveUpAfterMs: here['give-up-after'],
  };
}

function placeOf(policy: Policy, model: string, environment: string): LanePolicy['source'] {
  const { here } = entries(policy, model, environment);
  return {
    environment,
    registry: here.registry,
    registeredName: here.name.replace('{model}', () => model),
  };
}

/** The requester never counts, whether the file says so or not. */
function excluded(also: readonly Excluded[]): Excluded[] {
  return [...new Set<Excluded>(['requester', ...also])];
}

/** Everybody may ask; the rest is for those who answer for the model there. The file may say otherwise, in one place. */
function rightsOf(own: Model, here: Environment, responsible: readonly PrincipalRef[]): LanePolicy['may'] {
  const given = (verb: MayVerb) => own.may?.[verb] ?? here.may?.[verb];
  const others = [...new Set(responsible)];
  return {
    request: given('request') ?? 'everybody',
    withdraw: given('withdraw') ?? others,
    stop: given('stop') ?? others,
    pause: given('pause') ?? others,
    resume: given('resume') ?? others,
  };
}

function rulesIn(approvals: LanePolicy['approvals']): readonly ApprovalRule[] {
  return approvals === 'none' ? [] : approvals;
}

function namedIn(approvals: LanePolicy['approvals']): readonly PrincipalRef[] {
  return rulesIn(approvals).flatMap(({ from }) => from);
}

function groupsOf(
  policy: Policy,
  { owner, approvals, rollback, may }: Effective,
): Record<string, readonly PrincipalRef[]> {
  const rights = mayVerbs.flatMap((verb) => (may[verb] === 'everybody' ? [] : may[verb]));
  const named = new Set([
    ...owner,
    ...namedIn(approvals),
    ...namedIn(rollback.approvals),
    ...rollback.onCall,
    ...rights,
  ]);
  return Object.fromEntries(Object.entries(policy.groups).filter(([group]) => named.has(group)));
}
