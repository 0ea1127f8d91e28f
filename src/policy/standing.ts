import type { PrincipalRef } from '../release/lane-policy.ts';
import { matchesAny } from '../release/pattern.ts';
import { entry } from './entry.ts';
import type { Model } from './model-schema.ts';
import type { ProfileName } from './profile-schema.ts';
import type { Standing } from './profiles/profile.ts';
import type { Policy } from './schema.ts';

/** The team that a model belongs to by its name; null where the file has no team for it. */
export function teamOf({ teams }: Policy, model: string): string | null {
  return Object.entries(teams).find(([, { models }]) => matchesAny(models, model))?.[0] ?? null;
}

/** Who answers for a model: those that it names, else its team's. */
export function ownerOf(policy: Policy, model: string, own: Model): readonly PrincipalRef[] {
  return own.owner ?? entry(policy.teams, teamOf(policy, model) ?? '')?.owner ?? [];
}

/** Where a lane lies on its model's path. */
export function standingOf(policy: Policy, model: string, own: Model, environment: string): Standing {
  const at = own.path.indexOf(environment);
  return { isLast: at === own.path.length - 1, before: own.path[at - 1] ?? null, owner: ownerOf(policy, model, own) };
}

/** The floor of an environment. */
export function floorOf({ floors }: Policy, environment: string): Policy['floors'][string] | undefined {
  return entry(floors, environment);
}

/** The profile that holds for a model in an environment, if any: its own, else the file's, else what the floor asks for. */
export function profileOf(policy: Policy, own: Pick<Model, 'profile'>, environment: string): ProfileName | undefined {
  return own.profile ?? policy.profile ?? floorOf(policy, environment)?.profile;
}
