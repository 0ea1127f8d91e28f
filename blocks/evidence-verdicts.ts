import { openVerdicts } from '../src/release/acceptance.ts';
import { blocks, type Verdict, type VerdictStatus } from '../src/release/evidence.ts';
import type { Acceptance, ReleaseState } from '../src/release/state.ts';
import { code, date, type Line, line, outside, person } from '../src/release/view-words.ts';
import type { Part } from './parts.ts';

const words: Record<VerdictStatus, string> = {
  pass: '',
  fail: 'failed: ',
  missing: 'missing: ',
  'not-logged-yet': 'not logged yet: ',
  nan: 'not a number: ',
  'no-champion': 'nothing to compare with: ',
  'not-comparable': 'not comparable: ',
  'cannot-tell': 'cannot tell: ',
  off: 'off: ',
};

/** Every gate with its words and its mode, and who let pass what could not be told. */
export function verdictParts({ evidence, accepted }: ReleaseState): readonly Part[] {
  const verdicts = evidence?.findings.verdicts ?? [];
  if (verdicts.length === 0) return [{ heading: 'Gates', lines: [line('No gates here.')] }];
  const open = evidence === null ? [] : openVerdicts(evidence.findings, accepted);
  const rank = (one: Verdict): Rank => (open.includes(one) ? 0 : blocks({ status: one.status }) ? 1 : 2);
  const ranked = verdicts.toSorted((a, b) => rank(a) - rank(b));
  return [
    { heading: `Gates: ${verdicts.length}`, lines: ranked.map((one) => verdictLine(one, rank(one))) },
    ...(accepted.length === 0 ? [] : [{ heading: 'Accepted', lines: accepted.map(acceptedLine) }]),
  ];
}

/** What keeps it back stands first, then what did not pass and holds nothing, what passed last. */
type Rank = 0 | 1 | 2;

function verdictLine(verdict: Verdict, rank: Rank): Line {
  const { gate, status, reason, cure } = verdict;
  const mark = { 0: '✗ ', 1: '⚠ ', 2: verdict.mode === 'off' ? '– ' : '✓ ' }[rank];
  return line(
    mark,
    code(gate, 60),
    `: ${words[status]}`,
    outside(reason, 300),
    cure === null || status === 'pass' ? '' : line(' ', outside(cure, 200)),
    modeWords(verdict),
    rank === 1 && verdict.mode === undefined ? ' (accepted)' : '',
  );
}

function modeWords({ mode, until }: Verdict): Line {
  if (mode !== 'warn') return [];
  return until === undefined ? line(' (warns)') : line(' (warns until ', date(until, 'day'), ')');
}

function acceptedLine({ person: who, at, gates, reason }: Acceptance): Line {
  return line(person(who), ', ', date(at), ', ', outside(gates.join(', '), 300), ': “', outside(reason, 500), '”');
}
