import type { Event, StreamId } from './event.ts';
import type { IncidentId, PersonId, ReleaseId, ShortDigest, Version } from './ids.ts';
import type { IncidentPhase } from './incident/state.ts';
import type { Phase } from './state.ts';

/** One thing that a rollback needs, as a rehearsal found it. */
export interface RehearsedCheck {
  readonly what: string;
  readonly ok: boolean;
  readonly words: string;
}

/** Every way to say yes. The edge has one text for each. */
export type Answer =
  /** `resumed`: the pause that a rollback left ended with it. */
  | { readonly kind: 'opened'; readonly release: ReleaseId; readonly resumed?: true }
  | { readonly kind: 'already-open'; readonly release: ReleaseId; readonly phase: Phase }
  | { readonly kind: 'approved'; readonly release: ReleaseId; readonly have: number; readonly need: number }
  | { readonly kind: 'approval-taken-back'; readonly release: ReleaseId; readonly have: number; readonly need: number }
  /** `left` verdicts still keep it from review. */
  | { readonly kind: 'verdicts-accepted'; readonly release: ReleaseId; readonly left: number }
  | { readonly kind: 'follow-up-closed'; readonly release: ReleaseId }
  | { readonly kind: 'baseline-trusted'; readonly lane: string; readonly version: Version }
  | { readonly kind: 'rejected'; readonly release: ReleaseId }
  | { readonly kind: 'withdrawn'; readonly release: ReleaseId }
  | { readonly kind: 'checking-again'; readonly release: ReleaseId }
  | { readonly kind: 'stopping'; readonly release: ReleaseId; readonly liveTouched: boolean }
  | { readonly kind: 'retrying'; readonly release: ReleaseId }
  | { readonly kind: 'putting-back'; readonly release: ReleaseId; readonly to: Version | null }
  | { readonly kind: 'abandoned'; readonly release: ReleaseId }
  /** `before`: who had done so before, and when. */
  | {
      readonly kind: 'acknowledged';
      readonly incident: IncidentId;
      readonly before?: { readonly by: PersonId; readonly at: number };
    }
  | { readonly kind: 'dismissed'; readonly incident: IncidentId; readonly until: number }
  | { readonly kind: 'return-cancelled'; readonly incident: IncidentId }
  | { readonly kind: 'snoozed'; readonly incident: IncidentId; readonly until: number }
  | { readonly kind: 'paused'; readonly scope: string; readonly until: number | null }
  | { readonly kind: 'resumed'; readonly scope: string }
  /** A rollback was rehearsed, and nothing moved. */
  | {
      readonly kind: 'rehearsed';
      readonly lane: string;
      readonly target: Version | null;
      readonly checks: readonly RehearsedCheck[];
    }
  /** A registry or worker finding that was written down. */
  | { readonly kind: 'noted' }
  /** Nothing to write: it is so already. */
  | { readonly kind: 'unchanged' };

/** Every way to say no, with what it takes to explain it. */
export type Refusal =
  | { readonly kind: 'not-a-member'; readonly standing: 'guest' | 'bot' | 'deactivated' | 'stranger' | 'unknown' }
  | { readonly kind: 'own-request'; readonly canApprove: readonly string[] }
  | { readonly kind: 'excluded'; readonly why: 'run-author' | 'commit-author'; readonly canApprove: readonly string[] }
  | { readonly kind: 'not-in-groups'; readonly canApprove: readonly string[] }
  | { readonly kind: 'already-approved'; readonly at: number }
  | { readonly kind: 'not-needed'; readonly canApprove: readonly string[] }
  | {
      readonly kind: 'stale-evidence';
      readonly shown: ShortDigest;
      readonly now: ShortDigest;
      readonly changes: readonly string[];
    }
  /** The release is no longer, or not yet, where this makes sense; `by`/`at` say who got there first. */
  | {
      readonly kind: 'wrong-phase';
      readonly verb: string;
      readonly phase: Phase;
      readonly by: PersonId | null;
      readonly at: number;
    }
  | { readonly kind: 'not-allowed'; readonly verb: string; readonly who: readonly string[] | 'everybody' }
  | { readonly kind: 'reason-missing'; readonly verb: string }
  | { readonly kind: 'unknown-release' }
  | { readonly kind: 'unknown-model'; readonly asked: string; readonly near: readonly string[] }
  | { readonly kind: 'unknown-environment'; readonly asked: string; readonly possible: readonly string[] }
  | { readonly kind: 'unknown-scope'; readonly asked: string; readonly possible: readonly string[] }
  | {
      readonly kind: 'unknown-version';
      readonly model: string;
      readonly environment: string;
      readonly asked: string;
      readonly near: readonly string[];
    }
  | { readonly kind: 'no-version-named'; readonly model: string; readonly environment: string }
  | { readonly kind: 'end-of-path'; readonly model: string; readonly environment: string }
  | { readonly kind: 'nothing-live'; readonly model: string }
  | { readonly kind: 'already-live'; readonly version: Version; readonly since: number }
  | { readonly kind: 'no-rollback-target'; readonly live: Version | null }
  | {
      readonly kind: 'unreachable-quorum';
      readonly missing: readonly { readonly groups: readonly string[]; readonly needs: number; readonly can: number }[];
      readonly unread: readonly string[];
    }
  | { readonly kind: 'unknown-person'; readonly identities: readonly string[] }
  | { readonly kind: 'lane-paused'; readonly words: string; readonly until: number | null }
  /** Nothing was opened: who asks may end the pause that a rollback left, and says first what becomes of it. */
  | {
      readonly kind: 'paused-after-rollback';
      readonly model: string;
      readonly environment: string;
      readonly why: string;
      readonly since: number;
      readonly again: {
        readonly version: Version;
        readonly reason: string | null;
        readonly at?: string;
        readonly reuse?: Version;
      };
    }
  | { readonly kind: 'not-paused'; readonly scope: string }
  /** What is promoted is a commit, and nothing is named that trains it there. */
  | { readonly kind: 'no-trainer'; readonly model: string; readonly environment: string }
  /** Versions are copied to there, so none was trained there. */
  | { readonly kind: 'nothing-to-reuse'; readonly model: string; readonly environment: string }
  /** `asked` names no commit (`commit` is null), or nothing was trained at it in the environment before; `near` is what was. */
  | {
      readonly kind: 'nothing-trained-at';
      readonly model: string;
      readonly environment: string;
      readonly asked: string;
      readonly commit: string | null;
      readonly near: readonly { readonly version: Version; readonly commit: string }[];
    }
  | { readonly kind: 'commit-ambiguous'; readonly asked: string; readonly near: readonly string[] }
  /** The path goes through `before`, and the version was never live there; `breakGlass` may skip it. */
  | {
      readonly kind: 'not-in-order';
      readonly model: string;
      readonly version: Version;
      readonly environment: string;
      readonly before: string;
      readonly breakGlass: readonly string[];
    }
  /** Boxes of the approver's own groups that are not ticked. */
  | { readonly kind: 'checklist-missing'; readonly missing: readonly string[] }
  | { readonly kind: 'not-approved-by-you' }
  /** The model is only observed or advised on: nothing moves here. */
  | { readonly kind: 'not-enforced'; readonly mode: 'observe' | 'advise' }
  /** None of the verdicts may be let pass: what failed, or is missing, may not. */
  | { readonly kind: 'nothing-to-accept'; readonly blocking: readonly string[] }
  /** Accepting is for the rules marked `required`. */
  | { readonly kind: 'not-required-group'; readonly canAccept: readonly string[] }
  | { readonly kind: 'not-break-glass'; readonly who: readonly string[] }
  | { readonly kind: 'no-follow-up' }
  | { readonly kind: 'own-follow-up'; readonly canClose: readonly string[] }
  | { readonly kind: 'baseline-differs'; readonly live: Version | null; readonly asked: Version }
  | { readonly kind: 'baseline-known'; readonly live: Version | null }
  /** Nothing trains there through Signalbox. */
  | {
      readonly kind: 'cannot-retrain';
      readonly model: string;
      readonly environment: string;
      /** Not for a rollback. */
      readonly asked?: 'retrain';
    }
  /** What is live came through Signalbox, or is trusted: there is nothing to adopt. */
  | { readonly kind: 'nothing-to-adopt'; readonly version: Version }
  /** What was to be adopted is not what is live. */
  | { readonly kind: 'adopt-differs'; readonly live: Version | null; readonly asked: Version }
  | { readonly kind: 'unknown-incident' }
  /** It is resolved, dismissed or over: nothing of that makes sense any more. */
  | { readonly kind: 'incident-over'; readonly phase: IncidentPhase; readonly at: number }
  | { readonly kind: 'no-countdown' }
  /** Cancel came after the countdown's end: this rollback was opened. */
  | { readonly kind: 'return-begun'; readonly release: ReleaseId }
  /** Between a quarter of an hour and a day. */
  | { readonly kind: 'snooze-bounds' }
  | { readonly kind: 'step-not-ours' }
  | { readonly kind: 'stop-waits' };

export interface Append {
  readonly stream: StreamId;
  readonly events: readonly Event[];
}

/** What the pure middle says: these events, in these streams, all or none; or no, with the reason. */
export type Decision =
  | { readonly kind: 'accepted'; readonly appends: readonly Append[]; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export function accepted(answer: Answer, ...appends: readonly Append[]): Decision {
  return { kind: 'accepted', appends: appends.filter((append) => append.events.length > 0), answer };
}

export function refused(refusal: Refusal): Decision {
  return { kind: 'refused', refusal };
}
