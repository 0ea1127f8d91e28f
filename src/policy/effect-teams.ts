import { addressOf } from '../gates/table.ts';
import { matchesAny } from '../release/pattern.ts';
import type { Effect } from './effect-of.ts';
import { entry } from './entry.ts';
import type { Model } from './model-schema.ts';
import type { Found } from './problems.ts';
import { isAtLeast } from './profile-schema.ts';
import { teamOf } from './standing.ts';
import { code } from './words.ts';

/** What a team's own file takes for itself that only the platform's file gives: breaking the glass, a lighter profile, a way into our network, our
 * machines and secrets. */
export function foundInTeams(effect: Effect): Found[] {
  return effect.root.models.has(effect.model)
    ? []
    : [...ownBreakGlass(effect), ...lighterProfile(effect), ...privateChecks(effect), ...ownMachinery(effect)];
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

/** Signalbox stands where a team's file may not: what it asks inside our network is for those to say who run it. */
function privateChecks({ policy, model, own }: Effect): Found[] {
  const team = teamOf(policy, model) ?? '';
  const allowed = entry(policy.teams, team)?.['private-checks'] ?? [];
  return own.gates.flatMap((config, at): Found[] => {
    const { private: inside } = config;
    const url = addressOf(config);
    const host = url === null ? undefined : URL.parse(url)?.hostname;
    if (inside !== 'allow' || host === undefined || matchesAny(allowed, host)) return [];
    const where = team === '' ? 'a team of this model' : code(`teams.${team}`);
    const words = `which checks are asked inside your network is for the platform’s file to say: ${code(`private-checks: [${host}]`)} under ${where}. Have it written there, or leave this out.`;
    return [{ path: ['models', model, 'gates', at, 'private'], at: 'value', words }];
  });
}

/** Programs on our machines, and secrets of ours that would be sent where they say. */
function ownMachinery({ policy, model, own, environment }: Effect): Found[] {
  const team = teamOf(policy, model) ?? '';
  if (own.path[0] !== environment || entry(policy.teams, team)?.machinery === 'allow') return [];
  const named = (['trainer', 'validate', 'serving'] as const).filter((what) => own[what] !== undefined);
  const paths = [...named, ...(Object.values(own.in).some(works) ? ['in'] : [])];
  const where = team === '' ? 'a team of this model' : code(`teams.${team}`);
  const words = `what trains, validates and serves is for the platform’s file to say, at its environments or by ${code('machinery: allow')} under ${where}. Have it written there, or leave this out.`;
  return paths.map((path) => ({ path: ['models', model, path], at: 'key', words }));
}

function works({ trainer, validate, serving }: Model['in'][string]): boolean {
  return trainer !== undefined || validate !== undefined || serving !== undefined;
}
