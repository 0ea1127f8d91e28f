import { foundInFloors } from './effect-floors.ts';
import { foundInGates } from './effect-gates.ts';
import type { Effect, RootNames } from './effect-of.ts';
import { foundInPlaces } from './effect-places.ts';
import { foundInReview } from './effect-review.ts';
import { foundInTeams } from './effect-teams.ts';
import { foundInTemplate } from './effect-template.ts';
import { foundInWatching } from './effect-watching.ts';
import { foundInWords, foundInWorkings } from './effect-workings.ts';
import { entry } from './entry.ts';
import type { Found } from './problems.ts';
import type { Policy } from './schema.ts';

const checks: readonly ((lane: Effect) => Found[])[] = [
  foundInReview,
  foundInTeams,
  foundInFloors,
  foundInGates,
  foundInWorkings,
  foundInWatching,
];

/** What is wrong only in what the parts of a right file do together: templates, profiles, floors, teams. Each once, though many lanes show it. */
export function foundInEffect(policy: Policy, root: RootNames): Found[] {
  const all = Object.entries(policy.models).flatMap(([model, own]) => {
    const inModel = [...foundInTemplate(policy, model, own), ...foundInWords(model, own)];
    if (inModel.length > 0) return inModel;
    const inLanes = own.path.flatMap((environment) => {
      const here = entry(policy.environments, environment);
      const lane = here && { policy, model, own, environment, here, root };
      return lane ? checks.flatMap((check) => check(lane)) : [];
    });
    return [...foundInPlaces(model, own), ...inLanes];
  });
  return [...new Map(all.map((found) => [JSON.stringify(found), found])).values()];
}
