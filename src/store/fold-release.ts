import { ReleaseError } from '../errors.ts';
import { type Event, type ReleaseEvent, ScopeEvent } from '../release/event.ts';
import { evolve } from '../release/evolve.ts';
import type { ReleaseState } from '../release/state.ts';
import { decodeEntry } from './entries.ts';

const scopeKinds: ReadonlySet<string> = new Set(ScopeEvent.options.map((option) => option.shape.kind.value));

/** Whether this happened to one release, rather than to what lies around releases. */
export function isReleaseEvent(event: Event): event is ReleaseEvent {
  return !scopeKinds.has(event.kind);
}

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
