import type { ReleaseEvent } from './event.ts';
import type { PrincipalRef } from './lane-policy.ts';
import type { Moment } from './posts-shape.ts';
import type { Around } from './view-shape.ts';
import type { Line } from './view-words.ts';

/** What is said about an event in the thread; `pings` are those who must act on it. */
export interface Spoken {
  readonly lines: readonly Line[];
  readonly pings: readonly PrincipalRef[];
  /** Somebody relies on what is no longer so: it goes as fast as a line that pings. */
  readonly soon?: true;
}

export type Kind = ReleaseEvent['kind'];
export type Of<K extends Kind> = Extract<ReleaseEvent, { kind: K }>;

/** The words for one kind of event; null when the card alone says it. */
export type Tell<K extends Kind> = (event: Of<K>, moment: Moment, around: Around) => Spoken | null;

/** Words that ping nobody. */
export function quiet(...lines: readonly Line[]): Spoken {
  return { lines, pings: [] };
}
