import { openVerdicts } from '../release/acceptance.ts';
import type { Entry, Event } from '../release/event.ts';
import type { ReleaseId } from '../release/ids.ts';
import { isIncidentEvent } from '../release/incident/lane-incidents.ts';
import type { Answer } from '../release/outcome.ts';
import { touchedLive } from '../release/plan.ts';
import { quorum } from '../release/quorum.ts';
import type { ReleaseState } from '../release/state.ts';
import { releaseStream } from '../release/stream.ts';

type Said = (release: ReleaseId, state: ReleaseState) => Answer;

/** What a command that is in the log already was answered: read off the first thing it wrote that has an answer. */
const said: Partial<Record<Event['kind'], Said>> = {
  opened: (release) => ({ kind: 'opened', release }),
  approved: (release, state) => ({ kind: 'approved', release, ...tally(state) }),
  'approval-taken-back': (release, state) => ({ kind: 'approval-taken-back', release, ...tally(state) }),
  'verdicts-accepted': (release, state) => ({ kind: 'verdicts-accepted', release, left: stillOpen(state) }),
  rejected: (release) => ({ kind: 'rejected', release }),
  withdrawn: (release) => ({ kind: 'withdrawn', release }),
  'stop-requested': (release, state) => ({
    kind: 'stopping',
    release,
    liveTouched: state.execution !== null && touchedLive(state.execution),
  }),
  'retry-requested': (release) => ({ kind: 'retrying', release }),
  'put-back-requested': (release, state) => ({
    kind: 'putting-back',
    release,
    to: state.execution?.targets.champion.from ?? null,
  }),
  abandoned: (release) => ({ kind: 'abandoned', release }),
  'follow-up-closed': (release) => ({ kind: 'follow-up-closed', release }),
};

/** The answer that these entries were given with. `state` is the release they belong to, as it is now. */
export function answerOf(entries: readonly Entry[], state: ReleaseState | null): Answer {
  const first = entries.find(({ event }) => said[event.kind] !== undefined) ?? entries[0];
  if (first === undefined) return { kind: 'unchanged' };
  const { event, stream, by } = first;
  if (event.kind === 'paused') return { kind: 'paused', scope: scopeName(stream), until: event.until };
  if (event.kind === 'resumed') return { kind: 'resumed', scope: scopeName(stream) };
  if (event.kind === 'rehearsed')
    return { kind: 'rehearsed', lane: scopeName(stream), target: event.target, checks: event.checks };
  if (event.kind === 'baseline-trusted' && event.version !== null && by.kind === 'person')
    return { kind: 'baseline-trusted', lane: scopeName(stream), version: event.version };
  const ofIncident = incidentAnswer(event);
  if (ofIncident !== null) return ofIncident;
  const words = said[event.kind];
  return words === undefined || state === null || stream !== releaseStream(state.id)
    ? { kind: 'noted' }
    : words(state.id, state);
}

function incidentAnswer(event: Event): Answer | null {
  if (!isIncidentEvent(event)) return null;
  const { kind, incident } = event;
  if (kind === 'incident-acknowledged') return { kind: 'acknowledged', incident };
  if (kind === 'incident-snoozed') return { kind: 'snoozed', incident, until: event.until };
  if (kind === 'incident-dismissed') return { kind: 'dismissed', incident, until: event.until };
  return kind === 'countdown-cancelled' ? { kind: 'return-cancelled', incident } : null;
}

function tally(state: ReleaseState): { have: number; need: number } {
  if (state.evidence === null) return { have: 0, need: 0 };
  const { have, need } = quorum(state.evidence.requirements, state.approvals);
  return { have, need };
}

function stillOpen({ evidence, accepted }: ReleaseState): number {
  return evidence === null ? 0 : openVerdicts(evidence.findings, accepted).length;
}

function scopeName(stream: string): string {
  return stream.slice(stream.indexOf(':') + 1);
}
