import { buildEvidence } from '../evidence/build.ts';
import { digestOf } from '../evidence/canonical.ts';
import { differences } from '../evidence/differences.ts';
import { findingsOf } from '../evidence/findings.ts';
import { judgedGates, type WeighedGate, weighedGates } from '../gates/judge.ts';
import type { Call } from '../ports.ts';
import { candidateSide } from '../release/candidate-side.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { Evidence, Verdict, VersionFacts } from '../release/evidence.ts';
import { type Emails, noEmails } from '../release/identities.ts';
import type { Digest, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Electorate } from '../release/people.ts';
import { isForReview } from '../release/plan.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deviation } from '../release/tolerance.ts';
import { emailsOf } from './authors.ts';
import type { Deps } from './deps.ts';
import { type Judged, judged } from './judged.ts';
import { liveBefore } from './live-before.ts';
import { registryOf } from './registry-of.ts';
import { approvalsVerdict, requirementsOf } from './requirements.ts';
import { asWritten, championFacts, isCandidate } from './sides.ts';
import { bandVerdict, commitVerdict, type SinceReviewed, sinceReviewed } from './trained-here.ts';
import { whyNot, whyWait } from './why-wait.ts';

export type Gathered =
  | { readonly kind: 'wait'; readonly note: string }
  | {
      readonly kind: 'evidence';
      readonly evidence: Evidence;
      readonly command: Extract<WorkerCommand, { kind: 'record-evidence' }>;
      /** Aliases of the target as read now, for the targets of an execution. */
      readonly aliases: ReadonlyMap<string, Version>;
      /** How far what this release trained lies from what was reviewed, beyond its bands. */
      readonly deviations: readonly Deviation[];
      /** The champion, when it is this very candidate: somebody moved it there. */
      readonly live: Version | null;
    };

/** Reads both sides from their registries, judges, and puts together what would be recorded. Throws when it could not find out. */
export async function gather(
  deps: Deps,
  state: ReleaseState,
  policy: LanePolicy,
  people: Electorate,
  call: Call,
): Promise<Gathered> {
  return gathered(deps, { state, policy, people, run: null, opened: true }, call);
}

/** The same for a release that nobody opened; with `run`, of what that run logged, as if it were registered. Keeps nothing. */
export async function judgeCandidate(
  deps: Deps,
  asked: Pick<Asked, 'state' | 'policy' | 'people' | 'run'>,
  call: Call,
): Promise<Gathered> {
  return gathered(deps, { ...asked, opened: false }, call);
}

interface Asked {
  readonly state: ReleaseState;
  readonly policy: LanePolicy;
  readonly people: Electorate;
  /** A run to judge in place of the version. */
  readonly run: string | null;
  readonly opened: boolean;
}

async function gathered(deps: Deps, asked: Asked, call: Call): Promise<Gathered> {
  const { state, policy } = asked;
  const target = registryOf(deps.registries, state.registry);
  const [candidate, aliases] = await Promise.all([candidateFacts(deps, asked, call), target.aliases(state.name, call)]);
  const live = aliases?.get(policy.alias) ?? null;
  const waits =
    asked.run === null ? whyWait(state, candidate, deps.clock(), live) : whyNot(asked.run, state, candidate);
  if (candidate === null || waits !== null) return { kind: 'wait', note: waits ?? '' };
  const before = state.kind === 'adoption' ? await liveBefore(deps, policy) : live;
  const champion = await championFacts(target, state, before, call);
  const sides = { candidate: asWritten(candidate), champion: champion && asWritten(champion) };
  return recorded(deps, { ...asked, ...sides, aliases: aliases ?? new Map() }, call);
}

async function candidateFacts(deps: Deps, { state, run }: Asked, call: Call): Promise<VersionFacts | null> {
  const { registry, name, version } = candidateSide(state);
  const source = registryOf(deps.registries, registry);
  if (run === null) return source.facts(name, version, call);
  const facts = await source.runFacts(run, name, call);
  return facts && { ...facts, version };
}

interface Sides extends Asked {
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly aliases: ReadonlyMap<string, Version>;
}

async function recorded(deps: Deps, sides: Sides, call: Call): Promise<Gathered> {
  const { state, policy, people, candidate, champion, aliases } = sides;
  const gates = judgesNothing(state) ? [] : weighedGates(policy.gates);
  const emails = await emailsFor(deps, sides);
  const requirements = requirementsOf(state, policy, candidate, emails);
  const named = judgedGates(gates).flatMap(({ about }) => (about === null ? [] : [about]));
  const { verdicts: answers, commits } = await judgedBy(deps, gates, sides, call);
  const reviewed = await sinceReviewed(deps.store, state, policy, named, candidate);
  const verdicts: Verdict[] = [
    ...answers,
    ...commitVerdict(state, candidate),
    ...bandVerdict(state, requirements, reviewed?.deviations ?? []),
    ...approvalsVerdict(requirements, policy, people, state),
  ];
  const evidence = buildEvidence({ kind: state.kind, policy, candidate, champion, verdicts, emails });
  const digest = digestOf(evidence);
  return {
    kind: 'evidence',
    evidence,
    aliases,
    deviations: reviewed?.deviations ?? [],
    live: isCandidate(state, candidate, champion) ? (champion?.version ?? null) : null,
    command: {
      kind: 'record-evidence',
      digest,
      candidate: { version: candidate.version, artifacts: candidate.artifacts.digest },
      champion: champion?.version ?? null,
      policy: evidence.policy,
      findings: findingsOf({ candidate, champion, verdicts, named, commits, reviewed: shownBeside(reviewed) }),
      requirements,
      changes: await newIn(deps, sides, digest, evidence),
    },
  };
}

/** What was let in before is judged no more, and what is to be trained of it is judged once there is something. */
function judgesNothing(state: ReleaseState): boolean {
  return state.trained === null && (state.kind === 'rollback' || isForReview(state));
}

function shownBeside(reviewed: SinceReviewed | null) {
  return reviewed && { metrics: reviewed.metrics, outside: reviewed.deviations.map(({ metric }) => metric) };
}

/** Break-glass asks nobody for a yes, and a rollback excludes no authors: they wait for no directory either. */
async function emailsFor({ directory }: Deps, { state, policy, candidate }: Sides): Promise<Emails> {
  return state.breakGlass || state.kind === 'rollback'
    ? noEmails
    : emailsOf(directory, policy, candidate, howFresh(state));
}

/** Keeps evidence that is new, and tells what is different from what was recorded last. */
async function newIn({ store }: Deps, { state, opened }: Sides, digest: Digest, evidence: Evidence): Promise<string[]> {
  const last = state.evidence?.digest ?? null;
  if (digest === last) return [];
  if (opened) await store.putEvidence(digest, evidence);
  const before = last === null ? null : await store.evidence(last);
  return before === null ? [] : differences(before, evidence);
}

/** An approved release is about to begin: what others answered a while ago no longer counts. */
function howFresh({ phase }: ReleaseState): 'cached' | 'fresh' {
  return phase === 'approved' ? 'fresh' : 'cached';
}

/** What is promoted is numbered where promotions come from; all else where it is. */
function isOfHere(state: ReleaseState): boolean {
  return state.kind !== 'promotion' || state.training === 'reuse' || isForReview(state);
}

function judgedBy(deps: Deps, gates: readonly WeighedGate[], sides: Sides, call: Call): Promise<Judged> {
  const { state, policy, candidate, champion, opened } = sides;
  return judged(
    deps,
    gates,
    {
      kind: state.kind,
      policy,
      candidate,
      champion,
      source: registryOf(deps.registries, candidateSide(state).registry),
      numbered: isOfHere(state) ? 'here' : 'source',
      from: state.trained === null ? null : state.source.version,
      release: opened ? state.id : null,
      fresh: howFresh(state),
      outage: state.breakGlass ? 'is-told' : 'delays',
    },
    call,
  );
}
