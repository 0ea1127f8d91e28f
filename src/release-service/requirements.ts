import { ReleaseError } from '../errors.ts';
import type { Requirements } from '../release/event.ts';
import type { Verdict, VersionFacts } from '../release/evidence.ts';
import { authorsOf, type Emails, noEmails, personBehind } from '../release/identities.ts';
import type { PersonId } from '../release/ids.ts';
import type { Excluded, LanePolicy } from '../release/lane-policy.ts';
import type { Electorate } from '../release/people.ts';
import { trainsFirst } from '../release/plan.ts';
import { reachable } from '../release/quorum.ts';
import type { ReleaseState } from '../release/state.ts';

type Named = { readonly person: PersonId; readonly why: Excluded };
type Author = ReturnType<typeof authorsOf>[number];

/** Who has to say yes to this candidate here, and whose yes cannot count. Excluding never fails open. */
export function requirementsOf(
  state: ReleaseState,
  policy: LanePolicy,
  candidate: VersionFacts,
  emails: Emails = noEmails,
): Requirements {
  const rules = state.kind === 'rollback' ? policy.rollback.approvals : policy.approvals;
  const automatic = rules === 'none' || rules.length === 0 || state.alone || trainsFirst(state);
  const applies = !automatic && state.kind !== 'rollback';
  const identified = applies ? authorsOf(policy, candidate).map((author) => identify(policy, emails, author)) : [];
  const unknown = new Set(identified.flatMap((one) => one.unknown));
  return {
    automatic,
    rules: automatic ? [] : [...rules].map((rule) => ({ ...rule, from: [...rule.from] })),
    excluded: distinct([...requester(state), ...identified.flatMap((one) => one.named)]),
    unknown: [...unknown],
    extra: policy.unknownPerson === 'one-more' ? unknown.size : 0,
    ...(applies ? checklistFor(policy, new Set(rules.flatMap((rule) => rule.from))) : {}),
  };
}

/** Boxes of the groups that are asked here; left out where there are none. A rollback has no time for them. */
function checklistFor({ checklist }: LanePolicy, groups: ReadonlySet<string>): Pick<Requirements, 'checklist'> {
  const asked = Object.entries(checklist).filter(([group, boxes]) => groups.has(group) && boxes.length > 0);
  return asked.length === 0
    ? {}
    : { checklist: Object.fromEntries(asked.map(([group, boxes]) => [group, [...boxes]])) };
}

/** A quorum that nobody can reach, or an author whom policy wants to know: the card says so instead of asking for the impossible. Throws when groups could not be read: that is no verdict. */
export function approvalsVerdict(
  requirements: Requirements,
  policy: LanePolicy,
  people: Electorate,
  state: ReleaseState,
): readonly Verdict[] {
  if (requirements.automatic || asksNobody(state)) return [];
  if (requirements.unknown.length > 0 && policy.unknownPerson === 'refuse') {
    return [verdict(`nobody knows who ${quoted(requirements.unknown)} is`, 'Add them under `people:` in the policy.')];
  }
  const could = reachable(requirements, people);
  if (could.satisfied) return [];
  const groups = [...new Set(could.open.flatMap((seat) => seat.from))].join(', ');
  const unread = [...people.unread.keys()];
  if (unread.length > 0) throw new ReleaseError('slack_unreachable', { groups: unread });
  return [verdict(`${could.have} of ${could.need} approvals can be reached`, `Somebody more has to be in ${groups}.`)];
}

/** Whether approvals can be reached keeps nothing back where nobody is asked. */
function asksNobody({ kind, breakGlass, mode }: ReleaseState): boolean {
  return kind === 'rollback' || breakGlass || mode !== 'enforce';
}

function verdict(reason: string, cure: string | null): Verdict {
  return { gate: 'approvals', status: 'fail', reason, cure };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function requester({ opened }: ReleaseState): readonly Named[] {
  return opened.by.kind === 'person' ? [{ person: opened.by.id, why: 'requester' }] : [];
}

type Identified = { readonly named: readonly Named[]; readonly unknown: readonly string[] };

/** Who this author is: a person, a machine (nobody to exclude), or somebody whom nobody can name. */
function identify(policy: LanePolicy, emails: Emails, { role, identity }: Author): Identified {
  if (identity === null) return { named: [], unknown: [notLogged[role]] };
  const known = personBehind(policy, emails, identity);
  if (known === null) return { named: [], unknown: [identity] };
  return { named: known === 'machine' ? [] : [{ person: known, why: role }], unknown: [] };
}

const notLogged: Readonly<Record<Author['role'], string>> = {
  'run-author': 'the run’s author (not logged)',
  'commit-author': 'the commit’s author (not logged)',
};

function distinct(named: readonly Named[]): Named[] {
  return [...new Map(named.map((one) => [one.person, one])).values()];
}
