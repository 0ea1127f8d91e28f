import { existsSync } from 'node:fs';
import { ReleaseError } from '../../errors.ts';
import { type CommitNamed, commitNamed, type Place } from '../commit-named.ts';
import { type MirrorOptions, mirrorOf } from './mirror.ts';

const refOf: Readonly<Record<Place['kind'], (name: string) => string>> = {
  tag: (name) => `refs/tags/${name}`,
  branch: (name) => `refs/heads/${name}`,
  hash: (name) => name,
};

/** The commit that words mean in the repository that commands train from, read anew each time. */
export function commitInMirror(options: MirrorOptions): CommitNamed {
  const { folder } = options;
  const mirror = mirrorOf(options);
  return commitNamed(async (places, call) => {
    // Were it made here, a share that is not mounted would look like one where nothing was ever started.
    if (!existsSync(folder)) throw new ReleaseError('trainer_unreachable', { missing: folder });
    const refs = places.map(({ kind, name }) => refOf[kind](name));
    return mirror.first(refs, call);
  });
}
