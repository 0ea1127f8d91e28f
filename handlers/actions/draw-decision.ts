import type { ModalView } from '@slack/types';
import { acceptModal } from '../../blocks/accept-modal.ts';
import { approveModal, type Checklist } from '../../blocks/approve-modal.ts';
import { closeFollowUpModal } from '../../blocks/close-follow-up-modal.ts';
import { nobody, section } from '../../blocks/leaves.ts';
import { richText } from '../../blocks/message.ts';
import { readModal } from '../../blocks/modal.ts';
import { rejectModal } from '../../blocks/reject-modal.ts';
import { type PersonId, type ReleaseId, type ShortDigest, shortDigest } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { line } from '../../src/release/view-words.ts';
import type { HandlerDeps } from '../deps.ts';
import { peopleIn } from '../people.ts';
import type { Chosen } from './on-more.ts';

/** To approve with a note and the boxes that this person has to tick. */
export async function drawApproval(
  { directory }: HandlerDeps,
  state: ReleaseState,
  { seen }: Chosen,
  person: PersonId,
): Promise<ModalView> {
  const checklist = await checklistFor(directory, state.evidence?.requirements.checklist ?? {}, person);
  return onEvidence(state, seen, (about) => approveModal(about, state, checklist));
}

/** To let pass what could not be told. */
export async function drawAcceptance(_: HandlerDeps, state: ReleaseState, { seen }: Chosen): Promise<ModalView> {
  return onEvidence(state, seen, (about) => acceptModal(about, state));
}

/** To reject from the overflow menu. */
export async function drawRejection(_: HandlerDeps, state: ReleaseState, { seen }: Chosen): Promise<ModalView> {
  return onEvidence(state, seen, (about) => rejectModal(about, state));
}

/** To close what one person did alone. */
export async function drawFollowUp({ directory }: HandlerDeps, state: ReleaseState): Promise<ModalView> {
  return closeFollowUpModal(state, await peopleIn(directory, state.followUp));
}

function onEvidence(
  { id, evidence }: ReleaseState,
  seen: ShortDigest | undefined,
  draw: (about: { release: ReleaseId; evidence: ShortDigest }) => ModalView,
): ModalView {
  const now = evidence === null ? undefined : shortDigest(evidence.digest);
  const shown = seen ?? now;
  if (shown !== undefined) return draw({ release: id, evidence: shown });
  return readModal(
    'Not yet',
    richText(section(line('Nothing was gathered yet. Try again when the card shows gates.'), nobody)),
  );
}

/** Milliseconds that who is in which group is waited for: the press opens a window for three seconds only. */
const withinMs = 1_200;

/** Of a group that Slack does not name the members of, or not in time, nobody knows whether this person belongs to it: then all are shown. */
async function checklistFor(
  directory: HandlerDeps['directory'],
  boxes: Readonly<Record<string, readonly string[]>>,
  person: PersonId,
): Promise<Checklist> {
  const groups = Object.entries(boxes).map(([group, all]) => ({ group, boxes: all }));
  if (groups.length === 0) return { of: 'this-person', groups };
  const names = groups.map(({ group }) => group);
  const late = new Promise<null>((resolve) => setTimeout(resolve, withinMs, null).unref());
  const read = await Promise.race([directory.electorate(names, [person], 'cached'), late]);
  if (read === null || names.some((name) => read.unread.has(name))) return { of: 'somebody', groups };
  return { of: 'this-person', groups: groups.filter(({ group }) => read.members.get(group)?.includes(person)) };
}
