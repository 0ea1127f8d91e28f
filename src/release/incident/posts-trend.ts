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
  readonly points: TrendView['points'];
  readonly index: number;
}

/** So many points make a picture worth more than its words; a second one tells how it ended. */
const least = 2;

/** Pictures of the number that broke its bound: one as soon as more than one value of it is known, one at the end. */
export function trendPosts(state: IncidentState, log: Log): readonly FilePost[] {
  const told = log.flatMap(toldIn);
  const [first] = told;
  if (first === undefined) return [];
  const same = told.filter(({ name, unit }) => name === first.name && unit === first.unit);
  const soon = same.findIndex((_, at) => pointsOf(same.slice(0, at + 1)).length >= least);
  const moved = same[soon];
  const over = log.findLast(({ event }) => event.kind === 'incident-resolved' || event.kind === 'incident-ended');
  if (moved === undefined) return [];
  const early = post(state, same.slice(0, soon + 1), moved, null);
  return over === undefined || same.length === soon + 1 ? [early] : [early, post(state, same, over, over.at)];
}

function toldIn({ event, index }: Log[number]): readonly Told[] {
  const reading = 'symptom' in event ? event.symptom.reading : null;
  if (reading === null || !('symptom' in event) || typeof reading.value !== 'number') return [];
  const { name, unit, bound, trained, value } = reading;
  const { at, past = [] } = event.symptom;
  const points = past.length === 0 ? [{ at, value }] : past;
  return [{ name, unit, bound, trained: typeof trained === 'number' ? trained : null, points, at, index }];
}

/** By time, each moment once: what was measured is told again with what came after it. */
function pointsOf(told: readonly Told[]): TrendView['points'] {
  const points = new Map(told.flatMap(({ points: own }) => own.map((point) => [point.at, point])));
  return [...points.values()].toSorted((a, b) => a.at - b.at);
}

function post(
  state: IncidentState,
  told: readonly Told[],
  { index, at }: { readonly index: number; readonly at: number },
  over: number | null,
): FilePost {
  return { key: `trend:${index}`, since: at, content: { kind: 'trend', trend: trendOf(state, told, over) } };
}

function trendOf(
  { model, environment, of, live }: IncidentState,
  told: readonly Told[],
  over: number | null,
): TrendView {
  const last = told.at(-1);
  return {
    title: `${model} ${environment}: ${kindWords[of]}`,
    name: last?.name ?? kindWords[of],
    unit: last?.unit ?? null,
    points: pointsOf(told),
    bound: last?.bound ?? null,
    trained: last?.trained ?? null,
    release: live?.since == null ? null : { name: v(live.version), at: live.since },
    over,
  };
}
