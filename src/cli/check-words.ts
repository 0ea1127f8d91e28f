import { blocks, mayBeAccepted, type Verdict } from '../release/evidence.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { pauseLine } from '../release/view-context.ts';
import { count } from '../release/view-numbers.ts';
import type { Judged } from './judged.ts';
import { lineText, refusalText } from './line-text.ts';
import { clean, moment } from './words.ts';

/** What would happen if somebody asked now, gate by gate, and who could say yes. */
export function checkLines(judged: Judged): readonly string[] {
  const { report, run, desk } = judged;
  const what = run === null ? `${clean(report.from)} v${report.version}` : `run ${clean(run)}`;
  return [
    `Check: ${clean(report.model)} ${what} → ${clean(report.environment)}. Nothing was opened.`,
    ...modeLine(report.mode),
    liveLine(report.live),
    ...(desk.past === undefined ? [] : ['The audit log was not read: set REDIS_URL to judge with it.']),
    '',
    ...table(report.verdicts.map(verdictCells)),
    ...(report.verdicts.length === 0 ? [] : ['']),
    outcome(judged),
    ...(report.open === null ? [] : [`It is open already: ${report.open.id}, ${report.open.phase}.`]),
    ...(report.wouldOpen === null || report.wouldOpen.kind === 'not-enforced'
      ? []
      : [`It would not be opened. ${refusalText(report.wouldOpen)}`]),
    ...report.pauses.map((pause) => `It would wait. ${lineText(pauseLine(pause))}`),
    ...approvalLines(judged),
  ];
}

function modeLine(mode: Judged['report']['mode']): readonly string[] {
  if (mode === 'enforce') return [];
  return [
    mode === 'advise'
      ? 'This model is only advised on: nothing would move.'
      : 'This model is only observed: nothing would move.',
  ];
}

function liveLine(live: Judged['report']['live']): string {
  if (live === null) return 'Live now: nothing';
  return `Live now: v${live.version}, ${live.standing === 'baseline' ? 'before Signalbox' : `since ${moment(live.since)}`}`;
}

function verdictCells(verdict: Verdict): readonly string[] {
  const mark = blocks(verdict) ? '✗' : verdict.mode === 'off' ? '–' : verdict.status === 'pass' ? '✓' : '•';
  const cure = verdict.cure === null || verdict.status === 'pass' ? '' : ` ${clean(verdict.cure)}`;
  return [`  ${mark} ${verdict.status}${modeOf(verdict)}`, clean(verdict.gate), `${clean(verdict.reason)}${cure}`];
}

function modeOf(verdict: Verdict): string {
  if (verdict.mode === 'warn')
    return verdict.until === undefined ? ' (warns)' : ` (warns until ${moment(verdict.until).slice(0, 10)})`;
  return mayBeAccepted(verdict) ? ' (may be accepted)' : '';
}

const widest = 48;

/** Columns under each other; the last one is as long as it is. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.min(widest, Math.max(...rows.map((row) => (row[at] ?? '').length))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function outcome({ report: { notYet, verdicts } }: Judged): string {
  if (notYet !== null) return `It cannot be judged yet. ${clean(notYet)}`;
  const kept = verdicts.filter(blocks).length;
  if (verdicts.length === 0) return 'There are no gates here.';
  return kept > 0
    ? `It would be blocked: ${kept} of ${count(verdicts.length, 'gate')} would not pass.`
    : `Nothing of ${count(verdicts.length, 'gate')} keeps it back.`;
}

function approvalLines({ report, desk }: Judged): readonly string[] {
  const written = desk.written.lane(report.model, report.environment);
  if (desk.slack === 'not-asked') return written === null ? [] : rulesAlone(written);
  if (report.requirements === null) return [];
  if (report.requirements.automatic) return ['Approvals: none are asked for.'];
  const { extra } = report.requirements;
  return [
    ...report.approvers.map(({ rule, people }) => `${ruleText(rule)}: ${people.join(', ') || 'nobody who counts'}`),
    ...(extra === 0
      ? []
      : [`${count(extra, 'more approval is', 'more approvals are')} needed: an author is not known.`]),
    ...(report.unreachable.length === 0 ? [] : [`Could not be read now: ${report.unreachable.map(clean).join(', ')}`]),
  ];
}

/** Who is in a group only Slack knows. */
function rulesAlone({ approvals }: LanePolicy): readonly string[] {
  if (approvals === 'none') return ['Approvals: none are asked for.'];
  return [...approvals.map(ruleText), 'Set SLACK_BOT_TOKEN to see who could approve.'];
}

function ruleText({ from, min, required }: { from: readonly string[]; min: number; required: boolean }): string {
  return `Needs ${min} of ${from.map(clean).join(' or ')}${required ? ' (required)' : ''}`;
}
