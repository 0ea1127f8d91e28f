import type { Entry } from '../../src/release/event.ts';
import type { Evidence } from '../../src/release/evidence.ts';
import { people } from './policy.ts';
import type { Company } from './review-play.ts';
import type { Group, Variant } from './review-policy.ts';

/** Executions since `from` that the policy of this moment does not allow, judged from the raw log and from who is who now. */
export function wrongStarts(company: Company, from: number): readonly string[] {
  const { memory } = company.world;
  return memory.chain.slice(from).flatMap((entry) => {
    if (entry.event.kind !== 'execution-started') return [];
    const log = memory.chain.filter(({ stream, seq }) => stream === entry.stream && seq < entry.seq);
    return wrong(company, log, entry).map((why) => `${entry.stream} starts ${why}`);
  });
}

function wrong(company: Company, log: readonly Entry[], start: Entry): readonly string[] {
  const { world, policy } = company;
  const final = log.findLast(({ event }) => event.kind === 'evidence-gathered')?.event;
  if (final?.kind !== 'evidence-gathered' || start.event.kind !== 'execution-started') return ['without evidence'];
  const document = world.memory.evidence.get(final.digest);
  const variant = policy.now();
  const who = whoCounts(company, variant, log);
  const words = spoken(log, final.digest);
  return [
    ...(start.event.targets.evidence === final.digest ? [] : ['on other evidence than the last']),
    ...(document === undefined ? ['on evidence that nobody kept'] : notAsItIs(company, document)),
    ...(document === undefined ? [] : unanswered(document, variant, words.accepted, who, start.at)),
    ...(seated(variant, company, words.approved, who) ? [] : ['without its approvals']),
    ...words.approved.flatMap((yes) => (ticked(variant, yes) ? [] : [`with boxes that ${yes.person} did not tick`])),
    ...held(company, variant, start.at),
  ];
}

interface Words {
  readonly approved: readonly {
    readonly person: string;
    readonly groups: readonly string[];
    readonly checked: readonly string[];
  }[];
  readonly accepted: readonly { readonly person: string; readonly gates: readonly string[]; readonly reason: string }[];
}

/** Who said what, and did not take it back, since this evidence was gathered for the last time after other evidence. */
function spoken(log: readonly Entry[], digest: string): Words {
  let approved: Words['approved'] = [];
  let accepted: Words['accepted'] = [];
  for (const { event, by } of log) {
    const person = by.kind === 'person' ? by.id : '';
    if (event.kind === 'evidence-gathered' && event.digest !== digest) [approved, accepted] = [[], []];
    if (event.kind === 'approved' && event.evidence === digest)
      approved = [...approved, { person, groups: event.groups, checked: event.checked ?? [] }];
    if (event.kind === 'approval-taken-back') approved = approved.filter((one) => one.person !== person);
    if (event.kind === 'verdicts-accepted' && event.evidence === digest)
      accepted = [...accepted, { person, gates: event.gates, reason: event.reason }];
    if (event.kind === 'approvals-voided') {
      const out: readonly string[] = event.people;
      approved = approved.filter((one) => !out.includes(one.person));
      if (event.cause === 'acceptance-no-longer-counts') accepted = accepted.filter((one) => !out.includes(one.person));
    }
  }
  return { approved, accepted };
}

type Who = (person: string, group: Group) => boolean;

/** Active members of the group, but for whoever asked and, where the policy says so, whoever ran the training. */
function whoCounts({ world, author }: Company, { reviewers, excludesAuthor }: Variant, log: readonly Entry[]): Who {
  const { standing, groups } = world.workspace;
  const active = new Map<string, string>(standing);
  const asked = log[0]?.by;
  const authors: Readonly<Record<string, string>> = { 'ann@corp.example': people.ann, 'bob@corp.example': people.bob };
  const members: Readonly<Record<Group, readonly string[]>> = {
    reviewers,
    platform: [people.pat, ...(groups.get('@platform') ?? [])],
    pia: [people.pia],
  };
  return (person, group) =>
    members[group].includes(person) &&
    active.get(person) === 'member' &&
    !(asked?.kind === 'person' && asked.id === person) &&
    !(excludesAuthor && authors[author] === person);
}

/** Whether distinct people fill every seat: by trying every way. */
function seated(
  { rules, excludesAuthor }: Variant,
  { author }: Company,
  approved: Words['approved'],
  who: Who,
): boolean {
  const seats = rules.flatMap(({ from, min }) => Array.from({ length: min }, () => from));
  const unknown = excludesAuthor && author === 'who@corp.example';
  const all = unknown ? [...seats, [...new Set(rules.flatMap(({ from }) => from))]] : seats;
  const fill = (left: typeof seats, people: readonly string[]): boolean => {
    const [seat, ...rest] = left;
    if (seat === undefined) return true;
    return people.some(
      (person) =>
        seat.some((group) => who(person, group)) &&
        fill(
          rest,
          people.filter((one) => one !== person),
        ),
    );
  };
  return fill(all, [...new Set(approved.map(({ person }) => person))]);
}

/** Every box of every group that the yes counts for. */
function ticked({ boxes }: Variant, { groups, checked }: Words['approved'][number]): boolean {
  const wanted = Object.entries(boxes).flatMap(([group, own]) => (groups.includes(group) ? own : []));
  return wanted.every((box) => checked.includes(box));
}

const fine: readonly string[] = ['pass', 'no-champion', 'off'];

/** Every verdict passes, only warns for now, or is answered for by somebody of a required rule. */
function unanswered(
  { verdicts }: Evidence,
  { rules, warnsUntil }: Variant,
  accepted: Words['accepted'],
  who: Who,
  at: number,
): readonly string[] {
  const required = rules.filter((rule) => rule.required).flatMap(({ from }) => from);
  return verdicts.flatMap(({ gate, status }) => {
    const warns = gate.startsWith('auc ≥') && warnsUntil !== null && at < warnsUntil;
    const untold = status === 'not-comparable' || status === 'cannot-tell';
    const answered = accepted.some(
      ({ person, gates, reason }) =>
        gates.includes(gate) && reason.trim() !== '' && required.some((group) => who(person, group)),
    );
    return fine.includes(status) || warns || (untold && answered) ? [] : [`though ${gate} is ${status}`];
  });
}

/** What was approved is what is in the registry now. */
function notAsItIs({ world: { servers } }: Company, { candidate }: Evidence): readonly string[] {
  const now = servers.staging.models.get('churn')?.versions.get(candidate.version);
  const same = now !== undefined && JSON.stringify(now.logged.metrics) === JSON.stringify(candidate.metrics);
  return same && now.description === candidate.description ? [] : ['on evidence that is no longer so'];
}

function held({ pauses }: Company, { weekends }: Variant, at: number): readonly string[] {
  const paused = [...pauses]
    .filter(([, until]) => until === null || at < until)
    .map(([scope]) => `while ${scope} is paused`);
  return weekends === 'closed' && isWeekend(new Date(at)) ? [...paused, 'on a weekend'] : paused;
}

/** Friday 16:00 to Monday 08:00, UTC. */
function isWeekend(date: Date): boolean {
  const [day, hour] = [date.getUTCDay(), date.getUTCHours()];
  return day === 6 || day === 0 || (day === 5 && hour >= 16) || (day === 1 && hour < 8);
}
