import type { ModalView } from '@slack/types';
import { nobody } from '../../blocks/leaves.ts';
import { rollBackModal } from '../../blocks/roll-back-modal.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Asked } from '../../src/ports-releases.ts';
import type { ReleaseId } from '../../src/release/ids.ts';
import type { RollbackPreview } from '../../src/release/rollback-preview.ts';
import type { HandlerDeps } from '../deps.ts';
import { peopleIn } from '../people.ts';

/** To roll back from a card: what it would do is read first, and where that fails the window opens without it. */
export async function drawRollback(
  deps: HandlerDeps,
  { release }: { readonly release: ReleaseId },
): Promise<ModalView> {
  const preview = await previewOfRelease(deps, release);
  const people = preview === null ? nobody : await peopleIn(deps.directory, preview);
  return rollBackModal(release, '', preview, people);
}

/** What rolling back a lane would do now; null where it could not be read. */
export async function previewOf(
  { releases, log }: HandlerDeps,
  { model, environment }: { readonly model: string; readonly environment: string },
): Promise<Asked<RollbackPreview> | null> {
  try {
    return await releases.previewRollback(model, environment, null);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.warn({ model, environment, code: error.code }, 'Rollback opened without its preview');
    return null;
  }
}

async function previewOfRelease({ releases, log }: HandlerDeps, release: ReleaseId): Promise<RollbackPreview | null> {
  try {
    const state = await releases.release(release);
    const asked = state === null ? null : await releases.previewRollback(state.model, state.environment, null);
    return asked?.kind === 'found' ? asked.found : null;
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.warn({ release, code: error.code }, 'Rollback opened without its preview');
    return null;
  }
}
