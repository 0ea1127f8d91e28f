import type { ModalView } from '@slack/types';
import { type AboutIncident, dismissModal, retrainModal, snoozeModal } from '../../blocks/incident-modals.ts';
import { nobody } from '../../blocks/leaves.ts';
import { notUnderstood, refusalMessage } from '../../blocks/replies.ts';
import { rollBackModal } from '../../blocks/roll-back-modal.ts';
import { rollbackPreview } from '../../blocks/rollback-preview.ts';
import { type IncidentId, LaneKey, placeOf, type ReleaseId } from '../../src/release/ids.ts';
import type { HandlerDeps } from '../deps.ts';
import { openModal } from '../modals.ts';
import { peopleIn } from '../people.ts';
import { askerOf, type Click, type OnPress, sayTo, strayIncident } from '../pressing.ts';
import { respond } from '../respond.ts';
import { previewOf } from './draw-rollback.ts';

type Verb = 'snooze' | 'retrain' | 'dismiss';

const windows: Readonly<Record<Verb, (about: AboutIncident) => ModalView>> = {
  snooze: snoozeModal,
  retrain: retrainModal,
  dismiss: dismissModal,
};

/** An entry of an incident's overflow menu: it opens a window, drawn from what was pressed alone. */
export const onMoreOfIncident: OnPress<{ readonly verb: Verb; readonly incident: IncidentId }> = async (
  deps,
  click,
  { verb, incident },
) => {
  await click.ack();
  const lane = LaneKey.safeParse(click.press.actions[0]?.block_id);
  if (!lane.success) return sayTo(deps, click, notUnderstood);
  await openAbout(deps, click, { incident, lane: lane.data }, verb);
};

/** Training again, where that is recommended: it opens the window of the menu's entry. */
export const onRetrainIncident: OnPress<AboutIncident> = async (deps, click, about) => {
  await click.ack();
  await openAbout(deps, click, about, 'retrain');
};

/** The way back on an incident: the roll-back window of what is live, with the reason that the signal gives. */
export const onRollBackIncident: OnPress<
  AboutIncident & { readonly release: ReleaseId | null; readonly reason: string }
> = async (deps, click, { release, reason, ...about }) => {
  await click.ack();
  const stray = await strayIncident(deps, click, about);
  if (stray !== null) return sayTo(deps, click, stray);
  const preview = await previewOf(deps, placeOf(about.lane));
  if (preview?.kind === 'refused') return respond(deps, askerOf(click), refusalMessage(preview.refusal, nobody));
  const found = preview?.found ?? null;
  const people = found === null ? nobody : await peopleIn(deps.directory, found);
  if (release !== null) return openModal(deps, click, rollBackModal(release, reason, found, people));
  await (found === null
    ? sayTo(deps, click, 'What this would do could not be read just now. Type rollback, or press again.')
    : respond(deps, askerOf(click), rollbackPreview(found, reason, people)));
};

/** Slack tells of a pressed link, too; there is nothing to do. */
export const onLink: OnPress<unknown> = (_, click) => click.ack();

async function openAbout(deps: HandlerDeps, click: Click, about: AboutIncident, verb: Verb): Promise<void> {
  const stray = await strayIncident(deps, click, about);
  await (stray === null ? openModal(deps, click, windows[verb](about)) : sayTo(deps, click, stray));
}
