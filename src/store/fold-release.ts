import { ReleaseError } from '../errors.ts';
import { evolve } from '../release/evolve.ts';
import { isReleaseEvent } from '../release/release-entries.ts';
import type { ReleaseState } from '../release/state.ts';
import { decodeEntry } from './entries.ts';

/** Folds the stored entries of one release; null when there are none. Throws `log_newer_than_code` as `decodeEntry` does. */
export function foldRelease(log: readonly string[]): ReleaseState | null {
  let state: ReleaseState | null = null;
  for (const text of log) {
    const { event, at, by, index } = decodeEntry(text);
    if (isReleaseEvent(event)) state = evolve(state, { event, at, by, index });
  }
  return state;
}

/** The same for lists: null, too, when a newer version wrote to this release. */
export function foldUnlessNewer(log: readonly string[]): ReleaseState | null {
  try {
    return foldRelease(log);
  } catch (cause) {
    if (cause instanceof ReleaseError && cause.code === 'log_newer_than_code') return null;
    throw cause;
  }
}
