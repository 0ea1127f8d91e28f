import { ReleaseError } from '../errors.ts';
import type { Registry } from '../ports.ts';

/** The registry of this name. The policy was checked, so a missing one is a policy that moved on meanwhile. */
export function registryOf(registries: ReadonlyMap<string, Registry>, name: string): Registry {
  const found = registries.get(name);
  if (found === undefined)
    throw new ReleaseError('policy_invalid', { registry: name, why: 'the active policy does not name it' });
  return found;
}
