import type { Entry, StreamId } from '../event.ts';
import { fold } from '../evolve.ts';
import { type LaneKey, placeOf } from '../ids.ts';
import { foldIncident } from '../incident/evolve.ts';
import { isIncidentEvent } from '../incident/lane-incidents.ts';
import { isReleaseEvent, releaseEntries } from '../release-entries.ts';
import { emptyScope, evolveScope, holding } from '../scope.ts';
import { endedPhases } from '../state.ts';
import { environmentStream, laneStream, modelStream, policyStream } from '../stream.ts';
import { aroundWords } from './around-words.ts';
import { incidentWords } from './incident-words.ts';
import { livePeriods } from './live-periods.ts';
import { releaseWords } from './release-words.ts';
import type { CourseRow, LaneReport, LivePeriod, ReportedIncident, ReportedRelease, Span } from './shape.ts';

/** The streams whose entries a report of a lane tells beside the lane's own, its releases' and its incidents'. */
export function streamsBesides(lane: LaneKey): readonly StreamId[] {
  const { model, environment } = placeOf(lane);
  return [environmentStream(environment), modelStream(model), policyStream];
}

/**
 * What happened in a lane, from all its entries in the order of the chain, with those of `streamsBesides`. Everything is told as it stood at
 * the end of the span: the same span of the past reads the same for ever. Pure.
 */
export function laneReport(lane: LaneKey, entries: readonly Entry[], span: Span): LaneReport {
  const known = entries.filter(({ at }) => at <= span.to);
  const besides = new Set<StreamId>(streamsBesides(lane));
  const own = known.filter(({ stream }) => !besides.has(stream));
  const { since, periods } = livePeriods(lane, own);
  const live = periods.filter(({ until }) => until === null || until >= span.from);
  const streams = [...Map.groupBy(own, ({ stream }) => stream).values()];
  return {
    lane,
    ...placeOf(lane),
    span,
    since,
    live,
    releases: streams.flatMap((log) => releaseIn(log, span, live)),
    incidents: streams.flatMap((log) => incidentIn(log, span)),
    around: aroundIn(
      known.filter(({ stream }) => besides.has(stream) || stream === laneStream(lane)),
      span.from,
    ).flatMap((entry) => rowOf(entry, scopeOf(entry.stream))),
  };
}

/** Released, asked for or decided about in the span, or what was live in it. */
function releaseIn(log: readonly Entry[], span: Span, live: readonly LivePeriod[]): readonly ReportedRelease[] {
  const state = fold(releaseEntries(log));
  if (state === null) return [];
  const open = !endedPhases.includes(state.phase);
  const touched = open || state.lastAt >= span.from || live.some(({ release }) => release === state.id);
  if (!touched) return [];
  return [{ state, course: log.flatMap((entry) => rowOf(entry, '')), anchor: anchorIn(log) }];
}

/** What a stream is about, where that is more than the lane. */
function scopeOf(stream: StreamId): string {
  const name = stream.slice(stream.indexOf(':') + 1);
  if (stream.startsWith('env:')) return `all of ${name}`;
  return stream.startsWith('model:') ? `${name} everywhere` : stream === policyStream ? 'policy' : '';
}

/** What happened in the span, and what was still in force when it began: pauses, and the policy. */
function aroundIn(entries: readonly Entry[], from: number): readonly Entry[] {
  const before = [
    ...Map.groupBy(
      entries.filter(({ at }) => at < from),
      ({ stream }) => stream,
    ).values(),
  ];
  return [...before.flatMap((log) => inForce(log, from)), ...entries.filter(({ at }) => at >= from)];
}

function inForce(log: readonly Entry[], from: number): readonly Entry[] {
  const held = holding(log.reduce(evolveScope, emptyScope).pauses, from);
  const newest = log.findLast(({ event }) => event.kind === 'policy-activated');
  return log.filter((entry) => {
    const { event, at } = entry;
    return (
      entry === newest || (event.kind === 'paused' && held.some((one) => one.cause === event.cause && one.at === at))
    );
  });
}

function anchorIn(log: readonly Entry[]): string | null {
  const anchors = log.flatMap(({ event }) =>
    event.kind === 'execution-started' ? (event.targets.tags['signalbox.anchor'] ?? []) : [],
  );
  return anchors.at(-1) ?? null;
}

/** Open at some moment of the span, or spoken of in it. */
function incidentIn(log: readonly Entry[], span: Span): readonly ReportedIncident[] {
  const events = log.flatMap(({ event, at, by, index }) => (isIncidentEvent(event) ? [{ event, at, by, index }] : []));
  const state = foldIncident(events);
  if (state === null || (state.phase !== 'open' && state.lastAt < span.from)) return [];
  return [{ id: state.id, state, course: log.flatMap((entry) => rowOf(entry, '')) }];
}

function rowOf({ seq, at, by, event }: Entry, scope: string): readonly CourseRow[] {
  const words = isReleaseEvent(event)
    ? releaseWords(event)
    : isIncidentEvent(event)
      ? incidentWords(event)
      : aroundWords(event);
  return words === null ? [] : [{ seq, at, by, what: event.kind, scope, words }];
}
