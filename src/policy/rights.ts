import {
  type ApprovalRule,
  type LanePolicy,
  type MayVerb,
  mayVerbs,
  type PrincipalRef,
} from '../release/lane-policy.ts';
import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import { type Review, rulesIn } from './review.ts';
import type { Policy } from './schema.ts';

/** Everybody may ask; the rest is for those who answer for the model there. The file may say otherwise, in one place. */
export function rightsOf(
  own: Model,
  here: Environment,
  owner: readonly PrincipalRef[],
  { approvals, rollback }: Review,
): LanePolicy['may'] {
  const given = (verb: MayVerb) => own.may?.[verb] ?? here.may?.[verb];
  const responsible = [
    ...new Set([...owner, ...namedIn(rulesIn(approvals)), ...namedIn(rollback.approvals), ...rollback.onCall]),
  ];
  return {
    request: given('request') ?? 'everybody',
    withdraw: given('withdraw') ?? responsible,
    stop: given('stop') ?? responsible,
    pause: given('pause') ?? responsible,
    resume: given('resume') ?? responsible,
  };
}

/** The groups of the file that a lane's rules name, with their members. */
export function groupsNamed(
  { groups }: Policy,
  {
    owner,
    approvals,
    rollback,
    may,
    breakGlass,
    checklist,
    watching,
  }: Pick<LanePolicy, 'owner' | 'approvals' | 'rollback' | 'may' | 'breakGlass' | 'checklist' | 'watching'>,
): Record<string, readonly PrincipalRef[]> {
  const named = new Set([
    ...owner,
    ...namedIn(rulesIn(approvals)),
    ...namedIn(rollback.approvals),
    ...rollback.onCall,
    ...mayVerbs.flatMap((verb) => (may[verb] === 'everybody' ? [] : may[verb])),
    ...breakGlass,
    ...Object.keys(checklist),
    ...watching.tell,
    ...watching.second,
    ...watching.may,
  ]);
  return Object.fromEntries(Object.entries(groups).filter(([group]) => named.has(group)));
}

function namedIn(rules: readonly ApprovalRule[]): readonly PrincipalRef[] {
  return rules.flatMap(({ from }) => from);
}
