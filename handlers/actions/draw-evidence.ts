import type { ModalView } from '@slack/types';
import { evidenceModal } from '../../blocks/evidence-modal.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import type { HandlerDeps } from '../deps.ts';
import { peopleIn } from '../people.ts';

/** All that a release's approvals are bound to. */
export async function drawEvidence({ releases, directory }: HandlerDeps, state: ReleaseState): Promise<ModalView> {
  const [evidence, people] = await Promise.all([
    state.evidence && releases.evidence(state.evidence.digest),
    peopleIn(directory, state.accepted),
  ]);
  return evidenceModal(state, evidence, people);
}
