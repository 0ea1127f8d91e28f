import { whoMayClose } from '../release/decide-follow-up.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import { electorateOf } from '../release-service/electorate.ts';
import { recordInLane } from './record.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Tells those who can close an overdue follow-up, once. While groups cannot be read and nobody is known, it is told later. */
export async function tellOverdue(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  const electorate = await electorateOf(deps.directory, policy, [], 'cached');
  const people = whoMayClose({ policy, electorate, state });
  if (people.length === 0 && electorate.unread.size > 0) return 'nothing-more';
  const written = await recordInLane(deps, policy, state, { kind: 'follow-up-due', people });
  return written.kind === 'written' && written.entries.length > 0 ? 'moved-on' : 'nothing-more';
}
