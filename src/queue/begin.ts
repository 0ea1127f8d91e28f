import { ReleaseError } from '../errors.ts';
import { aliasBefore } from '../release/by-hand.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { Version } from '../release/ids.ts';
import { rollbackTarget } from '../release/lane.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { pauseOn } from '../release/pause-words.ts';
import { trains } from '../release/plan.ts';
import { requester } from '../release/posts-people.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Targets } from '../release/targets.ts';
import { championSeen } from '../release-service/champion-seen.ts';
import { electorateFor } from '../release-service/electorate.ts';
import { laneFacts, nobody } from '../release-service/facts.ts';
import { type Gathered, gather } from '../release-service/gather.ts';
import { madeTags } from '../release-service/judge-trained.ts';
import { recordInLane, writing } from './record.ts';
import { releaseTags } from './release-tags.ts';
import { stagesBefore } from './stages-before.ts';
import { askerToRead, stillAccepting, stillBreaking, stillCounting, unreadYet } from './still-counts.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** The last reading before an execution has this long: artifacts are hashed where no process did so before. */
const readingMs = 10 * 60_000;

/** Reads everything once more, with fresh people, and starts only if it is exactly what was approved. */
export async function begin(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  const { facts } = await laneFacts(deps, policy, [], nobody);
  const command = mayStart(facts, state) ? await readAgain(deps, policy, state, facts) : waitFor(facts, state);
  if (command.kind === 'begin-execution' && isNews(facts, command.targets.champion.from)) {
    const { command: id, by } = writing(deps, state);
    await championSeen(deps, { id, by }, policy);
  }
  const written = await recordInLane(deps, policy, state, command);
  return written.kind === 'written' && written.entries.length > 0 && command.kind !== 'wait'
    ? 'moved-on'
    : 'nothing-more';
}

/** A champion that the log does not know is told before anything moves over it: a first contact, or a move without us. */
function isNews({ lane }: LaneFacts, champion: Version | null): boolean {
  return lane.since === null || (lane.live?.version ?? null) !== champion;
}

/** Nothing is read while a promotion could not start anyhow. */
function mayStart({ pauses, lane, others }: LaneFacts, state: ReleaseState): boolean {
  if (state.kind === 'rollback') return true;
  const ahead = lane.queue.filter((id) => id !== state.id).some((id) => others.get(id)?.kind === 'rollback');
  return pauseOn(state, pauses) === null && lane.holder === null && !ahead;
}

function waitFor({ pauses, lane }: LaneFacts, state: ReleaseState): Extract<WorkerCommand, { kind: 'wait' }> {
  const first = lane.holder ?? lane.queue.find((id) => id !== state.id) ?? '';
  return pauseOn(state, pauses) ?? { kind: 'wait', cause: 'lane-busy', words: first, until: null };
}

async function readAgain(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
  facts: LaneFacts,
): Promise<WorkerCommand> {
  try {
    const alone = state.breakGlass ? requester(state) : [];
    const asker = askerToRead(state);
    const deciders = [...alone, ...asker, ...[...state.approvals, ...state.accepted].map((one) => one.person)];
    const people = await electorateFor(deps.directory, policy, state, deciders, 'fresh');
    const found = await gather(deps, state, policy, people, { deadline: deps.clock() + readingMs });
    if (found.kind === 'wait') return { kind: 'wait', cause: 'registry-unreachable', words: found.note, until: null };
    if (found.command.digest !== state.evidence?.digest) return found.command;
    const unread = unreadYet(state, asker, people);
    if (unread !== null) return { kind: 'wait', cause: 'people-unread', words: unread, until: null };
    const { digest: evidence, requirements } = found.command;
    const counting = state.breakGlass
      ? stillBreaking(state, policy, people)
      : stillCounting(state, requirements, people);
    const accepting = stillAccepting(state, requirements, people);
    const targets = await targetsOf(deps, state, facts, found);
    return { kind: 'begin-execution', evidence, targets, counting, accepting };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    deps.log.warn(
      { release: state.id, code: error.code, details: error.details, cause: error.cause },
      'could not read before execution',
    );
    return { kind: 'wait', cause: 'registry-unreachable', words: error.reply, until: null };
  }
}

async function targetsOf(
  deps: WorkerDeps,
  state: ReleaseState,
  facts: LaneFacts,
  found: Extract<Gathered, { kind: 'evidence' }>,
): Promise<Targets> {
  const { command, aliases } = found;
  const from = aliases.get(facts.policy.alias) ?? null;
  const training = trains(state);
  // What is trained has no number yet: then `step-finished` of `find-version` carries it.
  const to = training ? null : state.version;
  const before = aliases.get(aliasBefore(facts.policy.alias)) ?? null;
  return {
    registry: state.registry,
    name: state.name,
    version: to,
    source: state.kind === 'rollback' && !training ? null : state.source,
    champion: { from, to },
    previous: { from: before, to: belowLive(state, facts, { from, before, to }) },
    artifacts: command.candidate.artifacts,
    evidence: command.digest,
    tags: { ...(await releaseTags(deps, state, found)), ...madeTags(state.trained) },
    ...(facts.policy.alias === 'champion' ? {} : { alias: facts.policy.alias }),
    ...(await stagesBefore(deps, facts.policy, { ...state, version: to })),
    ...(training && command.findings.commit !== null ? { commit: command.findings.commit } : {}),
  };
}

/** Where `previous` goes: what is replaced; an adoption replaces nothing. */
function belowLive(
  state: ReleaseState,
  facts: LaneFacts,
  { from, before, to }: Readonly<Record<'from' | 'before' | 'to', Version | null>>,
): Version | null {
  if (state.kind === 'rollback') return belowTarget(state, facts, to);
  return state.kind === 'adoption' ? before : (from ?? before);
}

/** After a rollback `previous` is where the next one would go, never the version just taken back. */
function belowTarget(state: ReleaseState, { lane, others }: LaneFacts, to: Version | null): Version | null {
  const bad = state.undoes === null ? undefined : others.get(state.undoes)?.live?.version;
  const left = lane.trusted.filter((one) => one.version !== bad && one.version !== lane.live?.version);
  const live = lane.trusted.find((one) => one.version === to) ?? null;
  return rollbackTarget({ ...lane, trusted: left, live })?.version ?? null;
}
