import { clean } from '../../../blocks/text.ts';
import { metricWords, verdictWords } from '../../release/report/evidence-words.ts';
import { followUpOf, letInWords } from '../../release/report/letting-in.ts';
import type { CourseRow, LaneReport, ReportedIncident, ReportedRelease } from '../../release/report/shape.ts';
import { actorText, sentences } from '../../release/report/texts.ts';
import type { Report } from './audit.ts';
import { csv } from './csv.ts';

/** The columns, for ever in this order: new ones come behind. */
export const columns = [
  'section',
  'environment',
  'time',
  'until',
  'version',
  'about',
  'what',
  'who',
  'words',
  'evidence',
  'entry',
] as const;
type Row = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/** A report as one table, for machines and spreadsheets; times are ISO 8601 in UTC. */
export function reportCsv({ lanes, people, proof }: Report): string {
  const rows = [
    ...lanes.flatMap(laneRows),
    ...[...people].map(([id, known]): Row => ({ section: 'person', who: id, words: known.join(', ') })),
    { section: 'proof', what: 'log', words: `${proof.entries} entries, ${proof.findings.length} findings` },
    { section: 'proof', what: 'end of the log', words: `${proof.head.seq}:${proof.head.hash}` },
    ...proof.findings.map(({ seq, words }): Row => ({ section: 'proof', what: 'finding', words, entry: String(seq) })),
  ];
  return csv(columns, rows.map(readable));
}

/** Invisible characters go, line breaks become spaces; what is empty stays empty. */
function readable(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, text]) => [column, text === '' ? '' : clean(text)]));
}

function laneRows(lane: LaneReport): readonly Row[] {
  const rows = [
    ...liveRows(lane),
    ...lane.releases.flatMap(releaseRows),
    ...lane.incidents.flatMap(incidentRows),
    ...lane.around.map((row) => courseRow('around', row.scope, row)),
  ];
  return rows.map((row) => ({ environment: lane.environment, ...row }));
}

function liveRows({ live, since, releases }: LaneReport): readonly Row[] {
  const known: Row = { section: 'live', what: 'unknown', ...(since === null ? {} : { until: time(since) }) };
  return [
    { ...known, words: 'Before this nobody can say what was live: Signalbox had not looked.' },
    ...live.map(({ version, from, until, standing, release, by }): Row => {
      const state = releases.find((one) => one.state.id === release)?.state;
      return {
        section: 'live',
        time: time(from),
        until: until === null ? '' : time(until),
        version,
        about: release ?? '',
        what: standing,
        who: actorText(state?.opened.by ?? by),
        words: state === undefined ? 'No release of Signalbox brought it.' : `Let in by ${letInWords(state)}`,
        evidence: state?.evidence?.digest ?? '',
      };
    }),
  ];
}

function releaseRows({ state, course, anchor }: ReportedRelease): readonly Row[] {
  const { id, kind, phase, opened, evidence, ended, source } = state;
  const own = { about: id, version: state.version ?? source.version, evidence: evidence?.digest ?? '' };
  const { verdicts = [], metrics = [] } = evidence?.findings ?? {};
  return [
    {
      section: 'release',
      ...own,
      time: time(opened.at),
      until: ended === null ? '' : time(ended.at),
      what: `${kind}, ${phase}`,
      who: actorText(opened.by),
      words: sentences(opened.reason, `Let in by ${letInWords(state)}`, followUpOf(state)),
    },
    ...verdicts.map(
      (verdict): Row => ({
        section: 'gate',
        ...own,
        what: verdict.gate,
        words: `${verdictWords(verdict)}: ${verdict.reason}`,
      }),
    ),
    ...metrics.map((metric): Row => ({ section: 'metric', ...own, what: metric.name, words: metricWords(metric) })),
    ...course.map((row) => courseRow('course', id, row)),
    ...(anchor === null ? [] : [{ section: 'anchor', ...own, what: 'signalbox.anchor', words: anchor }]),
  ];
}

function incidentRows({ id, state, course }: ReportedIncident): readonly Row[] {
  const { of, severity, phase, openedAt, live, endedAt, resolvedAt, acknowledged, dismissed, answered } = state;
  const until = endedAt ?? resolvedAt ?? dismissed?.at ?? null;
  return [
    {
      section: 'incident',
      about: id,
      time: time(openedAt),
      until: until === null ? '' : time(until),
      version: live?.version ?? '',
      what: `${of}, ${severity}, ${phase}`,
      who: acknowledged?.by ?? '',
      words: answered.map(({ release, how }) => `${how} ${release}`).join(', '),
    },
    ...course.map((row) => courseRow('course', id, row)),
  ];
}

function courseRow(section: string, about: string, { seq, at, by, what, words }: CourseRow): Row {
  return { section, about, time: time(at), what, who: actorText(by), words, entry: String(seq) };
}

function time(at: number): string {
  return new Date(at).toISOString();
}
