import type { LaneState, Pause } from './lane-state.ts';

/** One model in one environment, as far as its place in the list asks. */
interface Placed {
  readonly model: string;
  readonly lane: LaneState;
  readonly pauses: readonly Pause[];
}

/** A model in the environments of its path. */
export interface ModelRows<T> {
  readonly model: string;
  readonly lanes: readonly T[];
}

/** Environments that a page of the map has room for; a model is never cut in two. */
const lanesPerPage = 18;

/** Models in the order of who needs somebody first, then by name, in pages. */
export function statusPages<T extends Placed>(rows: readonly T[]): readonly (readonly ModelRows<T>[])[] {
  const ranked = models(rows).toSorted((a, b) => urgencyOf(b) - urgencyOf(a) || (a.model < b.model ? -1 : 1));
  const pages: ModelRows<T>[][] = [];
  let room = 0;
  for (const model of ranked) {
    if (room < model.lanes.length) {
      pages.push([]);
      room = Math.max(lanesPerPage, model.lanes.length);
    }
    pages.at(-1)?.push(model);
    room -= model.lanes.length;
  }
  return pages;
}

/** Models in the order in which their rows come. */
export function models<T extends Placed>(rows: readonly T[]): readonly ModelRows<T>[] {
  return [...Map.groupBy(rows, ({ model }) => model)].map(([model, lanes]) => ({ model, lanes }));
}

/** 0 where nobody is needed; 3 where something failed or misbehaves. */
export function urgencyOf({ lanes }: ModelRows<Placed>): number {
  return Math.max(0, ...lanes.map(urgencyIn));
}

function urgencyIn({ lane, pauses }: Placed): number {
  if (hasFailed(lane) || hasAlerts(lane)) return 3;
  if (lane.open.length + lane.followUps.length > 0 || lane.live?.standing === 'outside') return 2;
  return pauses.length > 0 ? 1 : 0;
}

/** Something open there has failed and waits for a decision. */
export function hasFailed({ open }: LaneState): boolean {
  return open.some((one) => one.phase === 'failed');
}

/** What is live there misbehaves. */
export function hasAlerts({ incidents }: LaneState): boolean {
  return incidents.some(({ phase }) => phase === 'open');
}
