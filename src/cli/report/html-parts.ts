import { metricWords, verdictWords } from '../../release/report/evidence-words.ts';
import { followUpOf, letInWords } from '../../release/report/letting-in.ts';
import type { CourseRow, ReportedIncident, ReportedRelease } from '../../release/report/shape.ts';
import { actorText, momentText } from '../../release/report/texts.ts';
import { element, type Html, table } from './html.ts';

/** What happened, line by line; nothing where nothing did. */
export function courseTable(caption: string, course: readonly CourseRow[]): readonly Html[] {
  const scoped = course.some(({ scope }) => scope !== '');
  const rows = course.map(({ seq, at, by, scope, words }) => [
    momentText(at),
    ...(scoped ? [scope] : []),
    actorText(by),
    words,
    String(seq),
  ]);
  return table(caption, ['When', ...(scoped ? ['Of'] : []), 'Who', 'What', 'Entry'], rows);
}

/** One release: who asked, who let it in, on what evidence, and all that happened. */
export function releasePart({ state, course, anchor }: ReportedRelease): readonly Html[] {
  const { id, kind, phase, opened, evidence, source, environment, version } = state;
  const findings = evidence?.findings;
  const more =
    findings === undefined || findings.moreMetrics === 0 ? '' : `, and ${findings.moreMetrics} more in the evidence`;
  const shown =
    version === null || version === source.version
      ? `v${source.version}`
      : `v${version} (${source.environment} v${source.version})`;
  return [
    element('h3', { id }, `${id}: ${kind} of ${shown} to ${environment}, ${phase}`),
    facts([
      ['Asked by', `${actorText(opened.by)}, ${momentText(opened.at)}`],
      ['Because', opened.reason],
      ['Let in by', letInWords(state)],
      ['Acted alone', followUpOf(state)],
      ['Evidence', evidence?.digest ?? null],
      ['Commit', findings?.commit ?? null],
      ['What changed', findings === undefined || findings.changes.length === 0 ? null : findings.changes.join('; ')],
      ['Anchor in the registry', anchor],
    ]),
    ...table(
      `Gates of ${id}`,
      ['Gate', 'Outcome', 'Why'],
      (findings?.verdicts ?? []).map((verdict) => [verdict.gate, verdictWords(verdict), verdict.reason]),
    ),
    ...table(
      `Metrics of ${id}${more}`,
      ['Metric', 'Value'],
      (findings?.metrics ?? []).map((metric) => [metric.name, metricWords(metric)]),
    ),
    ...courseTable(`What happened to ${id}`, course),
  ];
}

/** One incident: what it was about, who saw it, and how it ended. */
export function incidentPart({ id, state, course }: ReportedIncident): readonly Html[] {
  const { of, severity, phase, openedAt, live, acknowledged, answered, resolvedAt, endedAt, dismissed } = state;
  return [
    element('h3', { id }, `${id}: ${of}, ${severity}, ${phase}`),
    facts([
      ['Opened', momentText(openedAt)],
      ['Live then', live === null ? 'nothing' : `v${live.version}${live.release === null ? '' : ` (${live.release})`}`],
      ['Acknowledged', acknowledged === null ? 'by nobody' : `${acknowledged.by}, ${momentText(acknowledged.at)}`],
      [
        'Answered by',
        answered.length === 0 ? 'nothing' : answered.map(({ release, how }) => `${how} ${release}`).join(', '),
      ],
      ['Resolved', resolvedAt === null ? null : momentText(resolvedAt)],
      ['Not a problem', dismissed === null ? null : `${actorText(dismissed.by)}: ${dismissed.reason}`],
      ['Over', endedAt === null ? null : momentText(endedAt)],
    ]),
    ...courseTable(`What happened in ${id}`, course),
  ];
}

function facts(pairs: readonly (readonly [string, string | null])[]): Html {
  const told = pairs.flatMap(([name, words]) =>
    words === null ? [] : [element('dt', {}, name), element('dd', {}, words)],
  );
  return element('dl', {}, ...told);
}
