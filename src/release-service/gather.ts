import { ReleaseError } from '../errors.ts';
import { buildEvidence } from '../evidence/build.ts';
import { digestOf } from '../evidence/canonical.ts';
import { withoutSections } from '../evidence/description.ts';
import { differences } from '../evidence/differences.ts';
import { findingsOf } from '../evidence/findings.ts';
import { judgedGates, type WeighedGate, weighedGates } from '../gates/judge.ts';
import type { Call, Registry } from '../ports.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { Evidence, Verdict, VersionFacts } from '../release/evidence.ts';
import { type Emails, noEmails } from '../release/identities.ts';
import type { Digest, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Electorate } from '../release/people.ts';
import type { ReleaseState } from '../release/state.ts';
import { emailsOf } from './authors.ts';
import type { Deps } from './deps.ts';
import { type Judged, judged } from './judged.ts';
import { liveBefore } from './live-before.ts';
import { registryOf } from './registry-of.ts';
import { approvalsVerdict, requirementsOf } from './requirements.ts';
import { whyNot, whyWait } from './why-wait.ts';

export type Gathered =
  | { readonly kind: 'wait'; readonly note: string }
  | {
      readonly kind: 'evidence';
      readonly evidence: Evidence;
      readonly command: Extract<WorkerCommand, { kind: 'record-evidence' }>;
      /** Aliases of the target as read now, for the targets of an execution. */
      readonly aliases: ReadonlyMap<string, Version>;
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
  const [candidate, aliases] = await Promise.all([
    candidateFacts(registryOf(deps.registries, state.source.registry), asked, call),
    target.aliases(state.name, call),
  ]);
  const live = aliases?.get('champion') ?? null;
  const waits =
    asked.run === null ? whyWait(state, candidate, deps.clock(), live) : whyNot(asked.run, state, candidate);
  if (candidate === null || waits !== null) return { kind: 'wait', note: waits ?? '' };
  const before = state.kind === 'adoption' ? await liveBefore(deps, policy) : live;
  const champion = await championFacts(target, state, before, call);
  const sides = { candidate: asWritten(candidate), champion: champion && asWritten(champion) };
  return recorded(deps, { ...asked, ...sides, aliases: aliases ?? new Map() }, call);
}

/** A gate that asks for a description asks for people's words, not for what we added to them. */
function asWritten(facts: VersionFacts): VersionFacts {
  return { ...facts, description: withoutSections(facts.description) };
}

async function candidateFacts(source: Registry, { state, run }: Asked, call: Call): Promise<VersionFacts | null> {
  const { name, version } = state.source;
  if (run === null) return source.facts(name, version, call);
  const facts = await source.runFacts(run, name, call);
  return facts && { ...facts, version };
}

async function championFacts(
  target: Registry,
  state: ReleaseState,
  version: Version | null,
  call: Call,
): Promise<VersionFacts | null> {
  if (version === null) return null;
  const facts = await target.facts(state.name, version, call);
  if (facts === null && comparesWithLive(state)) throw new ReleaseError('champion_missing', { version });
  return facts;
}

/** A live version that is not found is not the same as nothing live: gates would let everything pass that only has to be no worse. */
function comparesWithLive({ kind, breakGlass }: ReleaseState): boolean {
  return kind !== 'rollback' && !breakGlass;
}

/** In one registry a version is known by its number, in two by its bytes. */
function isCandidate(state: ReleaseState, candidate: VersionFacts, champion: VersionFacts | null): boolean {
  if (champion === null) return false;
  const here = state.source.registry === state.registry && state.source.name === state.name;
  return here ? champion.version === candidate.version : champion.artifacts.digest === candidate.artifacts.digest;
}

interface Sides extends Asked {
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly aliases: ReadonlyMap<string, Version>;
}

async function recorded(deps: Deps, sides: Sides, call: Call): Promise<Gathered> {
  const { state, policy, people, candidate, champion, aliases } = sides;
  const gates = state.kind === 'rollback' ? [] : weighedGates(policy.gates);
  const emails = await emailsFor(deps, sides);
  const requirements = requirementsOf(state, policy, candidate, emails);
  const named = judgedGates(gates).flatMap(({ about }) => (about === null ? [] : [about]));
  const { verdicts: answers, commits } = await judgedBy(deps, gates, sides, call);
  const verdicts: Verdict[] = [...answers, ...approvalsVerdict(requirements, policy, people, state)];
  const evidence = buildEvidence({ kind: state.kind, policy, candidate, champion, verdicts, emails });
  const digest = digestOf(evidence);
  return {
    kind: 'evidence',
    evidence,
    aliases,
    live: isCandidate(state, candidate, champion) ? (champion?.version ?? null) : null,
    command: {
      kind: 'record-evidence',
      digest,
      candidate: { version: candidate.version, artifacts: candidate.artifacts.digest },
      champion: champion?.version ?? null,
      policy: evidence.policy,
      findings: findingsOf({ candidate, champion, verdicts, named, commits }),
      requirements,
      changes: await newIn(deps, sides, digest, evidence),
    },
  };
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
      source: registryOf(deps.registries, state.source.registry),
      release: opened ? state.id : null,
      fresh: howFresh(state),
      outage: state.breakGlass ? 'is-told' : 'delays',
    },
    call,
  );
}
