import { ReleaseError } from '../errors.ts';
import type { Registry } from '../ports.ts';

/** The registry of this name. The policy was checked, so a missing one is a policy that moved on meanwhile. */
export function registryOf(registries: ReadonlyMap<string, Registry>, name: string): Registry {
  const found = registries.get(name);
  if (found === undefined) throw new ReleaseError('lane_not_in_policy', { registry: name });
  return found;
}
