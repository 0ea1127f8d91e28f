import type { ServingOrder } from '../ports-serving.ts';
import type { Version } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Targets } from '../release/targets.ts';

interface Move {
  readonly from: Version | null;
  readonly to: Version | null;
}

/** The order to serve what a release makes live; or, with `move`, the way back. */
export function servingOrder(
  { id, model, environment }: ReleaseState,
  { name, champion }: Pick<Targets, 'name' | 'champion'>,
  { from, to }: Move = champion,
): ServingOrder {
  return { release: id, model, environment, name, version: to, from };
}

/** The way back of what a release makes live. */
export function backwards({ champion: { from, to } }: Pick<Targets, 'champion'>): Move {
  return { from: to, to: from };
}
