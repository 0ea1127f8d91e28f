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
    const words = `${lane} would be the same registered model ${code(name.text)} as ${before}, with one live version for both. Write \`name: "${String(spot.value)}.{model}"\` for the environment, or give it another registry.`;
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
  return { key: `${serverOf(raw, registry)} ${text}`, text };
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
