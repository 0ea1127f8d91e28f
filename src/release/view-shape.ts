import type { ReleaseVerb } from './available.ts';
import type { LaneKey, ReleaseId, ShortDigest } from './ids.ts';
import type { PrincipalRef } from './lane-policy.ts';
import type { LaneState, Pause } from './lane-state.ts';
import type { Phase, ReleaseState } from './state.ts';
import type { Line } from './view-words.ts';

/** What a card needs that is not in the release's own log. Data only: who draws has no clock. */
export interface Around {
  readonly lane: LaneState;
  /** All that hold promotions here now: the lane's own, its environment's and its model's. */
  readonly pauses: readonly Pause[];
  readonly path: readonly string[];
  /** The environment after this one on the path. */
  readonly next: string | null;
  /** `SIGNALBOX_LABEL`, shown in every footer. */
  readonly label: string | null;
  /** The environment's own sentence for every card there. */
  readonly notice: string | null;
  /** Who can mend a release that failed here: owner, approvers, on-call. */
  readonly rescuers: readonly PrincipalRef[];
  /** How long the last training here took; left out where nobody knows, or nothing is to be trained. */
  readonly lastTrainingMs?: number;
}

/** One metric, ready to be read. `delta` is null where there is nothing to compare with. */
export interface MetricRow {
  readonly name: string;
  readonly value: string;
  readonly delta: string | null;
  readonly trend: 'better' | 'worse' | 'same' | 'up' | 'down' | 'unknown';
  /** What reviewers saw before it was trained here. */
  readonly reviewed?: string;
}

export interface GatesView {
  readonly total: number;
  /** What keeps the version back, in full: as many as fit, the rest counted. */
  readonly open: readonly {
    readonly gate: string;
    readonly word: string | null;
    readonly reason: string;
    readonly cure: string | null;
  }[];
  readonly moreOpen: number;
  readonly passed: readonly string[];
  /** What did not pass and does not hold it: warnings with their end, what somebody accepted and why, gates that are off. */
  readonly besides: readonly Line[];
}

/** One line of the checklist. */
export interface StepRow {
  readonly mark: 'done' | 'running' | 'retrying' | 'failed';
  readonly label: string;
  readonly note: string | null;
}

/** Something to press, with the consequence in words where it is not harmless. */
export interface ButtonView<V extends string = ReleaseVerb> {
  readonly verb: V;
  readonly label: string;
  readonly style: 'primary' | 'danger' | null;
  readonly confirm: { readonly title: string; readonly words: Line; readonly yes: string } | null;
}

/** All that a card shows, in the order in which it is drawn. */
export interface CardView {
  readonly release: ReleaseId;
  readonly kind: ReleaseState['kind'];
  readonly phase: Phase;
  /** State word first. */
  readonly header: Line;
  /** One sentence that says the ask, for the notification. */
  readonly push: Line;
  /** "Live now: vN". */
  readonly live: Line;
  readonly facts: readonly Line[];
  readonly quote: string | null;
  readonly warnings: readonly Line[];
  readonly body: readonly Line[];
  readonly steps: readonly StepRow[];
  readonly metrics: { readonly rows: readonly MetricRow[]; readonly more: number };
  readonly gates: GatesView | null;
  readonly changes: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly approvals: readonly Line[];
  readonly buttons: readonly ButtonView[];
  readonly more: readonly ButtonView[];
  /** What the buttons are about. */
  readonly about: { readonly evidence: ShortDigest | null; readonly next: string | null; readonly lane: LaneKey };
  readonly footer: { readonly evidence: string | null; readonly label: string | null };
}
