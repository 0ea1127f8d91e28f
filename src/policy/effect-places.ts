import { placeBefore } from '../gates/table.ts';
import type { Model } from './model-schema.ts';
import type { Found } from './problems.ts';
import { code, didYouMean } from './words.ts';

/** Gates of a model that ask for an environment where none of its versions can have been before. */
export function foundInPlaces(model: string, { gates, path }: Model): Found[] {
  const before = path.slice(0, -1);
  const cure = (named: string) => (before.length === 0 ? 'Leave the gate out.' : didYouMean(named, before));
  return gates.flatMap((config, at): Found[] => {
    const place = placeBefore(config);
    if (place === null || before.includes(place.environment)) return [];
    const words = `nothing on the path of ${code(model)} comes after ${code(place.environment)}. ${cure(place.environment)}`;
    return [{ path: ['models', model, 'gates', at, place.field], at: 'value', words }];
  });
}
