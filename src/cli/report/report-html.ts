import { followUpOf, letInWords } from '../../release/report/letting-in.ts';
import { type LaneReport, type LivePeriod, standings } from '../../release/report/shape.ts';
import { actorText, momentText } from '../../release/report/texts.ts';
import type { Report } from './audit.ts';
import { element, type Html, page, table } from './html.ts';
import { courseTable, incidentPart, releasePart } from './html-parts.ts';
import { proofPart } from './html-proof.ts';
import { style } from './style.ts';

/** A report as one page that stands alone: read it in any browser, or print it. */
export function reportHtml(report: Report): string {
  const { model, span, lanes, people, proof } = report;
  const title = `What was live: ${model}`;
  const when = `From ${momentText(span.from)} to ${momentText(span.to)}. Everything is told as it stood at the end of that time; all times are UTC.`;
  return page(
    title,
    style,
    element('header', {}, element('h1', {}, title), element('p', {}, when)),
    contents(lanes),
    element('main', {}, ...lanes.flatMap(lanePart), ...peoplePart(people), ...proofPart(lanes, proof)),
  );
}

function contents(lanes: readonly LaneReport[]): Html {
  const links = [
    ...lanes.map(({ environment }, at) => [`#lane-${at}`, environment] as const),
    ['#people', 'People'] as const,
    ['#proof', 'Proof'] as const,
  ];
  const items = links.map(([href, words]) => element('li', {}, element('a', { href }, words)));
  return element('nav', { 'aria-label': 'Contents' }, element('ul', {}, ...items));
}

function lanePart(lane: LaneReport, at: number): readonly Html[] {
  const { model, environment, since, releases, incidents, around } = lane;
  return [
    element('h2', { id: `lane-${at}` }, `${model} in ${environment}`),
    element('p', { class: 'soft' }, sinceWords(since)),
    ...liveTable(lane),
    ...aloneTable(lane),
    ...courseTable('Pauses, moves from outside, and the policy', around),
    ...(releases.length === 0 ? [element('p', {}, 'Nobody asked for a release in this time.')] : []),
    ...releases.flatMap(releasePart),
    ...(incidents.length === 0 ? [element('p', {}, 'No incident in this time.')] : []),
    ...incidents.flatMap(incidentPart),
  ];
}

function sinceWords(since: number | null): string {
  return since === null
    ? 'Signalbox had not looked here: what was live is unknown.'
    : `Signalbox first looked here on ${momentText(since)}. What was live before is unknown.`;
}

function liveTable({ live, releases }: LaneReport): readonly Html[] {
  const row = ({ version, from, until, standing, release, by }: LivePeriod): readonly string[] => {
    const state = releases.find((one) => one.state.id === release)?.state;
    return [
      `v${version}`,
      momentText(from),
      until === null ? 'still live' : momentText(until),
      standings[standing],
      release ?? 'none',
      actorText(state?.opened.by ?? by),
      state === undefined ? 'nobody: no release brought it' : letInWords(state),
    ];
  };
  const headings = ['Version', 'Live from', 'Until', 'How it stands', 'Release', 'Asked by', 'Let in by'];
  return table('What was live', headings, live.map(row));
}

/** Where one person was enough: what an auditor looks at first. */
function aloneTable({ releases }: LaneReport): readonly Html[] {
  const alone = releases.filter(({ state }) => state.breakGlass || state.followUp !== null);
  const rows = alone.map(({ state }) => [
    momentText(state.opened.at),
    state.id,
    letInWords(state),
    state.opened.reason ?? '',
    followUpOf(state) ?? 'no follow-up was asked for',
  ]);
  return table('One person acted alone', ['When', 'Release', 'Let in by', 'Because', 'Looked at afterwards'], rows);
}

function peoplePart(people: Report['people']): readonly Html[] {
  const rows = [...people].map(([id, known]) => [
    id,
    known.length === 0 ? 'not named in the policy' : known.join(', '),
  ]);
  const caption = 'Who stands behind an id, as the active policy says it';
  return [element('h2', { id: 'people' }, 'People'), ...table(caption, ['Slack id', 'Known as'], rows)];
}
