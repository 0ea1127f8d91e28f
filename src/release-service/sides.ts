import { ReleaseError } from '../errors.ts';
import { withoutSections } from '../evidence/description.ts';
import type { Call, Registry } from '../ports.ts';
import { candidateSide } from '../release/candidate-side.ts';
import type { VersionFacts } from '../release/evidence.ts';
import type { Version } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';

/** The champion's facts as the target's registry has them; null where nothing is live. */
export async function championFacts(
  target: Registry,
  state: ReleaseState,
  version: Version | null,
  call: Call,
): Promise<VersionFacts | null> {
  if (version === null) return null;
  const facts = await target.facts(state.name, version, call);
  if (facts === null && comparesWithLive(state)) throw new ReleaseError('champion_missing', { version });
  return facts;
}

/** A live version that is not found is not the same as nothing live: gates would let everything pass that only has to be no worse. */
function comparesWithLive({ kind, breakGlass }: ReleaseState): boolean {
  return kind !== 'rollback' && !breakGlass;
}

/** Whether the candidate is live already. In one registry a version is known by its number, in two by its bytes. */
export function isCandidate(state: ReleaseState, candidate: VersionFacts, champion: VersionFacts | null): boolean {
  if (champion === null) return false;
  const from = candidateSide(state);
  const here = from.registry === state.registry && from.name === state.name;
  return here ? champion.version === candidate.version : champion.artifacts.digest === candidate.artifacts.digest;
}

/** A gate that asks for a description asks for people's words, not for what we added to them. */
export function asWritten(facts: VersionFacts): VersionFacts {
  return { ...facts, description: withoutSections(facts.description) };
}
