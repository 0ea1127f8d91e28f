import { ReleaseError } from '../errors.ts';
import type { Answer, Need } from '../gates/gate.ts';
import { judge, judgedGates, type WeighedGate } from '../gates/judge.ts';
import type { Call } from '../ports.ts';
import type { Verdict, VersionFacts } from '../release/evidence.ts';
import { nothingPast, type Past } from '../release/gate-facts.ts';
import type { Deps } from './deps.ts';
import { type Judging, outsideOf } from './outside.ts';
import { pastOf } from './past.ts';

/** What the gates said, and how many commits there are between both sides where somebody could count them. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly commits: number | null;
}

/** Collects what the gates need, each thing once, and lets them judge. Throws when something could not be found out. */
export async function judged(deps: Deps, gates: readonly WeighedGate[], judging: Judging, call: Call): Promise<Judged> {
  try {
    return await answered(deps, gates, judging, call);
  } catch (error) {
    if (judging.outage === 'delays' || !(error instanceof ReleaseError)) throw error;
    return answered(deps, unasked(gates, error), judging, call);
  }
}

/** Gates that somebody would have to be asked for say why they cannot tell; the others judge as ever. */
function unasked(gates: readonly WeighedGate[], { reply }: ReleaseError): WeighedGate[] {
  return gates.map(({ needs = [], ...gate }) =>
    needs.some(({ kind }) => kind !== 'past')
      ? { ...gate, check: () => ({ status: 'cannot-tell', reason: reply, cure: null }) }
      : { ...gate, needs },
  );
}

/** What only the log tells. */
const ofLog: readonly Need['kind'][] = ['past', 'rollback-target'];

/** Gates about what the log tells, where there is none to read. */
function withoutLog(gates: readonly WeighedGate[]): WeighedGate[] {
  return gates.map(({ needs = [], ...gate }) =>
    needs.some(({ kind }) => ofLog.includes(kind)) ? { ...gate, check: () => notRead } : { ...gate, needs },
  );
}

const notRead: Answer = {
  status: 'cannot-tell',
  reason: 'the audit log was not read, so nobody knows how this version fared',
  cure: 'Set REDIS_URL to the log, or leave it to the request.',
};

async function answered(deps: Deps, all: readonly WeighedGate[], judging: Judging, call: Call): Promise<Judged> {
  const gates = deps.past === 'unknown' ? withoutLog(all) : all;
  const needs = judgedGates(gates).flatMap((gate) => gate.needs ?? []);
  const has = (kind: Need['kind']) => needs.some((need) => need.kind === kind);
  const [candidate, past, outside] = await Promise.all([
    has('experiment') ? withExperiment(judging, call) : judging.candidate,
    has('past') ? pastIn(deps, judging) : nothingPast,
    outsideOf(deps, judging, needs, call),
  ]);
  const facts = { candidate, champion: judging.champion, past, outside, now: deps.clock() };
  return { verdicts: judge(gates, facts), commits: outside.commits };
}

/** What was trained here was live nowhere: its commit was, where its number is another one. */
async function pastIn(deps: Deps, judging: Judging): Promise<Past> {
  const { policy, candidate, from = null } = judging;
  if (from === null) return pastOf(deps, policy, candidate.version, placeOf(judging));
  const [there, here] = await Promise.all([
    pastOf(deps, policy, from.version, from.numbered),
    pastOf(deps, policy, candidate.version, 'here'),
  ]);
  return { lived: there.lived, takenBack: here.takenBack };
}

/** What is promoted is numbered where promotions come from; all else where it is. */
function placeOf({ kind }: Judging): 'source' | 'here' {
  return kind === 'promotion' ? 'source' : 'here';
}

async function withExperiment({ candidate, source }: Judging, call: Call): Promise<VersionFacts> {
  if (candidate.run === null) return candidate;
  return { ...candidate, run: { ...candidate.run, experiment: await source.experimentOf(candidate.run.id, call) } };
}
