import type { Happened, ReleaseEvent } from './event.ts';
import type { Version } from './ids.ts';
import type { IncidentView } from './incident/view-shape.ts';
import type { PrincipalRef } from './lane-policy.ts';
import type { ReleaseState } from './state.ts';
import type { Around, ButtonView, CardView, StepRow } from './view-shape.ts';
import type { Line } from './view-words.ts';

/** A line in a thread or a channel, with the checklist it may carry. */
export interface LineView {
  readonly lines: readonly Line[];
  readonly steps: readonly StepRow[];
  /** More steps follow: it is drawn anew until it is over. */
  readonly goesOn?: true;
}

/** A line about a lane, an environment, a model, a registry or the policy; `scope` is what its buttons are about. */
export interface ScopeLineView extends LineView {
  readonly scope: string;
  readonly buttons: readonly ScopeButton[];
}

/** What can be done about a lane; `version` is what the button is about, where it is about one. */
export interface ScopeButton extends ButtonView<'resume' | 'adopt' | 'put-live-back'> {
  readonly version?: Version;
}

export type Content =
  | { readonly kind: 'card'; readonly card: CardView }
  | { readonly kind: 'incident'; readonly incident: IncidentView }
  | { readonly kind: 'line'; readonly line: LineView }
  | { readonly kind: 'scope'; readonly line: ScopeLineView };

/** One message that a stream has in Slack: posted once under its key, then kept as this says. */
export interface Post {
  /** `card`, `line:<index>`, `ping:<index>`: the same for ever, however long the log grows. */
  readonly key: string;
  /** Where it stands; `thread` is under the card, `release` under the card of the release that it is about; the others are the channels of the lane's environment and of the admins. */
  readonly place: 'channel' | 'thread' | 'release' | 'lane' | 'environment' | 'admin';
  /** What a notification says. */
  readonly push: Line;
  readonly content: Content;
  /** Who must act: pinged when it is posted first, never by an edit. */
  readonly mentions: readonly PrincipalRef[];
  /** Nobody has to act, but somebody relies on what is no longer so. */
  readonly soon?: true;
}

/** A release as posts: its folded state and the log behind it. */
export interface Story {
  readonly state: ReleaseState;
  readonly log: readonly Happened<ReleaseEvent>[];
  readonly around: Around;
}

/** One event with the release before and after it. */
export interface Moment {
  readonly happened: Happened<ReleaseEvent>;
  readonly before: ReleaseState;
  readonly after: ReleaseState;
}
