import type { StreamId } from './event.ts';
import type { PrincipalRef } from './lane-policy.ts';
import type { LaneState } from './lane-state.ts';
import type { Told } from './posts-scope-lines.ts';
import type { ScopeButton } from './posts-shape.ts';
import type { ScopeEvent } from './scope-event.ts';
import type { Line } from './view-words.ts';

/** What is said about an event of a lane, an environment, a model, a registry or the policy, and where. */
export interface SpokenOfScope {
  readonly place: 'lane' | 'environment' | 'admin';
  readonly lines: readonly Line[];
  readonly buttons: readonly ScopeButton[];
  readonly mentions: readonly PrincipalRef[];
}

export interface Scope {
  readonly stream: StreamId;
  /** As a button carries it. */
  readonly name: string;
  /** As people read it. */
  readonly shown: string;
  readonly place: SpokenOfScope['place'];
  readonly wake: readonly PrincipalRef[];
  /** The lane as it is now; null where the stream is no lane's. */
  readonly lane: LaneState | null;
  /** All that happened in the stream before the event that is told. */
  readonly earlier: readonly Told[];
}

/** The words for one kind of event; `later` is what happened in the stream since. */
export type TellScope<K extends ScopeEvent['kind']> = (
  event: Extract<ScopeEvent, { kind: K }>,
  told: Told,
  later: readonly Told[],
  scope: Scope,
) => SpokenOfScope | null;

export const resumeButton: ScopeButton = { verb: 'resume', label: 'Resume…', style: null, confirm: null };

/** Words that ping nobody. */
export function quietly(place: SpokenOfScope['place'], ...lines: readonly Line[]): SpokenOfScope {
  return { place, lines, buttons: [], mentions: [] };
}

/** What ended this pause; null while it holds. */
export function endingOf(paused: Told, later: readonly Told[]): Told | null {
  const { event: pause } = paused;
  const ends = ({ event }: Told) =>
    event.kind === 'resumed' && (event.cause === undefined || (pause.kind === 'paused' && event.cause === pause.cause));
  return later.find((one) => one.index > paused.index && ends(one)) ?? null;
}
