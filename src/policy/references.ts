import { GroupName } from './names.ts';
import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { namesIn, walk } from './walk.ts';
import { code, didYouMean } from './words.ts';

/** Every place of the file that names something which another section defines. */
type Reference = readonly [pattern: string, section: string, one: string, at?: 'key'];

const references: readonly Reference[] = [
  ['environments.*.registry', 'registries', 'registry'],
  ['models.*.path.#', 'environments', 'environment'],
  ['models.*.owner', 'groups', 'group'],
  ['models.*.owner.#', 'groups', 'group'],
  ['models.*.may.*.#', 'groups', 'group'],
  ['environments.*.approvals.#.from.#', 'groups', 'group'],
  ['environments.*.rollback.on-call', 'groups', 'group'],
  ['environments.*.rollback.on-call.#', 'groups', 'group'],
  ['environments.*.rollback.approvals.#.from.#', 'groups', 'group'],
  ['environments.*.may.*.#', 'groups', 'group'],
  ['environments.*.break-glass.#', 'groups', 'group'],
  ['environments.*.checklist.*', 'groups', 'group', 'key'],
  ['models.*.break-glass.#', 'groups', 'group'],
  ['models.*.checklist.*', 'groups', 'group', 'key'],
  ['models.*.more-approvals.*', 'environments', 'environment', 'key'],
  ['models.*.more-approvals.*.#.from.#', 'groups', 'group'],
  ['models.*.gates.#.in', 'environments', 'environment'],
  ['models.*.gates.#.passed-in', 'environments', 'environment'],
  ['models.*.gates.#.requires.model', 'models', 'model'],
  ['environments.*.gates.#.requires.model', 'models', 'model'],
  ['floors.*.gates.#.requires.model', 'models', 'model'],
  ['models.*.in.*', 'environments', 'environment', 'key'],
  ['environments.*.gates.#.in', 'environments', 'environment'],
  ['environments.*.gates.#.passed-in', 'environments', 'environment'],
  ['teams.*.owner', 'groups', 'group'],
  ['teams.*.owner.#', 'groups', 'group'],
  ['teams.*.channels.*', 'environments', 'environment', 'key'],
  ['floors.*', 'environments', 'environment', 'key'],
  ['floors.*.break-glass.#', 'groups', 'group'],
  ['floors.*.gates.#.in', 'environments', 'environment'],
  ['floors.*.gates.#.passed-in', 'environments', 'environment'],
  ['environments.*.on-alert.tell', 'groups', 'group'],
  ['environments.*.on-alert.tell.#', 'groups', 'group'],
  ['environments.*.on-alert.second', 'groups', 'group'],
  ['environments.*.on-alert.second.#', 'groups', 'group'],
  ['environments.*.on-alert.may.#', 'groups', 'group'],
  ['environments.*.checks.#.prometheus', 'prometheus', 'Prometheus server'],
  ['models.*.on-alert.tell', 'groups', 'group'],
  ['models.*.on-alert.tell.#', 'groups', 'group'],
  ['models.*.on-alert.second', 'groups', 'group'],
  ['models.*.on-alert.second.#', 'groups', 'group'],
  ['models.*.on-alert.may.#', 'groups', 'group'],
  ['models.*.checks.#.prometheus', 'prometheus', 'Prometheus server'],
  ['models.*.in.*.on-alert.tell', 'groups', 'group'],
  ['models.*.in.*.on-alert.tell.#', 'groups', 'group'],
  ['models.*.in.*.on-alert.second', 'groups', 'group'],
  ['models.*.in.*.on-alert.second.#', 'groups', 'group'],
  ['models.*.in.*.on-alert.may.#', 'groups', 'group'],
  ['models.*.in.*.checks.#.prometheus', 'prometheus', 'Prometheus server'],
  ['alerts.*.map.#.model', 'models', 'model'],
  ['alerts.*.map.#.environment', 'environments', 'environment'],
];

/** Names that nothing in the file stands behind. */
export function danglingReferences(raw: unknown): Found[] {
  return references.flatMap(([pattern, section, one, at]) => {
    const known = namesIn(raw, section);
    return dangling(raw, pattern, section, at).map(({ path, name }) => ({
      path,
      at: at ?? 'value',
      words: `there is no ${one} ${code(name)}. ${didYouMean(name, known)}`,
    }));
  });
}

/** Groups that are named, and are not among the file's. */
export function danglingGroups(raw: unknown): readonly { readonly path: Path; readonly name: string }[] {
  return references
    .filter(([, section]) => section === 'groups')
    .flatMap(([pattern, section, , at]) => dangling(raw, pattern, section, at));
}

function dangling(
  raw: unknown,
  pattern: string,
  section: string,
  at?: 'key',
): { readonly path: Path; readonly name: string }[] {
  const known = new Set(namesIn(raw, section));
  return walk(raw, pattern).flatMap(({ path, value }) => {
    const name = at === 'key' ? path.at(-1) : value;
    if (typeof name !== 'string' || known.has(name) || (section === 'groups' && !isGroup(name))) return [];
    return [{ path, name }];
  });
}

/** People and Slack's own groups need no entry in the file; what is neither is a matter of its own form. */
function isGroup(principal: string): boolean {
  return GroupName.safeParse(principal).success;
}
