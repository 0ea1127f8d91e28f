import { z } from 'zod';
import { PersonId } from '../release/ids.ts';
import { alertNames } from './alert-names.ts';
import { wrongKeys } from './keys.ts';
import { leftOut } from './left-out.ts';
import type { Found } from './problems.ts';
import { danglingReferences } from './references.ts';
import { sharedLanes, stagesBesideAliases } from './shared-lanes.ts';
import { teamsOverlapping } from './teams-overlapping.ts';
import { namesIn, type Spot, walk } from './walk.ts';
import { code } from './words.ts';

/** What no single field can know. Each check reads the raw document and passes over what has the wrong form. */
const checks: readonly ((raw: unknown) => Found[])[] = [
  danglingReferences,
  emptySections,
  leftOut,
  unreachableRules,
  pathsOutOfOrder,
  sharedLanes,
  stagesBesideAliases,
  teamsOverlapping,
  rightsGivenTwice,
  namesUsedTwice,
  namesNobodyCanUse,
  wrongKeys,
  alertNames,
];

/** All problems between the parts of the file. */
export function foundBetween(raw: unknown): Found[] {
  return checks.flatMap((check) => check(raw));
}

const Rule = z.object({ from: z.array(z.string()).min(1), min: z.number() });
const Texts = z.array(z.string());

function emptySections(raw: unknown): Found[] {
  const empty = walk(raw, 'environments').filter(
    ({ value }) => namesIn({ environments: value }, 'environments').length === 0 && value !== null,
  );
  return empty.map(({ path }) => ({
    path,
    at: 'key',
    words: 'environments: there are none. Write at least one, for example `production`.',
  }));
}

function unreachableRules(raw: unknown): Found[] {
  const groups = new Map(walk(raw, 'groups.*').map(({ path, value }) => [String(path[1]), value]));
  const rules = [
    'environments.*.approvals.#',
    'environments.*.rollback.approvals.#',
    'models.*.more-approvals.*.#',
  ].flatMap((pattern) => walk(raw, pattern));
  return rules.flatMap(({ path, value }): Found[] => {
    const rule = Rule.safeParse(value);
    const people = rule.success ? peopleIn(rule.data.from, groups) : null;
    if (!rule.success || people === null || rule.data.min <= people.size) return [];
    const who = rule.data.from.map(code).join(', ');
    const words = `${rule.data.min} have to say yes, but ${who} has ${people.size} in all. Write \`min: ${Math.max(1, people.size)}\` or less, or name more people.`;
    return [{ path: [...path, 'min'], at: 'value', words }];
  });
}

/** Everybody in these groups, or null when Slack or a later correction decides who that is. */
function peopleIn(principals: readonly string[], groups: ReadonlyMap<string, unknown>): Set<string> | null {
  const members = principals.flatMap((one) =>
    PersonId.safeParse(one).success ? [one] : (Texts.safeParse(groups.get(one)).data ?? ['@unread']),
  );
  return members.some((member) => member.startsWith('@')) ? null : new Set(members);
}

function pathsOutOfOrder(raw: unknown): Found[] {
  const order = namesIn(raw, 'environments');
  return walk(raw, 'models.*.path').flatMap(({ path, value }): Found[] => {
    const steps = Texts.safeParse(value).data ?? [];
    const right = order.filter((name) => steps.includes(name));
    if (steps.some((name) => !order.includes(name)) || steps.join() === right.join()) return [];
    return [
      {
        path,
        at: 'value',
        words: `the path must name each environment once, in the order of \`environments\`. Write \`[${right.join(', ')}]\`.`,
      },
    ];
  });
}

function rightsGivenTwice(raw: unknown): Found[] {
  return walk(raw, 'models.*').flatMap(({ path, value }) => {
    const steps = walk(value, 'path.#').map((spot) => spot.value);
    return walk(value, 'may.*').flatMap((right): Found[] => {
      const verb = String(right.path[1]);
      const both = steps.find((environment) =>
        walk(raw, `environments.*.may.${verb}`).some((other) => other.path[1] === environment),
      );
      if (both === undefined) return [];
      const words = `${code(`may.${verb}`)} is also set for environment ${code(String(both))}, and one of them would be overruled. Keep one of the two.`;
      return [{ path: [...path, ...right.path], at: 'key', words }];
    });
  });
}

/** `/mlops pause` takes the name of either. */
function namesUsedTwice(raw: unknown): Found[] {
  const environments = new Set(namesIn(raw, 'environments'));
  const twice = walk(raw, 'models.*').filter(({ path }: Spot) => environments.has(String(path[1])));
  return twice.map(({ path }) => ({
    path,
    at: 'key',
    words: `${code(String(path[1]))} is an environment too, so a command could mean either. Give the model another name.`,
  }));
}

/** JavaScript keeps this one for itself, and zod passes it over in silence. */
function namesNobodyCanUse(raw: unknown): Found[] {
  const names = [
    'people',
    'groups',
    'environments',
    'registries',
    'teams',
    'floors',
    'models',
    'alerts',
    'prometheus',
  ].flatMap((section) => walk(raw, `${section}.*`));
  return names
    .filter(({ path }) => path[1] === '__proto__')
    .map(({ path }) => ({ path, at: 'key', words: '`__proto__` cannot be a name. Write another.' }));
}
