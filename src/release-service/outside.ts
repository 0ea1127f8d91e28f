import { ReleaseError } from '../errors.ts';
import { buildEvidence } from '../evidence/build.ts';
import { commitOf, repositoryOf } from '../evidence/links.ts';
import type { Need } from '../gates/gate.ts';
import type { Call, Registry } from '../ports.ts';
import type { Evidence, VersionFacts } from '../release/evidence.ts';
import type { CheckAnswer, Outside } from '../release/gate-facts.ts';
import type { ReleaseId, Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Deps } from './deps.ts';
import { rollbackTargetOf } from './rollback-target.ts';
import { slots } from './slots.ts';

/** What is judged, and for whom. */
export interface Judging {
  readonly kind: Evidence['kind'];
  readonly policy: LanePolicy;
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  /** Where the candidate's run is. */
  readonly source: Registry;
  /** The version whose commit was trained here as the candidate, numbered where promotions come from or here; left out, or null, where that is the candidate. */
  readonly from?: { readonly version: Version; readonly numbered: 'source' | 'here' } | null;
  /** Null when nobody asks for a release yet. */
  readonly release: ReleaseId | null;
  /** Right before an execution nobody's earlier answer counts. */
  readonly fresh: 'cached' | 'fresh';
  /** What becomes of an outage: it delays, or where gates hold nothing it is told in their place. */
  readonly outage: 'delays' | 'is-told';
}

const atATime = 4;
/** Counting commits is a courtesy: nothing waits longer for it. */
const countingMs = 5_000;

type Http = Extract<Need, { kind: 'http' }>;

/** Asks others what the gates need, each thing once. Throws when one of them could not be asked: an outage is no answer. */
export async function outsideOf(deps: Deps, judging: Judging, needs: readonly Need[], call: Call): Promise<Outside> {
  const turn = slots(atATime);
  const run = judging.candidate.run?.id ?? null;
  const has = (kind: Need['kind']) => needs.some((need) => need.kind === kind);
  const [runArtifacts, rollback, checks, reachable, answers, commits] = await Promise.all([
    has('run-artifacts') && run !== null ? turn(() => judging.source.runArtifacts(run, call)) : null,
    has('rollback-target') ? turn(() => rollbackTargetOf(deps, judging, call)) : null,
    has('commit-checks') ? turn(() => commitChecks(deps, judging, call)) : null,
    Promise.all(branchesIn(needs).map((branch) => turn(() => reachableFrom(deps, judging, branch, call)))),
    Promise.all(checksIn(needs).map((need) => turn(() => answerTo(deps, judging, need, call)))),
    judging.kind === 'rollback' ? null : turn(() => commitsBetween(deps, judging, call)),
  ]);
  return { runArtifacts, rollback, checks, reachable: new Map(reachable.flat()), answers: new Map(answers), commits };
}

function branchesIn(needs: readonly Need[]): readonly string[] {
  return [...new Set(needs.flatMap((need) => (need.kind === 'reachable' ? [need.branch] : [])))];
}

function checksIn(needs: readonly Need[]): readonly Http[] {
  const named = needs.flatMap((need): [string, Http][] => (need.kind === 'http' ? [[need.key, need]] : []));
  return [...new Map(named).values()];
}

async function commitChecks({ outsiders }: Deps, { candidate, fresh }: Judging, call: Call) {
  const [repository, commit] = [repositoryOf(candidate), commitOf(candidate)];
  return repository && commit ? outsiders.git(fresh).checks(repository, commit, call) : null;
}

async function reachableFrom(
  { outsiders }: Deps,
  { candidate, fresh }: Judging,
  branch: string,
  call: Call,
): Promise<[string, boolean][]> {
  const [repository, commit] = [repositoryOf(candidate), commitOf(candidate)];
  if (repository === null || commit === null) return [];
  const reachable = await outsiders.git(fresh).reachable(repository, commit, branch, call);
  return reachable === null ? [] : [[branch, reachable]];
}

/** The team's check sees what approvals would be bound to, and nothing that changes while nothing happens. */
async function answerTo(
  { outsiders }: Deps,
  { kind, policy, candidate, champion, release, fresh }: Judging,
  { key, url, secret, timeoutMs, private: within }: Http,
  call: Call,
): Promise<[string, CheckAnswer]> {
  const evidence = buildEvidence({ kind, policy, candidate, champion, verdicts: [] });
  const document = {
    v: 1,
    kind,
    model: evidence.model,
    environment: evidence.environment,
    candidate: evidence.candidate,
    champion: evidence.champion,
    ...(release === null ? {} : { release }),
  };
  const check = { url, secret: secret === null ? null : outsiders.secret(secret), timeoutMs, private: within };
  return [key, await outsiders.checks(fresh).ask(check, document, call)];
}

/** Words for the card, and no evidence: a git host that does not answer leaves them out. */
async function commitsBetween(
  { outsiders, clock, log }: Deps,
  { candidate, champion, release }: Judging,
  call: Call,
): Promise<number | null> {
  const [repository, head, base] = [repositoryOf(candidate), commitOf(candidate), champion && commitOf(champion)];
  if (!(repository && head && base) || base === head || repository !== (champion && repositoryOf(champion)))
    return null;
  const soon = { ...call, deadline: Math.min(call.deadline, clock() + countingMs) };
  try {
    return await outsiders.git('cached').between(repository, base, head, soon);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.warn({ release, code: error.code, details: error.details }, 'commits could not be counted');
    return null;
  }
}
