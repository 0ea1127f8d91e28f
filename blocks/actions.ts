import { z } from 'zod';
import { ReleaseId, ShortDigest, Version } from '../src/release/ids.ts';
import { limits } from './limits.ts';

/** Something that people press or submit: its id on the wire, and what its value holds. */
export interface Action<T> {
  readonly id: string;
  /** The value as text, or null when it is longer than Slack takes: then there is nothing to press. */
  encode(value: T): string | null;
  /** The value again, or null for anything that is not one. Never throws. */
  decode(text: unknown): T | null;
}

function action<S extends z.ZodType>(
  id: string,
  schema: S,
  longest: number = limits.button.value,
): Action<z.output<S>> {
  return {
    id,
    encode(value) {
      const text = JSON.stringify(value);
      return text.length <= longest ? text : null;
    },
    decode(text) {
      const read = schema.safeParse(parsed(text));
      return read.success ? read.data : null;
    },
  };
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const Release = z.strictObject({ release: ReleaseId });
const OnEvidence = z.strictObject({ release: ReleaseId, evidence: ShortDigest });
const Scope = z.strictObject({ scope: z.string().min(1) });

/** What a typed rollback asks for: the confirm button carries the whole request. */
export const RollbackAsked = z.strictObject({
  model: z.string().min(1),
  environment: z.string().min(1),
  version: Version.nullable(),
  reason: z.string().min(1),
});
export type RollbackAsked = z.infer<typeof RollbackAsked>;

/** Where a roll-back modal was opened from: a live release. */
const RollbackFrom = z.strictObject({ release: ReleaseId });

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
export const confirmRollback = action('rollback.confirm', RollbackAsked);
export const cancelRollback = action('rollback.cancel', z.strictObject({}));

/** Buttons that open a modal or a private answer. */
export const rejectRelease = action('release.reject', OnEvidence);
export const withdrawRelease = action('release.withdraw', Release);
export const abandonRelease = action('release.abandon', Release);
export const rollBackRelease = action('release.roll-back', Release);
export const showEvidence = action('release.evidence', Release);
export const showHistory = action('release.history', Release);
export const showByHand = action('release.by-hand', Release);
export const resumeScope = action('scope.resume', Scope);

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
] as const;
export type MoreVerb = (typeof moreVerbs)[number];

/** The overflow menu of a card; the value of an option is at most 75 characters. */
export const moreOfRelease = action(
  'release.more',
  z.strictObject({ verb: z.enum(moreVerbs), release: ReleaseId }),
  limits.overflow.value,
);

/** Modals that are submitted; the value is their private metadata. */
export const rejectModalSent = action('release.reject.sent', OnEvidence, limits.view.metadata);
export const withdrawModalSent = action('release.withdraw.sent', Release, limits.view.metadata);
export const abandonModalSent = action('release.abandon.sent', Release, limits.view.metadata);
export const rollBackModalSent = action('release.roll-back.sent', RollbackFrom, limits.view.metadata);
export const resumeModalSent = action('scope.resume.sent', Scope, limits.view.metadata);

/** The one input of every reason modal: where errors are shown and the text is found. */
export const reasonInput = { block: 'reason', action: 'reason' } as const;

/** Every button and menu, for the table of handlers. */
export const pressed = [
  approveRelease,
  checkRelease,
  stopRelease,
  retryRelease,
  putBackRelease,
  requestNext,
  requestAgain,
  confirmRollback,
  cancelRollback,
  rejectRelease,
  withdrawRelease,
  abandonRelease,
  rollBackRelease,
  showEvidence,
  showHistory,
  showByHand,
  resumeScope,
  moreOfRelease,
] as const;

/** Every modal that is submitted. */
export const submitted = [
  rejectModalSent,
  withdrawModalSent,
  abandonModalSent,
  rollBackModalSent,
  resumeModalSent,
] as const;
