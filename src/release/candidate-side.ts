import type { ReleaseState } from './state.ts';

type Place = Pick<ReleaseState, 'trained' | 'source' | 'environment' | 'registry' | 'name'>;

/** Where the candidate is: where it comes from, until this release has trained one of its own in its target. */
export function candidateSide({ trained, source, environment, registry, name }: Place): ReleaseState['source'] {
  return trained === null ? source : { environment, registry, name, version: trained.version };
}
