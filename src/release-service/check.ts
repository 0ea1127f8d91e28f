import type { Asked, VersionAsked } from '../ports-releases.ts';
import type { CheckReport } from '../release/check-report.ts';
import { openingOf } from '../release/decide-open.ts';
import { decidePromote } from '../release/decide-promote.ts';
import type { Requirements } from '../release/event.ts';
import { fold } from '../release/evolve.ts';
import type { PersonId } from '../release/ids.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import type { Refusal } from '../release/outcome.ts';
import { type Electorate, membersOf } from '../release/people.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { type Gathered, judgeCandidate } from './gather.ts';
import { found } from './resolve.ts';
import { type Wish, wishOf } from './wish.ts';

/** Milliseconds that judging may take: files that nobody has seen yet are read in full. */
const judgingMs = 120_000;

/** What would happen if this person asked for this version now: judged and counted as a release is, without opening one. */
export async function check(
  deps: Deps,
  asked: VersionAsked,
  person: PersonId | null,
  run: string | null = null,
): Promise<Asked<CheckReport>> {
  const wish = await wishOf(deps, asked, person, run);
  if (wish.kind === 'refused') return wish;
  const { facts, opening } = wish.found;
  const { policy, lane, electorate, pauses, others } = facts;
  const call = { deadline: deps.clock() + judgingMs };
  const asking = { state: unopened(wish.found), policy, people: electorate, run };
  const gathered = await judgeCandidate(deps, asking, call);
  const open = lane.open.find((one) => one.kind === 'promotion' && one.sourceVersion === opening.source);
  const live = lane.live ?? (lane.since === null ? foundLive(gathered, facts.now) : null);
  return found({
    model: policy.model,
    environment: policy.environment,
    version: opening.source,
    from: policy.source.environment,
    pauses,
    open: open === undefined ? null : (others.get(open.release) ?? null),
    live,
    wouldOpen: refusalOf(wish.found, live),
    mode: policy.mode,
    unreachable: [...electorate.unread.keys()],
    ...judged(gathered, electorate),
  });
}

type Judged = Pick<CheckReport, 'notYet' | 'verdicts' | 'requirements' | 'approvers' | 'findings'>;

function judged(gathered: Gathered, electorate: Electorate): Judged {
  if (gathered.kind === 'wait')
    return { notYet: gathered.note, verdicts: [], requirements: null, approvers: [], findings: null };
  const { findings, requirements } = gathered.command;
  return {
    notYet: null,
    verdicts: findings.verdicts,
    requirements,
    approvers: approversOf(requirements, electorate),
    findings,
  };
}

function approversOf({ rules, excluded }: Requirements, electorate: Electorate): CheckReport['approvers'] {
  const out = new Set(excluded.map((one) => one.person));
  return rules.map((rule) => ({
    rule,
    people: [...membersOf(electorate, rule.from)].filter((person) => !out.has(person)),
  }));
}

/** Whoever asks in a lane that nobody has looked at yet has it looked at first. */
function refusalOf({ facts, opening }: Wish, live: LiveVersion | null): Refusal | null {
  const decision = decidePromote({ ...facts, lane: { ...facts.lane, live } }, opening);
  return decision.kind === 'refused' ? decision.refusal : null;
}

/** The release as it would be right after it was opened. */
function unopened({ facts, opening }: Wish): ReleaseState {
  const event = openingOf(facts, opening, 'promotion', { alone: false, undoes: null });
  const state = fold([{ event, index: 0, at: facts.now, by: opening.by }]);
  if (state === null) throw new Error('what opens a release folds to one');
  return state;
}

/** In a lane that nobody has looked at yet, what the registry calls champion was there before Signalbox. */
function foundLive(gathered: Gathered, now: number): LiveVersion | null {
  const version = gathered.kind === 'evidence' ? gathered.command.champion : null;
  return version === null ? null : { version, release: null, since: now, standing: 'baseline' };
}
