import { openVerdicts } from './acceptance.ts';
import { blocks, type Verdict, type VerdictStatus } from './evidence.ts';
import type { Excluded } from './lane-policy.ts';
import { quorum, type Seat } from './quorum.ts';
import type { Acceptance, ReleaseState } from './state.ts';
import { nobodyAskedLine, nobodyAskedWord } from './view-how.ts';
import { count } from './view-numbers.ts';
import type { GatesView } from './view-shape.ts';
import { anyOf, code, date, few, type Line, line, outside, person } from './view-words.ts';

type Evidence = NonNullable<ReleaseState['evidence']>;

const mostOpen = 6;
const mostBesides = 6;

const statusWords: Record<VerdictStatus, string | null> = {
  pass: null,
  fail: null,
  'no-champion': null,
  missing: 'missing',
  'not-logged-yet': 'not logged yet',
  nan: 'not a number',
  'not-comparable': 'not comparable',
  'cannot-tell': 'cannot tell',
  off: null,
};

/** What the gates said: what keeps the version back in full, what does not although it did not pass, what passed by name. */
export function gatesView({ evidence, accepted }: Pick<ReleaseState, 'evidence' | 'accepted'>): GatesView {
  const verdicts = evidence?.findings.verdicts ?? [];
  const open = evidence === null ? [] : openVerdicts(evidence.findings, accepted);
  return {
    total: verdicts.filter((verdict) => verdict.mode !== 'off').length,
    open: open.slice(0, mostOpen).map(gate),
    moreOpen: Math.max(0, open.length - mostOpen),
    passed: verdicts.filter((verdict) => verdict.mode !== 'off' && !stopsAnybody(verdict)).map(named),
    besides: besidesOf(
      verdicts.filter((verdict) => !open.includes(verdict)),
      accepted,
    ),
  };
}

/** Whether it would hold the version, were the gate not to warn only. */
function stopsAnybody({ status }: Verdict): boolean {
  return blocks({ status });
}

function named({ gate }: Verdict): string {
  return gate;
}

function gate({ gate, status, reason, cure }: Verdict): GatesView['open'][number] {
  return { gate, word: statusWords[status], reason, cure };
}

/** Warnings print when they end also while they pass: from then on the gate blocks. */
function besidesOf(verdicts: readonly Verdict[], accepted: readonly Acceptance[]): readonly Line[] {
  const lines = [
    ...verdicts
      .filter((verdict) => verdict.mode === undefined && stopsAnybody(verdict))
      .map((one) => acceptedLine(one, accepted)),
    ...verdicts.filter(({ mode }) => mode === 'warn').map(warningLine),
    ...verdicts
      .filter(({ mode }) => mode === 'off')
      .map(({ gate, reason }) => line(code(gate, 50), ' is off: ', outside(reason, 160))),
  ];
  const rest = lines.length - mostBesides;
  return rest > 0 ? [...lines.slice(0, mostBesides), line(`and ${rest} more in Evidence`)] : lines;
}

function acceptedLine({ gate, status, reason }: Verdict, accepted: readonly Acceptance[]): Line {
  const by = accepted.find(({ gates }) => gates.includes(gate));
  const what = line(code(gate, 50), `: ${statusWords[status] ?? 'not passed'}. `, outside(reason, 160));
  return by === undefined
    ? what
    : line(what, '\n   Accepted by ', person(by.person), ': “', outside(by.reason, 160), '”');
}

function warningLine(verdict: Verdict): Line {
  const { gate, reason, until } = verdict;
  const end = until === undefined ? ' only warns' : line(' warns until ', date(until, 'day'));
  return line(code(gate, 50), end, stopsAnybody(verdict) ? line(': ', outside(reason, 160)) : ', and passes');
}

/** "0 of 2 approvals", or that none are asked for. */
export function approvalCount(state: ReleaseState): string {
  if (state.evidence === null) return 'not counted yet';
  const nobody = nobodyAskedWord(state);
  if (nobody !== null) return nobody;
  if (state.evidence.requirements.automatic) return 'automatic';
  if (onCallAlone(state)) return byRule(state) ? 'automatic' : 'on-call alone';
  const { have, need } = quorum(state.evidence.requirements, state.approvals);
  return `${have} of ${need} ${need === 1 ? 'approval' : 'approvals'}`;
}

/** Who said yes and when, what is still needed and from whom, who cannot count and why. */
export function approvalLines(state: ReleaseState): readonly Line[] {
  const { evidence } = state;
  if (evidence === null) return [];
  const nobody = nobodyAskedLine(state);
  if (nobody !== null) return [nobody];
  if (evidence.requirements.automatic) return [line('Approvals: automatic, the policy asks for none.')];
  if (onCallAlone(state))
    return [line(byRule(state) ? returns : 'On-call alone may roll back to the last version that was trusted here.')];
  return [tally(state, evidence), ...saidYes(state), ...cannotCount(evidence), ...unknown(evidence)];
}

const returns = 'The policy lets it go back by itself to the last version that was trusted here.';

function byRule({ opened }: ReleaseState): boolean {
  return opened.by.kind !== 'person';
}

function onCallAlone(state: ReleaseState): boolean {
  return state.kind === 'rollback' && state.alone;
}

function tally(state: ReleaseState, { requirements }: Evidence): Line {
  const { open } = quorum(requirements, state.approvals);
  const needed = grouped(open).map(({ from, seats }) => line(`${seats} of `, anyOf(from)));
  return line(approvalCount(state), needed.length === 0 ? '' : line('; needed: ', few(needed, 3)));
}

function grouped(open: readonly Seat[]): readonly { readonly from: readonly string[]; readonly seats: number }[] {
  const seats = new Map<string, { from: readonly string[]; seats: number }>();
  for (const { from } of open) {
    const key = from.join('\n');
    seats.set(key, { from, seats: (seats.get(key)?.seats ?? 0) + 1 });
  }
  return [...seats.values()];
}

function saidYes({ approvals }: ReleaseState): readonly Line[] {
  const shown = approvals
    .slice(0, 6)
    .map(({ person: id, at, groups, note, checked }) =>
      line(
        '✓ ',
        person(id),
        groups.length === 0 ? '' : line(' for ', anyOf(groups.slice(0, 2))),
        ', ',
        date(at),
        checked.length === 0 ? '' : `, ${checked.length} of ${count(checked.length, 'box', 'boxes')}`,
        note === null ? '' : line(': ', outside(note, 120)),
      ),
    );
  return approvals.length > 6 ? [...shown, line(`and ${approvals.length - 6} more`)] : shown;
}

const why: Record<Excluded, string> = {
  requester: 'asked for it',
  'run-author': 'ran the training',
  'commit-author': 'wrote the commit',
};

function cannotCount({ requirements: { excluded } }: Evidence): readonly Line[] {
  if (excluded.length === 0) return [];
  return [
    line(
      'Cannot count: ',
      few(
        excluded.map((one) => line(person(one.person), ` (${why[one.why]})`)),
        4,
      ),
    ),
  ];
}

function unknown({ requirements: { unknown: identities, extra } }: Evidence): readonly Line[] {
  if (identities.length === 0) return [];
  const names = few(
    identities.map((name) => line('“', outside(name, 40), '”')),
    3,
  );
  const cost = extra === 1 ? 'one more approval is' : `${extra} more approvals are`;
  return [line('Nobody knows who ', names, ' is', extra === 0 ? '.' : `, so ${cost} needed.`)];
}
