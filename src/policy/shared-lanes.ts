import type { Found } from './problems.ts';
import { type Spot, valueAt, walk } from './walk.ts';
import { code } from './words.ts';

/** Lanes whose live version would be one and the same alias: releasing in one would release in the other. */
export function sharedLanes(raw: unknown): Found[] {
  const first = new Map<string, string>();
  return walk(raw, 'models.*.path.#').flatMap((spot): Found[] => {
    const [, model, , step] = spot.path;
    const lane = `${String(model)} in ${String(spot.value)}`;
    const name = registeredName(raw, String(model), String(spot.value));
    const before = name && first.get(name.key);
    if (name && !before) first.set(name.key, lane);
    if (!name || !before || before === lane || isRepeated(raw, spot, Number(step))) return [];
    const words = `${lane} would be the same registered model ${code(name.text)} as ${before}, with one live version for both. Write \`name: "${String(spot.value)}.{model}"\` for the environment, give it another registry, or an \`alias\` of its own.`;
    return [{ path: spot.path, at: 'value', words }];
  });
}

function registeredName(
  raw: unknown,
  model: string,
  environment: string,
): { readonly key: string; readonly text: string } | null {
  const registry = valueAt(raw, ['environments', environment, 'registry']);
  if (typeof registry !== 'string') return null;
  const template = valueAt(raw, ['environments', environment, 'name']) ?? '{model}';
  if (typeof template !== 'string' || !template.includes('{model}')) return null;
  const text = template.replace('{model}', () => model);
  const alias = valueAt(raw, ['environments', environment, 'alias']) ?? 'champion';
  return { key: `${serverOf(raw, registry)} ${text} ${String(alias)}`, text };
}

/** Two registries of the file may be one server. */
function serverOf(raw: unknown, registry: string): string {
  const url = valueAt(raw, ['registries', registry, 'url']);
  return (typeof url === 'string' && URL.parse(url)?.href.replace(/\/+$/, '')) || registry;
}

function isRepeated(raw: unknown, { path, value }: Spot, step: number): boolean {
  return walk(raw, 'models.*.path.#').some(
    (other) => other.path[1] === path[1] && other.value === value && Number(other.path[3]) < step,
  );
}

/** A version has one stage of the old kind, so two environments cannot each keep one with the aliases of one registered model. */
export function stagesBesideAliases(raw: unknown): Found[] {
  return walk(raw, 'environments.*').flatMap(({ path, value }): Found[] => {
    const [alias, stage] = [valueAt(value, ['alias']), valueAt(value, ['stage'])];
    if (stage === undefined || alias === undefined || alias === 'champion') return [];
    const words = `a version has one stage, and with \`alias\` one registered model may be live in several environments. Leave \`stage\` out, or give the environment a name of its own, \`name: "${String(path[1])}.{model}"\`, and no \`alias\`.`;
    return [{ path: [...path, 'stage'], at: 'key', words }];
  });
}
