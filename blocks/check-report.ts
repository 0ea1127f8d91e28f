import type { CheckReport } from '../src/release/check-report.ts';
import { blocks, mayBeAccepted, type Verdict } from '../src/release/evidence.ts';
import { pauseLine } from '../src/release/view-context.ts';
import { count } from '../src/release/view-numbers.ts';
import { anyOf, code, date, few, type Line, line, outside, person, strong, v } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import { someOf } from './findings.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';
import { refusalWords } from './refusals.ts';

/** What would happen if somebody asked for this version now, gate by gate, and who could say yes. */
export function checkMessage(report: CheckReport, people: People): Message {
  return listMessage(
    {
      title: line(
        strong('Check: '),
        outside(report.model, 60),
        ' ',
        report.from === report.environment ? '' : line(outside(report.from, 30), ' '),
        `${v(report.version)} → `,
        outside(report.environment, 40),
        '. Nothing was opened.',
      ),
      items: [
        ...outcome(report),
        liveLine(report),
        ...gateLines(report.verdicts),
        ...changeLines(report),
        ...approvalLines(report),
        ...report.pauses.map((pause) => line('It would wait. ', pauseLine(pause))),
      ],
      rest: (more) => line(`and ${count(more, 'more line')}: signalbox check prints all`),
    },
    people,
  );
}

const modeWords = {
  enforce: null,
  advise: 'This model is advised on: a card would say what the gates say, and nothing would move.',
  observe: 'This model is observed: it would be noted, and nothing would move.',
} as const;

function outcome({ wouldOpen, notYet, verdicts, requirements, mode, open }: CheckReport): readonly Line[] {
  const words = modeWords[mode];
  const kept = verdicts.filter(blocks).length;
  return [
    ...(words === null ? [] : [line(words)]),
    ...(open === null ? [] : [line(`It is open already: ${open.id} ${phaseWords[open.phase]}.`)]),
    ...(wouldOpen === null || wouldOpen.kind === 'not-enforced'
      ? []
      : [line(strong('It would not be opened. '), refusalWords(wouldOpen))]),
    ...(notYet === null ? [] : [line(strong('It cannot be judged yet. '), outside(notYet, 240))]),
    ...(requirements === null ? [] : [line(strong(next(kept, verdicts.length, requirements.automatic)))]),
  ];
}

function next(kept: number, total: number, automatic: boolean): string {
  if (kept > 0) return `It would be blocked: ${kept} of ${count(total, 'gate')} would not pass.`;
  const passed = total === 0 ? 'No gates here.' : `Nothing of ${count(total, 'gate')} keeps it back.`;
  return `${passed} ${automatic ? 'It would go live by itself.' : 'It would go to review.'}`;
}

function liveLine({ live }: CheckReport): Line {
  if (live === null) return line('Live now: nothing');
  const since = live.standing === 'baseline' ? ', before Signalbox' : line(', since ', date(live.since));
  return line(`Live now: ${v(live.version)}`, since);
}

function gateLines(verdicts: readonly Verdict[]): readonly Line[] {
  const passed = verdicts.filter(isFine);
  const names = passed.map(({ gate }) => gate);
  return [
    ...verdicts.filter((one) => !isFine(one)).map(gateLine),
    ...(names.length === 0 ? [] : [line(strong(`${names.length} passed: `), outside(someOf(names, 400), 420))]),
  ];
}

/** Passed without a word: neither keeps it back, nor warns, nor is switched off. */
function isFine(verdict: Verdict): boolean {
  const quiet = verdict.status === 'pass' || verdict.status === 'no-champion';
  return !blocks(verdict) && quiet;
}

function gateLine(verdict: Verdict): Line {
  const { gate, reason, cure } = verdict;
  return line(
    blocks(verdict) ? '✗ ' : verdict.mode === 'off' ? '– ' : '⚠ ',
    code(gate, 50),
    ': ',
    outside(reason, 200),
    cure === null ? '' : line(' ', outside(cure, 160)),
    ...modeOf(verdict),
  );
}

function modeOf(verdict: Verdict): readonly (string | Line)[] {
  if (verdict.mode === 'off') return [' (switched off)'];
  if (verdict.mode === 'warn')
    return verdict.until === undefined ? [' (warns)'] : [line(' (warns until ', date(verdict.until, 'day'), ')')];
  return mayBeAccepted(verdict) ? [' (may be accepted with a reason)'] : [];
}

function changeLines({ findings }: CheckReport): readonly Line[] {
  const changes = findings?.changes ?? [];
  if (changes.length === 0) return [];
  return [
    line(
      strong('Changed: '),
      few(
        changes.map((change) => [outside(change, 80)]),
        8,
      ),
    ),
  ];
}

function approvalLines({ requirements, approvers, unreachable }: CheckReport): readonly Line[] {
  if (requirements === null) return [];
  if (requirements.automatic) return [line('Approvals: none are asked for.')];
  const boxes = Object.entries(requirements.checklist ?? {});
  return [
    ...approvers.map(({ rule, people }) =>
      line(
        strong('Needs '),
        `${rule.min} of `,
        anyOf(rule.from),
        rule.required ? ' (required)' : '',
        people.length === 0
          ? ': nobody who counts'
          : line(
              ': ',
              few(
                people.map((id) => [person(id)]),
                8,
              ),
            ),
      ),
    ),
    ...(requirements.extra === 0
      ? []
      : [
          line(
            `${count(requirements.extra, 'more approval is', 'more approvals are')} needed: an author is not known.`,
          ),
        ]),
    ...boxes.map(([group, all]) => line(`${count(all.length, 'box', 'boxes')} to tick for `, anyOf([group]))),
    ...(unreachable.length === 0 ? [] : [line('Could not be read now: ', anyOf(unreachable))]),
  ];
}
