import type { ReleaseState } from './state.ts';

/** Whether another request for the very same version took its place: one that waits for nobody. */
export function isTakenOver({ ended, source, live }: ReleaseState): boolean {
  return live === null && ended?.event.kind === 'superseded' && ended.event.version === source.version;
}
