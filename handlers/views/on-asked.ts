import { retrainInput } from '../../blocks/actions.ts';
import { notWrittenDown } from '../../blocks/replies.ts';
import type { ReleaseId, Version } from '../../src/release/ids.ts';
import { readRelease } from '../read-release.ts';
import type { Asked } from '../submitting.ts';

/** The roll-back modal of a live release: its lane is read from its own log, and it goes where the window said. */
export const onRollBackAsked: Asked<{ readonly release: ReleaseId; readonly version?: Version | undefined }> = async (
  deps,
  { release, version = null },
  { reason, ticked },
) => {
  const state = await readRelease(deps, release);
  if (state === 'unread') return notWrittenDown;
  if (state === null) return 'I do not know this release any more.';
  const { model, environment } = state;
  const retrain = ticked.has(retrainInput.block) ? { retrain: true } : {};
  return { kind: 'roll-back', model, environment, version, reason: reason ?? '', ...retrain };
};
