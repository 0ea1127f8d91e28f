import { buildEvidence } from '../evidence/build.ts';
import { digestOf } from '../evidence/canonical.ts';
import { differences } from '../evidence/differences.ts';
import { findingsOf } from '../evidence/findings.ts';
import { judge } from '../gates/judge.ts';
import { gatesOf } from '../gates/table.ts';
import type { Call, Registry } from '../ports.ts';
import type { WorkerCommand } from '../release/command.ts';
import type { Evidence, Verdict, VersionFacts } from '../release/evidence.ts';
import { nobodyAsked, nothingPast } from '../release/gate-facts.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Electorate } from '../release/people.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { approvalsVerdict, requirementsOf } from './requirements.ts';

/** After this long a run that still goes on is said to. */
const longRunMs = 30 * 60_000;

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
  const source = registryOf(deps.registries, state.source.registry);
  const target = registryOf(deps.registries, state.registry);
  const [candidate, aliases] = await Promise.all([
    source.facts(state.source.name, state.source.version, call),
    target.aliases(state.name, call),
  ]);
  const waits = whyWait(state, candidate, deps.clock());
  if (candidate === null || waits !== null) return { kind: 'wait', note: waits ?? '' };
  const champion = await championFacts(target, state, aliases, call);
  return recorded(deps, { state, policy, people, candidate, champion, aliases: aliases ?? new Map() });
}

async function championFacts(
  target: Registry,
  state: ReleaseState,
  aliases: ReadonlyMap<string, Version> | null,
  call: Call,
): Promise<VersionFacts | null> {
  const version = aliases?.get('champion');
  return version === undefined ? null : target.facts(state.name, version, call);
}

/** A version is registered before its metrics are logged: nothing is judged before the run has ended. */
function whyWait(state: ReleaseState, candidate: VersionFacts | null, now: number): string | null {
  const { version, environment } = state.source;
  if (candidate === null)
    return `v${version} is not in ${environment}'s registry. Register it again, or withdraw this request.`;
  const long = now - state.opened.at >= longRunMs;
  if (candidate.status === 'failed') return `The registry says that registering v${version} failed. Register it again.`;
  if (candidate.status === 'pending')
    return `v${version} is still being registered${long ? ', for over 30 minutes now' : ''}; I look again every two minutes.`;
  // What was live before is judged no more: its run may have been left open for ever. Break-glass waits for no run.
  if (candidate.run?.status !== 'running' || state.kind === 'rollback' || state.breakGlass) return null;
  return long
    ? 'The run has been going for over 30 minutes. End it, or withdraw this request; I look again every two minutes.'
    : 'The run is still going; I look again every two minutes.';
}

/** In one registry a version is known by its number, in two by its bytes. */
function isCandidate(state: ReleaseState, candidate: VersionFacts, champion: VersionFacts | null): boolean {
  if (champion === null) return false;
  const here = state.source.registry === state.registry && state.source.name === state.name;
  return here ? champion.version === candidate.version : champion.artifacts.digest === candidate.artifacts.digest;
}

interface Sides {
  readonly state: ReleaseState;
  readonly policy: LanePolicy;
  readonly people: Electorate;
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly aliases: ReadonlyMap<string, Version>;
}

async function recorded(deps: Deps, sides: Sides): Promise<Gathered> {
  const { state, policy, people, candidate, champion, aliases } = sides;
  const gates = state.kind === 'rollback' ? [] : gatesOf(policy.gates);
  const requirements = requirementsOf(state, policy, candidate);
  const named = gates.flatMap(({ about }) => (about === null ? [] : [about]));
  const verdicts: Verdict[] = [
    ...judge(gates, { candidate, champion, past: nothingPast, outside: nobodyAsked, now: deps.clock() }),
    ...approvalsVerdict(requirements, policy, people, state),
  ];
  const evidence = buildEvidence({ kind: state.kind, policy, candidate, champion, verdicts });
  const digest = digestOf(evidence);
  const recordedLast = state.evidence?.digest ?? null;
  if (digest !== recordedLast) await deps.store.putEvidence(digest, evidence);
  const before = recordedLast === null || recordedLast === digest ? null : await deps.store.evidence(recordedLast);
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
      findings: findingsOf({ candidate, champion, verdicts, named }),
      requirements,
      changes: before === null ? [] : differences(before, evidence),
    },
  };
}
