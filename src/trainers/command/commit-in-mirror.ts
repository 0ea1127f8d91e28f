import { type CommitNamed, commitNamed, type Place } from '../commit-named.ts';
import { type MirrorOptions, mirrorOf } from './mirror.ts';

const refOf: Readonly<Record<Place['kind'], (name: string) => string>> = {
  tag: (name) => `refs/tags/${name}`,
  branch: (name) => `refs/heads/${name}`,
  hash: (name) => name,
};

/** The commit that words mean in the repository that commands train from, read anew each time. */
export function commitInMirror(options: MirrorOptions): CommitNamed {
  const mirror = mirrorOf(options);
  return commitNamed((places, call) =>
    mirror.first(
      places.map(({ kind, name }) => refOf[kind](name)),
      call,
    ),
  );
}
