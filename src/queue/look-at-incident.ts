import { CommandId, type IncidentId, type LaneKey, placeOf } from '../release/ids.ts';
import { decideLook, looking, returnIsDue } from '../release/incident/decide-look.ts';
import type { IncidentFacts } from '../release/incident/facts.ts';
import { nextIncidentLook } from '../release/incident/next-look.ts';
import { autoRollback, decideReturn } from '../release/incident/return.ts';
import { decideTargetScored, targetQuestion } from '../release/incident/score-target.ts';
import type { IncidentState } from '../release/incident/state.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Decision } from '../release/outcome.ts';
import { incidentStream } from '../release/stream.ts';
import { releaseIdOf } from '../release-service/ids.ts';
import { incidentFacts, loadIncident } from '../release-service/incidents.ts';
import { type Writing, write } from '../release-service/write.ts';
import { scoredTarget } from './score-target.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How soon a look that broke, or that found no policy, is tried again. */
const brokenPauseMs = 15_000;
const noPolicyMs = 120_000;

interface Which {
  readonly incident: IncidentId;
  readonly lane: LaneKey;
}

/**
 * Looks at an incident and does whatever is due: it ends, goes back, or reminds. Safe at any time, any number of times, by any number
 * of workers. The `due` entry is cleared or moved only if the log is still as long as this look read it.
 */
export async function lookAtIncident(deps: WorkerDeps, which: Which): Promise<void> {
  const stream = incidentStream(which.incident, which.lane);
  const seen = await deps.due.at('look', stream);
  if (seen === null || seen > deps.clock()) return;
  try {
    await lookUntilQuiet(deps, which, seen);
  } catch (error) {
    await deps.due.wake('look', stream, deps.clock() + brokenPauseMs);
    throw error;
  }
}

async function lookUntilQuiet(deps: WorkerDeps, which: Which, seen: number): Promise<void> {
  const state = await loadIncident(deps, which.incident, which.lane);
  const { model, environment } = placeOf(which.lane);
  const policy = deps.policies.lane(model, environment);
  const wrote = state !== null && policy !== null && !deps.stopping() && (await lookOnce(deps, policy, state));
  if (wrote) return lookAtIncident(deps, which);
  const length = state?.length ?? 0;
  await deps.due.looked('look', incidentStream(which.incident, which.lane), length, after(deps, policy, state), seen);
}

/** What is due and was not done is done later: by who is not about to end, or under a policy that knows the lane. */
function after(deps: WorkerDeps, policy: LanePolicy | null, state: IncidentState | null): number | null {
  if (state === null) return null;
  if (deps.stopping()) return deps.clock();
  const next = nextIncidentLook(state, policy?.watching ?? { remindMs: [] });
  if (next === null) return null;
  return Math.max(next, deps.clock() + (policy === null ? noPolicyMs : 1_000));
}

async function lookOnce(deps: WorkerDeps, policy: LanePolicy, state: IncidentState): Promise<boolean> {
  const tidied = await record(deps, policy, state, lookOf(deps, state), decideLook);
  if (tidied || !returnIsDue(state, deps.clock())) return (await scoreTarget(deps, policy, state)) || tidied;
  // There is one end of a countdown in an incident's life: its id keeps it so after an answer that got lost.
  const command = CommandId.parse(`return:${state.id}`);
  const release = releaseIdOf(command, state.lane);
  return record(deps, policy, state, { command, by: autoRollback }, (facts, now) => decideReturn(facts, now, release));
}

/** Tells how the version that a rollback would go to did on the same window, as soon as somebody knows. */
async function scoreTarget(deps: WorkerDeps, policy: LanePolicy, state: IncidentState): Promise<boolean> {
  const question = targetQuestion(state, policy, deps.clock());
  const score = question === null ? null : await scoredTarget(deps, policy, state, question);
  if (question === null || score === null) return false;
  return record(deps, policy, state, lookOf(deps, state), (facts, now) =>
    decideTargetScored(facts, now, question, score),
  );
}

function lookOf(deps: WorkerDeps, { id }: IncidentState): Writing {
  return { command: CommandId.parse(`look:${id}:${deps.newId()}`), by: looking, made: 'just-now' };
}

/** Decides on the incident as it is now, again while others are faster; answers whether anything was written. */
async function record(
  deps: WorkerDeps,
  policy: LanePolicy,
  { id, lane, ...seen }: IncidentState,
  writing: Writing,
  decide: (facts: IncidentFacts, state: IncidentState) => Decision,
): Promise<boolean> {
  const written = await write(deps, writing, async () => {
    const [{ facts, lengths }, now] = await Promise.all([incidentFacts(deps, policy), loadIncident(deps, id, lane)]);
    const state = now ?? { id, lane, ...seen };
    const own = new Map([...lengths, [incidentStream(id, lane), state.length] as const]);
    return { decision: decide(facts, state), lengths: own, lane: facts.lane };
  });
  return written.kind === 'written' && written.entries.length > 0;
}
