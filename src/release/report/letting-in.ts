import type { ReleaseState } from '../state.ts';
import { actorText } from './texts.ts';

/** Who let a release in, and as whom; what took their place where nobody was asked. */
export function letInWords(state: ReleaseState): string {
  const { opened, approvals, breakGlass, alone, evidence, execution } = state;
  if (breakGlass) return `break-glass: ${actorText(opened.by)} alone`;
  if (approvals.length > 0) return approvals.map(({ person, groups }) => `${person} (${groups.join(', ')})`).join(', ');
  if (execution === null && state.live === null) return 'nobody';
  if (alone) return `${actorText(opened.by)} alone${opened.by.kind === 'person' ? ', on call' : ''}`;
  return evidence?.requirements.automatic === true ? 'the policy: no approval is asked for there' : 'nobody';
}

/** Whether one person acted alone, and who looked at it since; null where that was not so. */
export function followUpOf({ followUp }: ReleaseState): string | null {
  if (followUp === null) return null;
  const { why, closed } = followUp;
  return closed === null
    ? `${why}: nobody has looked at it yet`
    : `${why}: ${actorText(closed.by)} looked at it: ${closed.note}`;
}
