import { GroupName } from './names.ts';
import type { Found } from './problems.ts';
import { namesIn, walk } from './walk.ts';
import { code, didYouMean } from './words.ts';

/** Every place of the file that names something which another section defines. */
const references: readonly (readonly [pattern: string, section: string, one: string])[] = [
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
];

/** Names that nothing in the file stands behind. */
export function danglingReferences(raw: unknown): Found[] {
  return references.flatMap(([pattern, section, one]) => {
    const known = namesIn(raw, section);
    return walk(raw, pattern).flatMap(({ path, value }): Found[] => {
      if (typeof value !== 'string' || known.includes(value) || (section === 'groups' && !isGroup(value))) return [];
      return [{ path, at: 'value', words: `there is no ${one} ${code(value)}. ${didYouMean(value, known)}` }];
    });
  });
}

/** People and Slack's own groups need no entry in the file; what is neither is a matter of its own form. */
function isGroup(principal: string): boolean {
  return GroupName.safeParse(principal).success;
}
