import type { Happened, ReleaseEvent } from './event.ts';
import type { Phase, ReleaseState } from './state.ts';

/** Every event but the first. */
export type Later = Exclude<ReleaseEvent, { kind: 'opened' }>;
export type LaterKind = Later['kind'];
type ByKind = { readonly [K in LaterKind]: Extract<Later, { kind: K }> };

/** An event of one kind, in the form in which TypeScript can look its function up in a table. */
export type LaterOf<K extends LaterKind> = { readonly [P in K]: ByKind[P] & { readonly kind: P } }[K];

/** A literal table: how each kind of event folds. */
export type Evolvers<K extends LaterKind> = {
  readonly [P in K]: (state: ReleaseState, happened: Happened<ByKind[P]>) => ReleaseState;
};

/** Closes a release; nothing of it waits any more. */
export function end(state: ReleaseState, phase: Phase, { at, by, event }: Happened<ReleaseEvent>): ReleaseState {
  return { ...state, phase, waiting: null, ended: { at, by, event } };
}
