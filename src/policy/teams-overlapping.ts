import { matchesAny } from '../release/pattern.ts';
import type { Found } from './problems.ts';
import { namesIn, walk } from './walk.ts';
import { code } from './words.ts';

/** Models that two teams would own: whose channel and people would be theirs cannot be said. */
export function teamsOverlapping(raw: unknown): Found[] {
  const teams = walk(raw, 'teams.*').map(({ path, value }) => ({
    name: String(path[1]),
    globs: walk(value, 'models.#').flatMap((one) => (typeof one.value === 'string' ? [one.value] : [])),
  }));
  if (teams.length < 2) return [];
  return namesIn(raw, 'models').flatMap((model): Found[] => {
    const [first, second] = teams.filter(({ globs }) => matchesAny(globs, model));
    if (first === undefined || second === undefined) return [];
    const words = `${code(model)} would belong to team ${code(first.name)} and team ${code(second.name)}. Name it so that only one means it.`;
    return [{ path: ['models', model], at: 'key', words }];
  });
}
