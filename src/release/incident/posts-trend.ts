import type { Happened } from '../event.ts';
import type { FilePost } from '../posts-files.ts';
import { v } from '../view-words.ts';
import type { IncidentEvent } from './event.ts';
import type { IncidentState } from './state.ts';
import type { TrendView } from './trend-view.ts';
import { kindWords } from './view-numbers.ts';

type Log = readonly Happened<IncidentEvent>[];

interface Told {
  readonly name: string;
  readonly unit: string | null;
  readonly bound: TrendView['bound'];
  readonly trained: number | null;
  readonly at: number;
  readonly value: number;
  readonly index: number;
}

/** So many points make a picture worth more than its words; a second one tells how it ended. */
const least = 2;

/** Pictures of the number that broke its bound: one as soon as it moved, one at the end. */
export function trendPosts(state: IncidentState, log: Log): readonly FilePost[] {
  const told = log.flatMap(pointsOf);
  const [first] = told;
  if (first === undefined) return [];
  const same = told.filter(({ name, unit }) => name === first.name && unit === first.unit);
  const moved = same[least - 1];
  const over = log.findLast(({ event }) => event.kind === 'incident-resolved' || event.kind === 'incident-ended');
  if (moved === undefined) return [];
  const early = post(state, same.slice(0, least), moved.index, moved.at);
  return over === undefined || same.length === least ? [early] : [early, post(state, same, over.index, over.at)];
}

function pointsOf({ event, index }: Log[number]): readonly Told[] {
  const reading = 'symptom' in event ? event.symptom.reading : null;
  if (reading === null || !('symptom' in event) || typeof reading.value !== 'number') return [];
  const { name, unit, bound, trained, value } = reading;
  return [
    { name, unit, bound, trained: typeof trained === 'number' ? trained : null, value, at: event.symptom.at, index },
  ];
}

function post(state: IncidentState, told: readonly Told[], index: number, since: number): FilePost {
  return { key: `trend:${index}`, since, content: { kind: 'trend', trend: trendOf(state, told) } };
}

function trendOf({ model, environment, of, live }: IncidentState, told: readonly Told[]): TrendView {
  const last = told.at(-1);
  const points = told.map(({ at, value }) => ({ at, value })).toSorted((a, b) => a.at - b.at);
  return {
    title: `${model} ${environment}: ${kindWords[of]}`,
    name: last?.name ?? kindWords[of],
    unit: last?.unit ?? null,
    points,
    bound: last?.bound ?? null,
    trained: last?.trained ?? null,
    release: live?.since == null ? null : { name: v(live.version), at: live.since },
  };
}
