import type { IncidentId, LaneKey, ReleaseId } from '../ids.ts';
import type { LanePolicy, PrincipalRef } from '../lane-policy.ts';
import type { LaneState } from '../lane-state.ts';
import type { ButtonView } from '../view-shape.ts';
import type { Line } from '../view-words.ts';

/** What can be pressed on an incident's message. */
export type IncidentVerb = 'cancel' | 'roll-back' | 'acknowledge' | 'runbook' | 'snooze' | 'retrain' | 'dismiss';

/** What an incident's message needs that is not in its own log. Data only. */
export interface AroundIncident {
  readonly lane: LaneState;
  readonly links: LanePolicy['watching']['links'];
  /** Who is pinged when it opens. */
  readonly tell: readonly PrincipalRef[];
  /** Whether Signalbox moves anything here: where it only observes or advises, it offers no rollback and no training. */
  readonly acts: boolean;
  /** Whether the model can be trained here again. */
  readonly trains: boolean;
  /** Addresses of releases' cards, as far as they are known. */
  readonly cards: ReadonlyMap<ReleaseId, string>;
  readonly label: string | null;
}

/** All that the message of an incident shows, in the order in which it is drawn. */
export interface IncidentView {
  readonly incident: IncidentId;
  readonly lane: LaneKey;
  /** State word first. */
  readonly header: Line;
  /** For the notification: at most 140 characters, what is wrong and the ask. */
  readonly push: Line;
  /** The number that broke its bound, and how it was before. */
  readonly numbers: readonly Line[];
  /** When it began, and what that says of the release. */
  readonly why: Line;
  readonly live: readonly Line[];
  /** What is recommended; null once it is over. */
  readonly advice: Line | null;
  /** What goes on by itself, and what became of it. */
  readonly returning: readonly Line[];
  /** Who said what about it. */
  readonly said: readonly Line[];
  readonly links: Line;
  readonly buttons: readonly ButtonView<IncidentVerb>[];
  readonly more: readonly ButtonView<IncidentVerb>[];
  /** What the buttons carry: the release to roll back, why, and where the runbook is. */
  readonly about: {
    readonly release: ReleaseId | null;
    readonly reason: string;
    readonly runbook: string | null;
  };
  readonly footer: string;
}
