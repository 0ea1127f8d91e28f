import type { ModalView } from '@slack/types';
import type { HandlerDeps } from './deps.ts';
import { type Click, sayTo } from './pressing.ts';
import { type SlackFailure, slackFailure } from './slack-failure.ts';

const failed = 'Slack did not open the window. Press once more.';
const notSure = 'Slack did not tell me whether the window opened. If you do not see it, press once more.';

/** Opens a modal within the three seconds that a trigger lives; says so when Slack does not. */
export async function openModal(deps: HandlerDeps, click: Click, view: ModalView): Promise<void> {
  try {
    await deps.clients.modals.views.open({ trigger_id: click.press.trigger_id ?? '', view });
  } catch (error) {
    const failure = slackFailure(error);
    deps.log.warn({ failure, callback: view.callback_id }, 'Modal not opened');
    if (!isOpen(failure)) await sayTo(deps, click, failure.kind === 'unknown' ? notSure : failed);
  }
}

/** A press that Slack delivered twice: its trigger has opened the window already. */
function isOpen(failure: SlackFailure): boolean {
  return failure.kind === 'refused' && failure.error === 'exchanged_trigger_id';
}
