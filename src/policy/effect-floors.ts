import type { Effect } from './effect-of.ts';
import { spanText } from './effective-words.ts';
import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { isAtLeast } from './profile-schema.ts';
import { reviewOf, rulesIn } from './review.ts';
import { floorOf, profileOf } from './standing.ts';
import type { Floor } from './teams-schema.ts';
import { code } from './words.ts';

interface Below {
  readonly path: Path;
  readonly words: string;
}

/** Everything of a floor that a lane can fall below, by its key; gates are looked at with the other gates. */
const checks: Readonly<Partial<Record<keyof Floor, (effect: Effect, floor: Floor) => Below | null>>> = {
  approvals: tooFewApprovals,
  profile: lighterProfile,
  mode: lesserMode,
  expires: longerExpiry,
  'break-glass': othersBreakGlass,
  after: earlier,
};

/** What lies below the floor of its environment. */
export function foundInFloors(effect: Effect): Found[] {
  const floor = floorOf(effect.policy, effect.environment);
  if (floor === undefined) return [];
  return Object.entries(checks).flatMap(([key, check]): Found[] => {
    const below = check(effect, floor);
    return below === null ? [] : [{ ...below, at: 'value', see: ['floors', effect.environment, key] }];
  });
}

function tooFewApprovals({ policy, own, here, model, environment }: Effect, { approvals: least = 0 }: Floor) {
  const rules = rulesIn(reviewOf(policy, own, here, model, environment).approvals);
  const asked = rules.reduce((sum, { min }) => sum + min, 0);
  if (asked >= least) return null;
  const path = here.approvals === undefined ? ['models', model] : ['environments', environment, 'approvals'];
  return {
    path,
    words: `${asked} would have to say yes in ${environment}, and its floor asks for ${least}. Ask for more people.`,
  };
}

function lighterProfile({ policy, own, model, environment }: Effect, { profile: least }: Floor) {
  const profile = profileOf(policy, own, environment);
  if (least === undefined || isAtLeast(profile, least)) return null;
  const path = own.profile === undefined ? ['profile'] : ['models', model, 'profile'];
  const words = `${code(String(profile))} asks for less than the floor of ${environment}. Write ${code(least)}, or leave it out.`;
  return { path, words };
}

function lesserMode({ own, model, environment }: Effect, { mode: least = 'observe' }: Floor) {
  const order = ['observe', 'advise', 'enforce'];
  if (order.indexOf(own.mode) >= order.indexOf(least)) return null;
  const words = `${code(own.mode)} is less than the floor of ${environment}. Write ${code(least)}.`;
  return { path: ['models', model, 'mode'], words };
}

function longerExpiry({ here, environment }: Effect, { expires: most = Number.POSITIVE_INFINITY }: Floor) {
  if (here.expires === undefined || here.expires <= most) return null;
  const words = `the floor of ${environment} lets no request wait that long. Write ${code(spanText(most))} or less.`;
  return { path: ['environments', environment, 'expires'], words };
}

function othersBreakGlass({ own, here, model, environment }: Effect, { 'break-glass': only }: Floor) {
  const [path, named = []] =
    own['break-glass'] === undefined
      ? [['environments', environment, 'break-glass'], here['break-glass']]
      : [['models', model, 'break-glass'], own['break-glass']];
  const other = named.findIndex((one) => only !== undefined && !only.includes(one));
  if (other < 0) return null;
  const words = `${code(named[other] ?? '')} may not break glass in ${environment}: its floor names ${(only ?? []).map(code).join(', ')}. Name only those.`;
  return { path: [...path, other], words };
}

function earlier({ here, environment }: Effect, { after }: Floor) {
  if (after === undefined || here.after !== 'registered') return null;
  const words = `the floor of ${environment} lets in only what is or was live in the environment before. Write ${code('live')}, or leave it out.`;
  return { path: ['environments', environment, 'after'], words };
}
