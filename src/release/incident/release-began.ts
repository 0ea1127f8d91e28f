import type { LiveVersion } from '../lane-state.ts';
import { count, lasted } from '../view-numbers.ts';

const dayMs = 24 * 3_600_000;

/** How something that began at `startedAt` stands to the release of what is live: whether it may be the reason, and in words. */
export interface Began {
  readonly blames: boolean;
  readonly words: string;
}

/** A release may be why for as long as it is watched, and for its first day. */
export function beganAfter(live: LiveVersion | null, startedAt: number): Began {
  if (live === null) return { blames: false, words: 'Nothing is live.' };
  const name = `v${live.version}`;
  if (live.standing === 'baseline') return { blames: false, words: `${name} was live before Signalbox looked.` };
  const after = startedAt - live.since;
  if (after < 0)
    return { blames: false, words: `Began ${lasted(-after)} before ${name} went live, so probably not the release.` };
  if (live.standing === 'watching' || after < dayMs)
    return { blames: true, words: `Began ${lasted(after)} after ${name} went live.` };
  const days = count(Math.floor(after / dayMs), 'day');
  return { blames: false, words: `No release in ${days}, so probably not the release.` };
}
