import { ReleaseError } from '../../src/errors.ts';
import type { Call, Clock } from '../../src/ports.ts';
import type { MayMove, ScoringRun, Serving, ServingOrder, ServingState } from '../../src/ports-serving.ts';
import type { Version } from '../../src/release/ids.ts';

/** What is served in one environment under one name, and the last order for it. */
interface FakePlace {
  live: Version | null;
  last: ServingOrder | null;
  state: ServingState;
}

/** What serves, in memory: any number of workers may share it. */
export interface FakeServings {
  readonly now: Clock;
  /** By environment and name, with a slash between. */
  readonly places: Map<string, FakePlace>;
  /** Every move that really began. */
  readonly begun: ServingOrder[];
  /** How a move goes when it begins; a test may change it, and end one that is `moving` with `settle`. */
  play: (order: ServingOrder) => ServingState;
  may: MayMove;
  readonly runs: ScoringRun[];
  /** Methods that nobody answers now. */
  readonly unreachable: Set<keyof Serving>;
}

export function fakeServings(now: Clock = Date.now): FakeServings {
  return {
    now,
    places: new Map(),
    begun: [],
    play: ({ version }) => ({ kind: 'serving', version }),
    may: { kind: 'yes' },
    runs: [],
    unreachable: new Set(),
  };
}

/** What becomes of the last order of a place. */
export function settle({ places }: FakeServings, order: ServingOrder, state: ServingState): void {
  const place = places.get(keyOf(order));
  if (place === undefined) return;
  place.state = state;
  if (state.kind !== 'moving') place.live = state.version;
}

/** Serving over these. Every call is one instant. */
export function fakeServing(at: FakeServings): Serving {
  return {
    kind: 'fake',
    async mayMove(_, call) {
      answers(at, 'mayMove', call);
      return at.may;
    },
    async move(order, call) {
      answers(at, 'move', call);
      const place = placeOf(at, order);
      if (isLast(place, order) && place.state.kind !== 'failed') return;
      at.begun.push(order);
      place.last = order;
      settle(at, order, at.play(order));
    },
    async state(order, call) {
      answers(at, 'state', call);
      const place = placeOf(at, order);
      return isLast(place, order) ? place.state : { kind: 'serving', version: place.live };
    },
    async scoredWith(_, version, since, call) {
      answers(at, 'scoredWith', call);
      return at.runs.filter((run) => run.version === version && run.at >= since);
    },
  };
}

function placeOf({ places }: FakeServings, order: ServingOrder): FakePlace {
  const place = places.get(keyOf(order)) ?? { live: null, last: null, state: { kind: 'serving', version: null } };
  places.set(keyOf(order), place);
  return place;
}

function isLast({ last }: FakePlace, { release, version }: ServingOrder): boolean {
  return last?.release === release && last.version === version;
}

function keyOf({ environment, name }: ServingOrder): string {
  return `${environment}/${name}`;
}

function answers({ now, unreachable }: FakeServings, method: keyof Serving, { deadline }: Call): void {
  if (unreachable.has(method)) throw new ReleaseError('serving_unreachable');
  if (deadline <= now()) throw new ReleaseError('deadline_passed');
}
