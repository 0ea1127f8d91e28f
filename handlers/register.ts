import * as act from '../blocks/actions.ts';
import { byHandModal } from '../blocks/by-hand-modal.ts';
import { abandonModal, adoptModal, resumeModal, withdrawModal } from '../blocks/reason-modal.ts';
import { rejectModal } from '../blocks/reject-modal.ts';
import { placeOf } from '../src/release/ids.ts';
import { drawAcceptance, drawApproval, drawFollowUp, drawRejection } from './actions/draw-decision.ts';
import { drawEvidence } from './actions/draw-evidence.ts';
import { drawHistory } from './actions/draw-history.ts';
import { drawRollback } from './actions/draw-rollback.ts';
import { onCancel } from './actions/on-cancel.ts';
import { type More, onMore, onSeen } from './actions/on-more.ts';
import { onOpenModal, onOpenModalOf } from './actions/on-open-modal.ts';
import { onPutLiveBack } from './actions/on-put-live-back.ts';
import { onRequest } from './actions/on-request.ts';
import { onRequestAnother } from './actions/on-request-another.ts';
import { onDecide, onShowAnswer, onShowModal } from './actions/on-show.ts';
import { onStatusPage } from './actions/on-status-page.ts';
import { promotion, promotionAsked, sameAgain } from './actions/promotions.ts';
import { onPause, onPromote, onResume, onRetrain } from './commands/on-changes.ts';
import {
  onBreakGlass,
  onCheck,
  onHelp,
  onHistory,
  onPending,
  onPolicy,
  onRollback,
  onShow,
  onStatus,
  onTrace,
} from './commands/on-questions.ts';
import type { Commands } from './commands/typing.ts';
import { type EventRow, onGroupMembersChanged, onGroupUpdated, onUserChange } from './events/on-people-changed.ts';
import { type PressRow, pressed } from './pressing.ts';
import { incidentForms, incidentPresses } from './register-incidents.ts';
import { type FormRow, submitted } from './submitting.ts';
import { onApproved } from './views/on-approved.ts';
import { onRollBackAsked } from './views/on-asked.ts';
import { onAlertWebhook } from './webhooks/on-alert-webhook.ts';
import { onGitHubWebhook } from './webhooks/on-github-webhook.ts';
import { onMlflowWebhook } from './webhooks/on-mlflow-webhook.ts';

/** What is typed after the slash command. */
export const commands: Commands = {
  promote: onPromote,
  rollback: onRollback,
  check: onCheck,
  retrain: onRetrain,
  status: onStatus,
  history: onHistory,
  show: onShow,
  trace: onTrace,
  policy: onPolicy,
  pending: onPending,
  help: onHelp,
  pause: onPause,
  resume: onResume,
  'break-glass': onBreakGlass,
};

/** What a card's overflow menu offers, and the buttons of the same names. */
const more: More = {
  'approve-with-note': onDecide(drawApproval),
  'accept-verdicts': onDecide(drawAcceptance),
  'take-back': onRequest(({ release }) => ({ kind: 'take-back', release })),
  reject: onDecide(drawRejection),
  'close-follow-up': onDecide(drawFollowUp),
  withdraw: onOpenModalOf((_, { release }) => withdrawModal(release)),
  abandon: onOpenModalOf((_, { release }) => abandonModal(release)),
  'roll-back': onOpenModalOf(drawRollback),
  evidence: onShowModal(drawEvidence),
  history: onShowAnswer(drawHistory),
  'by-hand': onShowModal(async (_, state) => byHandModal(state)),
  'check-again': onRequest(({ release }) => ({ kind: 'check-again', release })),
  stop: onRequest(({ release }) => ({ kind: 'stop', release })),
  'request-again': onRequestAnother(sameAgain),
};

/** What is pressed. */
export const presses: readonly PressRow[] = [
  pressed(
    act.approveRelease,
    onRequest((value) => ({ kind: 'approve', ...value, note: null })),
  ),
  pressed(act.approveWithNote, onSeen(more['approve-with-note'])),
  pressed(act.acceptVerdicts, onSeen(more['accept-verdicts'])),
  pressed(act.takeBackApproval, more['take-back']),
  pressed(act.closeFollowUp, more['close-follow-up']),
  pressed(act.checkRelease, more['check-again']),
  pressed(act.stopRelease, more.stop),
  pressed(
    act.retryRelease,
    onRequest(({ release }) => ({ kind: 'retry', release })),
  ),
  pressed(
    act.putBackRelease,
    onRequest(({ release }) => ({ kind: 'put-back', release })),
  ),
  pressed(
    act.requestNext,
    onRequestAnother(({ model, version, source }, { environment }) =>
      promotion(model, environment, version ?? source.version),
    ),
  ),
  pressed(act.requestAgain, more['request-again']),
  pressed(
    act.confirmRollback,
    onRequest((value) => ({ kind: 'roll-back', ...value }), 'replacing'),
  ),
  pressed(
    act.resumeAndRequest,
    onRequest((value) => ({ ...promotionAsked(value), afterRollback: 'resume' }), 'replacing'),
  ),
  pressed(
    act.requestAndWait,
    onRequest((value) => ({ ...promotionAsked(value), afterRollback: 'wait' }), 'replacing'),
  ),
  pressed(
    act.confirmRetrain,
    onRequest((value) => ({ kind: 'roll-back', ...value, retrain: true }), 'replacing'),
  ),
  pressed(
    act.confirmBreakGlass,
    onRequest(
      ({ version, ...value }) => ({ kind: 'break-glass', ...value, version: { kind: 'number', version } }),
      'replacing',
    ),
  ),
  pressed(act.statusPage, onStatusPage),
  pressed(act.cancelRollback, onCancel('Nothing was done.')),
  pressed(
    act.rejectRelease,
    onOpenModalOf((_, value) => rejectModal(value, null)),
  ),
  pressed(act.withdrawRelease, more.withdraw),
  pressed(act.abandonRelease, more.abandon),
  pressed(act.rollBackRelease, more['roll-back']),
  pressed(
    act.resumeScope,
    onOpenModal(({ scope }) => resumeModal(scope)),
  ),
  pressed(act.adoptLive, onOpenModal(adoptModal)),
  pressed(act.putLiveBack, onPutLiveBack),
  pressed(act.showEvidence, more.evidence),
  pressed(act.showHistory, more.history),
  pressed(act.showByHand, more['by-hand']),
  pressed(act.moreOfRelease, onMore(more)),
  ...incidentPresses,
];

/** What is submitted. The second column is said where the reason is missing; null where there need not be one. */
export const forms: readonly FormRow[] = [
  submitted(act.approveModalSent, null, onApproved),
  submitted(act.acceptModalSent, 'Say why this is good enough.', (_, value, { reason }) => ({
    kind: 'accept-verdicts',
    ...value,
    reason: reason ?? '',
  })),
  submitted(act.closeFollowUpModalSent, 'Say what you looked at.', (_, { release }, { reason }) => ({
    kind: 'close-follow-up',
    release,
    note: reason ?? '',
  })),
  submitted(act.rejectModalSent, 'Say why, so that the next version can be better.', (_, value, { reason }) => ({
    kind: 'reject',
    ...value,
    reason: reason ?? '',
  })),
  submitted(act.withdrawModalSent, null, (_, { release }, { reason }) => ({ kind: 'withdraw', release, reason })),
  submitted(act.abandonModalSent, 'Say what you found and what you leave behind.', (_, { release }, { reason }) => ({
    kind: 'abandon',
    release,
    reason: reason ?? '',
  })),
  submitted(act.rollBackModalSent, 'Say what is wrong with what is live.', onRollBackAsked),
  submitted(act.adoptModalSent, null, (_, { lane, version }, { reason }) => ({
    kind: 'adopt',
    ...placeOf(lane),
    version,
    reason,
  })),
  submitted(act.resumeModalSent, null, (_, { scope }, { reason }) => ({ kind: 'resume', scope, reason })),
  ...incidentForms,
];

/** What Slack tells by itself. */
export const events: readonly EventRow[] = [onUserChange, onGroupMembersChanged, onGroupUpdated];

/** What is answered on our port besides Slack's requests; the first whose path fits answers. */
export const routes = [onMlflowWebhook, onGitHubWebhook, onAlertWebhook] as const;
