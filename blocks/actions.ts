import { z } from 'zod';
import { LaneKey, ReleaseId, ShortDigest, Version } from '../src/release/ids.ts';
import { action } from './action.ts';
import { pressedOnIncident, submittedOnIncident } from './incident-actions.ts';
import { limits } from './limits.ts';

const Release = z.strictObject({ release: ReleaseId });
const OnEvidence = z.strictObject({ release: ReleaseId, evidence: ShortDigest });
const Scope = z.strictObject({ scope: z.string().min(1) });
const InLane = z.strictObject({ lane: LaneKey, version: Version });

/** What a typed rollback asks for: the confirm button carries the whole request. */
export const RollbackAsked = z.strictObject({
  model: z.string().min(1),
  environment: z.string().min(1),
  version: Version.nullable(),
  reason: z.string().min(1),
});
export type RollbackAsked = z.infer<typeof RollbackAsked>;

/** A promotion that was not opened, because a rollback paused the lane. */
export const PromotionAsked = z.strictObject({
  model: z.string().min(1),
  environment: z.string().min(1),
  version: Version,
  reason: z.string().nullable(),
  at: z.string().optional(),
  reuse: Version.optional(),
});
export type PromotionAsked = z.infer<typeof PromotionAsked>;

/** What a typed break-glass asks for. */
export const BreakGlassAsked = z.strictObject({
  model: z.string().min(1),
  environment: z.string().min(1),
  version: Version,
  reason: z.string().min(1),
});
export type BreakGlassAsked = z.infer<typeof BreakGlassAsked>;

/** Where a roll-back modal was opened from: a live release; `version` is the target that it showed. */
const RollbackFrom = z.strictObject({ release: ReleaseId, version: Version.optional() });

/** Buttons that carry out something at once. */
export const approveRelease = action('release.approve', OnEvidence);
export const checkRelease = action('release.check-again', Release);
export const stopRelease = action('release.stop', Release);
export const retryRelease = action('release.retry', Release);
export const putBackRelease = action('release.put-back', Release);
export const requestNext = action(
  'release.request-next',
  z.strictObject({ release: ReleaseId, environment: z.string().min(1) }),
);
export const requestAgain = action('release.request-again', Release);
export const takeBackApproval = action('release.take-back', Release);
export const confirmBreakGlass = action('glass.break', BreakGlassAsked);
export const confirmRollback = action('rollback.confirm', RollbackAsked);
export const confirmRetrain = action('rollback.retrain', RollbackAsked);
export const resumeAndRequest = action('promotion.resume', PromotionAsked);
export const requestAndWait = action('promotion.wait', PromotionAsked);
export const cancelRollback = action('rollback.cancel', z.strictObject({}));

/** Buttons that open a modal or a private answer. */
export const approveWithNote = action('release.approve-with-note', OnEvidence);
export const acceptVerdicts = action('release.accept-verdicts', OnEvidence);
export const closeFollowUp = action('release.close-follow-up', Release);
export const rejectRelease = action('release.reject', OnEvidence);
export const withdrawRelease = action('release.withdraw', Release);
export const abandonRelease = action('release.abandon', Release);
export const rollBackRelease = action('release.roll-back', Release);
export const showEvidence = action('release.evidence', Release);
export const showHistory = action('release.history', Release);
export const showByHand = action('release.by-hand', Release);
export const resumeScope = action('scope.resume', Scope);
export const statusPage = action('status.page', z.strictObject({ page: z.number().int().min(0).max(999) }));
export const adoptLive = action('lane.adopt', InLane);
export const putLiveBack = action('lane.put-back', InLane);

/** What an overflow menu can hold; each goes where the button of the same name would go. */
export const moreVerbs = [
  'withdraw',
  'history',
  'evidence',
  'abandon',
  'by-hand',
  'check-again',
  'request-again',
  'roll-back',
  'stop',
  'approve-with-note',
  'accept-verdicts',
  'take-back',
  'reject',
  'close-follow-up',
] as const;
export type MoreVerb = (typeof moreVerbs)[number];

/** The overflow menu of a card; `seen` is the evidence that the card showed. The value of an option is at most 75 characters. */
export const moreOfRelease = action(
  'release.more',
  z.strictObject({ verb: z.enum(moreVerbs), release: ReleaseId, seen: ShortDigest.optional() }),
  limits.overflow.value,
);

/** Modals that are submitted; the value is their private metadata. */
export const approveModalSent = action(
  'release.approve.sent',
  z.strictObject({
    release: ReleaseId,
    evidence: ShortDigest,
    /** How many boxes each block of them has; empty where nobody knows which of them this person has to tick. */
    boxes: z.array(z.number().int().positive()),
  }),
  limits.view.metadata,
);
export const acceptModalSent = action('release.accept-verdicts.sent', OnEvidence, limits.view.metadata);
export const closeFollowUpModalSent = action('release.close-follow-up.sent', Release, limits.view.metadata);
export const rejectModalSent = action('release.reject.sent', OnEvidence, limits.view.metadata);
export const withdrawModalSent = action('release.withdraw.sent', Release, limits.view.metadata);
export const abandonModalSent = action('release.abandon.sent', Release, limits.view.metadata);
export const rollBackModalSent = action('release.roll-back.sent', RollbackFrom, limits.view.metadata);
export const adoptModalSent = action('lane.adopt.sent', InLane, limits.view.metadata);
export const resumeModalSent = action('scope.resume.sent', Scope, limits.view.metadata);

/** The one input of every reason modal: where errors are shown and the text is found. */
export const reasonInput = { block: 'reason', action: 'reason' } as const;

/** The box of a roll-back modal that trains the target's commit once more. */
export const retrainInput = { block: 'retrain', action: 'retrain' } as const;

/** The blocks of a checklist, one a group, in the order in which they are drawn. */
export function boxesInput(at: number): { readonly block: string; readonly action: string } {
  return { block: `boxes-${at}`, action: 'boxes' };
}

/** Every button and menu, for the table of handlers. */
export const pressed = [
  approveRelease,
  checkRelease,
  stopRelease,
  retryRelease,
  putBackRelease,
  requestNext,
  requestAgain,
  takeBackApproval,
  confirmBreakGlass,
  confirmRollback,
  confirmRetrain,
  resumeAndRequest,
  requestAndWait,
  cancelRollback,
  approveWithNote,
  acceptVerdicts,
  closeFollowUp,
  rejectRelease,
  withdrawRelease,
  abandonRelease,
  rollBackRelease,
  showEvidence,
  showHistory,
  showByHand,
  resumeScope,
  statusPage,
  adoptLive,
  putLiveBack,
  moreOfRelease,
  ...pressedOnIncident,
] as const;

/** Every modal that is submitted. */
export const submitted = [
  approveModalSent,
  acceptModalSent,
  closeFollowUpModalSent,
  rejectModalSent,
  withdrawModalSent,
  abandonModalSent,
  rollBackModalSent,
  adoptModalSent,
  resumeModalSent,
  ...submittedOnIncident,
] as const;
