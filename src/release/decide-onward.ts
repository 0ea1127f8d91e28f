import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import type { ReleaseId } from './ids.ts';
import type { LanePolicy } from './lane-policy.ts';
import { accepted, type Decision } from './outcome.ts';
import type { ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

/** The end of a watch; where the policy says so, the next environment is then asked for by itself. A rollback goes nowhere. */
export function verifiedEvent({ state, policy }: Pick<ReleaseFacts, 'state' | 'policy'>): ReleaseEvent {
  const goesOn = policy.onward === 'auto' && state.kind !== 'rollback' && nextOnPath(policy) !== null;
  return { kind: 'verified', v: 1, ...(goesOn ? { onward: 'auto' as const } : {}) };
}

/** The environment after this one; null at the end of the path. */
export function nextOnPath({ path, environment }: Pick<LanePolicy, 'path' | 'environment'>): string | null {
  const at = path.indexOf(environment);
  return at < 0 ? null : (path[at + 1] ?? null);
}

/** What going onward came to is noted once. */
export function decideContinued(
  state: ReleaseState,
  came: { readonly release: ReleaseId | null; readonly words: string },
): Decision {
  if (!state.continuing) return accepted({ kind: 'unchanged' });
  const event: ReleaseEvent = { kind: 'continued', v: 1, ...came };
  return accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events: [event] });
}
