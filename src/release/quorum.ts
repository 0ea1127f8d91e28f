import type { Requirements } from './event.ts';
import type { PersonId } from './ids.ts';
import { asNamed, type Electorate, membersOf } from './people.ts';

/** A place that one more person has to fill: from which groups. */
export interface Seat {
  readonly from: readonly string[];
  readonly required: boolean;
}

export interface Quorum {
  readonly have: number;
  readonly need: number;
  /** Seats that nobody fills yet. */
  readonly open: readonly Seat[];
  readonly satisfied: boolean;
}

type Vote = { readonly person: PersonId; readonly groups: readonly string[] };

/** The seats that requirements ask for; excluded people whom nobody could name cost one more of any group. */
export function seats(requirements: Requirements): readonly Seat[] {
  const own = requirements.rules.flatMap((rule) =>
    Array.from({ length: rule.min }, () => ({ from: rule.from, required: rule.required })),
  );
  const anybody = [...new Set(requirements.rules.flatMap((rule) => rule.from))];
  const extra = Array.from({ length: requirements.automatic ? 0 : requirements.extra }, () => ({
    from: anybody,
    required: true,
  }));
  return [...own, ...extra];
}

/** How far approvals fill the seats. One person fills one seat; who sits where is chosen so that most are filled. */
export function quorum(requirements: Requirements, votes: readonly Vote[]): Quorum {
  const wanted = seats(requirements);
  const taken = seating(wanted, votes);
  const open = wanted.filter((_, seat) => !taken.has(seat));
  return { have: taken.size, need: wanted.length, open, satisfied: open.length === 0 };
}

/** Whether the people there are could fill every seat, and which seats stay empty whoever says yes. Of whom Slack says nothing may be there. */
export function reachable(requirements: Requirements, electorate: Electorate): Quorum {
  return quorum(requirements, votesOfAll(requirements, asNamed(electorate, [...electorate.standing.keys()])));
}

/** Exactly those whose yes would fill one more seat: in the groups of open seats, not excluded, and not among `votes`. */
export function couldStillFill(
  requirements: Requirements,
  votes: readonly Vote[],
  electorate: Electorate,
): readonly PersonId[] {
  const { have } = quorum(requirements, votes);
  const voted = new Set(votes.map(({ person }) => person));
  const others = votesOfAll(requirements, electorate).filter(({ person }) => !voted.has(person));
  return others.filter((vote) => quorum(requirements, [...votes, vote]).have > have).map(({ person }) => person);
}

/** Which of the rules' groups a person belongs to now. */
export function groupsOf(requirements: Requirements, electorate: Electorate, person: PersonId): readonly string[] {
  const named = [...new Set(requirements.rules.flatMap((rule) => rule.from))];
  return named.filter((group) => membersOf(electorate, [group]).has(person));
}

function votesOfAll(requirements: Requirements, electorate: Electorate): readonly Vote[] {
  const out = new Set(requirements.excluded.map((one) => one.person));
  const everybody = membersOf(
    electorate,
    requirements.rules.flatMap((rule) => rule.from),
  );
  return [...everybody]
    .filter((id) => !out.has(id))
    .map((person) => ({ person, groups: groupsOf(requirements, electorate, person) }));
}

/** Largest matching of votes to seats, by augmenting paths; required seats are filled first. Answers seat → vote. */
function seating(wanted: readonly Seat[], votes: readonly Vote[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  const order = wanted.map((_, seat) => seat).sort((a, b) => Number(wanted[b]?.required) - Number(wanted[a]?.required));
  for (const seat of order) fill(seat, wanted, votes, taken, new Set());
  return taken;
}

function fill(
  seat: number,
  wanted: readonly Seat[],
  votes: readonly Vote[],
  taken: Map<number, number>,
  tried: Set<number>,
): boolean {
  const groups = wanted[seat]?.from ?? [];
  return votes.some((vote, at) => {
    if (tried.has(at) || !vote.groups.some((group) => groups.includes(group))) return false;
    tried.add(at);
    const sitting = [...taken].find(([, who]) => who === at)?.[0];
    if (sitting !== undefined && !fill(sitting, wanted, votes, taken, tried)) return false;
    taken.set(seat, at);
    return true;
  });
}
