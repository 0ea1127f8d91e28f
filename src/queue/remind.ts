import type { LanePolicy } from '../release/lane-policy.ts';
import { couldStillFill } from '../release/quorum.ts';
import { dueReminder } from '../release/reminders.ts';
import { namesOf } from '../release/rights.ts';
import type { ReleaseState } from '../release/state.ts';
import { electorateOf } from '../release-service/electorate.ts';
import { recordInLane } from './record.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Reminds exactly those whose yes is missing, when it is due. While groups cannot be read nobody knows who they are: then later. */
export async function remindMissing(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<void> {
  const { evidence, approvals } = state;
  const round = dueReminder(state, policy.remindMs, deps.clock());
  if (round === null || evidence === null) return;
  const people = await electorateOf(deps.directory, policy, [], 'cached');
  if (namesOf(evidence.requirements).some((group) => people.unread.has(group))) return;
  const missing = couldStillFill(evidence.requirements, approvals, people);
  if (missing.length > 0) await recordInLane(deps, policy, state, { kind: 'remind', round, missing });
}
