import { notWrittenDown } from '../../blocks/replies.ts';
import type { ReleaseId } from '../../src/release/ids.ts';
import { readRelease } from '../read-release.ts';
import type { Asked } from '../submitting.ts';

/** The roll-back modal of a live release: its lane is read from its own log. */
export const onRollBackAsked: Asked<{ readonly release: ReleaseId }> = async (deps, { release }, { reason }) => {
  const state = await readRelease(deps, release);
  if (state === 'unread') return notWrittenDown;
  if (state === null) return 'I do not know this release any more.';
  return { kind: 'roll-back', model: state.model, environment: state.environment, version: null, reason: reason ?? '' };
};
