import type { WorkerCommand } from '../release/command.ts';
import { decideFinding } from '../release/decide.ts';
import { CommandId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { type Decision, refused } from '../release/outcome.ts';
import type { ReleaseState } from '../release/state.ts';
import { releaseStream } from '../release/stream.ts';
import { type Known, laneFacts, nobody } from '../release-service/facts.ts';
import { type Writing, type Written, write } from '../release-service/write.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** A look writes as Signalbox itself, each append under an id of its own. */
export function writing(deps: WorkerDeps, state: ReleaseState): Writing {
  return {
    command: CommandId.parse(`look:${state.id}:${deps.newId()}`),
    by: { kind: 'signalbox', rule: 'look' },
    made: 'just-now',
  };
}

/** Writes down a finding that looks at nothing but its release. One round trip, and a conflict ends the look. */
export async function recordAlone(deps: WorkerDeps, state: ReleaseState, decision: Decision): Promise<Written> {
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
  let first = true;
  return write(deps, writing(deps, state), async () => {
    const again = !first;
    first = false;
    return {
      decision: again ? refused({ kind: 'step-not-ours' }) : decision,
      lengths: new Map([[releaseStream(state.id), state.length]]),
      lane: null,
      liesIn: state.lane,
    };
  });
}

/** Writes down a finding on the release as it is now, deciding again while others write to it, too. */
export function recordLatest(
  deps: WorkerDeps,
  seen: ReleaseState,
  decide: (state: ReleaseState) => Decision,
): Promise<Written> {
  return write(deps, writing(deps, seen), async () => {
    const state = (await deps.store.release(seen.id)) ?? seen;
    const lengths = new Map([[releaseStream(state.id), state.length]]);
    return { decision: decide(state), lengths, lane: null, liesIn: state.lane };
  });
}

/** Writes down a finding with the lane in view, deciding again on newer facts while others are faster. */
export function recordInLane(
  deps: WorkerDeps,
  policy: LanePolicy,
  seen: ReleaseState,
  command: WorkerCommand,
  refine: (known: Known) => Known = (known) => known,
): Promise<Written> {
  return write(deps, writing(deps, seen), async () => {
    const { facts, lengths } = refine(await laneFacts(deps, policy, [seen.id, ...undone(seen)], nobody));
    const state = facts.others.get(seen.id) ?? seen;
    const decision = isStale(seen, state, command)
      ? refused({ kind: 'step-not-ours' })
      : decideFinding({ ...facts, state }, command);
    return { decision, lengths, lane: facts.lane };
  });
}

/** Somebody recorded what they read after we had begun to read: theirs may be newer, so ours is not written over it. */
function isStale(seen: ReleaseState, now: ReleaseState, { kind }: WorkerCommand): boolean {
  return kind === 'record-evidence' && now.evidence?.digest !== seen.evidence?.digest;
}

function undone(state: ReleaseState): readonly ReleaseState['id'][] {
  return state.undoes === null ? [] : [state.undoes];
}
