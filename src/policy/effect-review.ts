import type { Effect } from './effect-of.ts';
import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { profiles } from './profiles/table.ts';
import { reviewOf, rulesIn } from './review.ts';
import { mostBoxes } from './review-schema.ts';
import { profileOf } from './standing.ts';
import { code } from './words.ts';

/** What a lane's approvals cannot do: a profile that counts on groups there are not, boxes nobody ticks, rules nobody reaches. */
export function foundInReview(effect: Effect): Found[] {
  return [...profileGroups(effect), ...automatic(effect), ...besideThePath(effect), ...boxes(effect)];
}

function profileGroups({ policy, own, environment, here, root }: Effect): Found[] {
  const profile = profileOf(policy, own, environment);
  if (profile === undefined || here.approvals !== undefined) return [];
  const missing = profiles[profile].groups.filter((group) => !root.groups.has(group));
  return missing.map((group) => ({
    path: ['environments', environment],
    at: 'key',
    words: `the profile ${code(profile)} asks ${code(group)} to approve here, and this file has no such group. Write it under \`groups\`, or write \`approvals\` here.`,
  }));
}

function automatic({ policy, own, environment, here }: Effect): Found[] {
  const isLast = own.path.at(-1) === environment;
  if (!isLast || here.approvals !== 'none' || profileOf(policy, own, environment) !== 'regulated') return [];
  return [
    {
      path: ['environments', environment, 'approvals'],
      at: 'value',
      words:
        'where a path ends, the profile `regulated` has people approve. Write who, or leave `approvals` to the profile.',
    },
  ];
}

function besideThePath({ model, own, environment }: Effect): Found[] {
  if (own.path[0] !== environment) return [];
  const others = Object.keys(own['more-approvals'] ?? {}).filter((name) => !own.path.includes(name));
  return others.map((name) => ({
    path: ['models', model, 'more-approvals', name],
    at: 'key',
    words: `${code(name)} is not on the path of ${code(model)}. Write one of ${own.path.map(code).join(', ')}.`,
  }));
}

function boxes(effect: Effect): Found[] {
  const { policy, own, here, model, environment } = effect;
  const { approvals, checklist } = reviewOf(policy, own, here, model, environment);
  const approving = rulesIn(approvals).flatMap(({ from }) => from);
  const written: readonly (readonly [Path, Effect['here']['checklist']])[] = [
    [['environments', environment, 'checklist'], here.checklist],
    [['models', model, 'checklist'], own.path.at(-1) === environment ? own.checklist : undefined],
  ];
  const idle = written.flatMap(([path, list]) =>
    Object.keys(list ?? {})
      .filter((group) => !approving.includes(group))
      .map(
        (group): Found => ({
          path: [...path, group],
          at: 'key',
          words: `${code(group)} approves nothing in ${environment}, so nobody would tick this. Name a group of its \`approvals\`.`,
        }),
      ),
  );
  const many = Object.entries(checklist).filter(([, list]) => list.length > mostBoxes);
  return [
    ...idle,
    ...many.map(
      ([group, list]): Found => ({
        path: ['models', model, 'checklist', group],
        at: 'key',
        words: `with those of ${environment}, ${code(group)} has ${list.length} boxes. Write ${mostBoxes} at most.`,
      }),
    ),
  ];
}
