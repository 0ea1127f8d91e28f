import { matchesAny } from '../release/pattern.ts';
import { OneOrMoreWords, waysOut } from './people-schema.ts';
import type { Found } from './problems.ts';
import { entriesOf, valueAt, walk } from './walk.ts';

/** What something else of the file may give, and nothing does. */
export function leftOut(raw: unknown): Found[] {
  return [...approvalsLeftOut(raw), ...ownersLeftOut(raw)];
}

/** Whoever wants nobody to approve says so; only a profile speaks for an environment that says nothing. */
function approvalsLeftOut(raw: unknown): Found[] {
  if (valueAt(raw, ['profile']) !== undefined) return [];
  const models = walk(raw, 'models.*').map(({ value }) => value);
  return walk(raw, 'environments.*').flatMap(({ path, value }): Found[] => {
    const [, environment = ''] = path;
    const isGiven = entriesOf(value).some(([key]) => key === 'approvals');
    if (value === null || typeof value !== 'object' || isGiven) return [];
    if (valueAt(raw, ['floors', environment, 'profile']) !== undefined) return [];
    const here = models.filter((model) => walk(model, 'path.#').some((step) => step.value === environment));
    if (here.length > 0 && here.every((model) => valueAt(model, ['profile']) !== undefined)) return [];
    return [missing([...path, 'approvals'], waysOut)];
  });
}

function ownersLeftOut(raw: unknown): Found[] {
  const globs = walk(raw, 'teams.*.models.#').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return walk(raw, 'models.*').flatMap(({ path, value }) => {
    const isGiven = entriesOf(value).some(([key]) => key === 'owner');
    if (isGiven || value === null || typeof value !== 'object' || matchesAny(globs, String(path[1]))) return [];
    return [missing([...path, 'owner'], OneOrMoreWords)];
  });
}

function missing(path: Found['path'], cure: string): Found {
  return { path, at: 'value', words: `${path.join('.')} is missing. ${cure}` };
}
