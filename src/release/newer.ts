import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import type { Append } from './outcome.ts';
import type { Phase, ReleaseState } from './state.ts';
import { releaseStream } from './stream.ts';

const beforeExecution: readonly Phase[] = ['gathering', 'blocked', 'review', 'approved'];

/** What a candidate that nothing keeps from review any more means for older promotions of the lane; break-glass passed no gate, so nothing. */
export function onOlder({ state, others, lane }: ReleaseFacts): readonly Append[] {
  if (state.kind !== 'promotion' || state.breakGlass) return [];
  const newer = { v: 1 as const, release: state.id, version: state.source.version };
  return lane.open.flatMap((one) => {
    const other = others.get(one.release);
    if (other === undefined || !isOlder(other, state)) return [];
    const gives = other.opened.by.kind !== 'person' && other.approvals.length === 0 && other.phase !== 'approved';
    const kind = gives ? ('superseded' as const) : ('newer-ready' as const);
    if (!gives && other.newer?.release === state.id) return [];
    return [{ stream: releaseStream(other.id), events: [{ kind, ...newer }] }];
  });
}

/** One that asks after a newer candidate has passed its gates says so on its own card. */
export function fromNewer({ state, others }: ReleaseFacts): readonly ReleaseEvent[] {
  const passed = [...others.values()].filter(
    (other) => (other.phase === 'review' || other.phase === 'approved') && !other.breakGlass && isOlder(state, other),
  );
  const newest = passed.toSorted((a, b) => Number(b.source.version) - Number(a.source.version))[0];
  if (newest === undefined || state.newer?.release === newest.id) return [];
  return [{ kind: 'newer-ready', v: 1, release: newest.id, version: newest.source.version }];
}

function isOlder(other: ReleaseState, state: ReleaseState): boolean {
  const waits = beforeExecution.includes(other.phase);
  const numbered = other.source.environment === state.source.environment;
  const same = numbered && other.kind === 'promotion' && state.kind === 'promotion';
  return waits && same && Number(other.source.version) < Number(state.source.version);
}
