import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Place } from './traced-place.ts';

/** Where on the path to begin: where the words say, else furthest along where the log knows the version, else at the beginning. */
export function startOf(places: readonly Place[], version: Version | null, from: LanePolicy | null): number {
  if (from !== null) return places.findIndex(({ policy }) => policy.environment === from.environment);
  if (version === null) return places.length - 1;
  return Math.max(
    0,
    places.findLastIndex((place) => place.lane.live?.version === version || brought(place, version) !== null),
  );
}

/** The number that a version has in each environment; null where it never was, or nobody knows. */
export function alongPath(places: readonly Place[], start: number, version: Version): readonly (Version | null)[] {
  const numbers: (Version | null)[] = places.map((_, at) => (at === start ? version : null));
  for (let at = start; at > 0; at--) numbers[at - 1] = before(places[at - 1], places[at], numbers[at] ?? null);
  for (let at = start + 1; at < places.length; at++)
    numbers[at] = after(places[at - 1], places[at], numbers[at - 1] ?? null);
  return numbers;
}

/** The release that brought a version there: its promotion or adoption, else whatever did. */
export function brought({ releases }: Pick<Place, 'releases'>, version: Version): ReleaseState | null {
  const all = releases.filter((one) => numberOf(one) === version);
  const first = all.find(({ kind, live }) => kind !== 'rollback' && live !== null);
  return first ?? all.find(({ live }) => live !== null) ?? all[0] ?? null;
}

function before(earlier: Place | undefined, here: Place | undefined, number: Version | null): Version | null {
  if (earlier === undefined || here === undefined || number === null) return null;
  const release = here.releases.find((one) => one.kind === 'promotion' && numberOf(one) === number);
  if (release?.source.environment === earlier.policy.environment) return release.source.version;
  return isOne(earlier, here) ? number : null;
}

function after(earlier: Place | undefined, here: Place | undefined, number: Version | null): Version | null {
  if (earlier === undefined || here === undefined || number === null) return null;
  const came = here.releases.filter(
    ({ kind, source }) =>
      kind === 'promotion' && source.environment === earlier.policy.environment && source.version === number,
  );
  const known = came.map(numberOf).find((one) => one !== null) ?? null;
  return known ?? (isOne(earlier, here) && here.lane.live?.version === number ? number : null);
}

/** Two environments of one registered model number its versions alike. */
function isOne({ policy: a }: Place, { policy: b }: Place): boolean {
  return a.registry === b.registry && a.registeredName === b.registeredName;
}

function numberOf({ live, trained, version }: ReleaseState): Version | null {
  return live?.version ?? trained?.version ?? version;
}
