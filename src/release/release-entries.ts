import { type Entry, type Event, type Happened, ReleaseEvent } from './event.ts';

const kinds: ReadonlySet<string> = new Set(ReleaseEvent.options.map((option) => option.shape.kind.value));

/** Whether this is an event of a release rather than of what lies around it. */
export function isReleaseEvent(event: Event): event is ReleaseEvent {
  return kinds.has(event.kind);
}

/** The entries of a release's own stream, typed as such. */
export function releaseEntries(entries: readonly Entry[]): readonly Happened<ReleaseEvent>[] {
  return entries.flatMap(({ at, by, index, event }) => (isReleaseEvent(event) ? [{ at, by, index, event }] : []));
}
