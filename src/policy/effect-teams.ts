import type { Effect } from './effect-of.ts';
import type { Found } from './problems.ts';
import { isAtLeast } from './profile-schema.ts';
import { code } from './words.ts';

/** What a team's own file takes for itself that only the platform's file gives: breaking the glass, a lighter profile. */
export function foundInTeams(effect: Effect): Found[] {
  return effect.root.models.has(effect.model) ? [] : [...ownBreakGlass(effect), ...lighterProfile(effect)];
}

function ownBreakGlass({ model, own, environment, here }: Effect): Found[] {
  const given = here['break-glass'] ?? [];
  return (own['break-glass'] ?? []).flatMap((one, at): Found[] => {
    if (given.includes(one)) return [];
    const words = `who breaks the glass in ${environment} is for the platform’s file to say, and it does not name ${code(one)}. Leave it out here.`;
    return [{ path: ['models', model, 'break-glass', at], at: 'value', words }];
  });
}

function lighterProfile({ policy, model, own }: Effect): Found[] {
  const { profile: least } = policy;
  if (least === undefined || own.profile === undefined || isAtLeast(own.profile, least)) return [];
  const words = `${code(own.profile)} asks for less than the platform’s file does. Write ${code(least)}, or leave it out.`;
  return [{ path: ['models', model, 'profile'], at: 'value', words, see: ['profile'] }];
}
