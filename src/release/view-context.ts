import type { Pause } from './lane-state.ts';
import { pauseReason, pausesOn } from './pause-words.ts';
import { isForReview } from './plan.ts';
import type { ReleaseState } from './state.ts';
import { replaced } from './view-facts.ts';
import { lasted } from './view-numbers.ts';
import { rolledBackBefore } from './view-rolled-back.ts';
import type { Around } from './view-shape.ts';
import { date, few, type Line, line, outside, person, phrase, strong, subject, v, who } from './view-words.ts';

const open: readonly ReleaseState['phase'][] = ['gathering', 'blocked', 'review', 'approved'];

/** Who asked and when, what it replaces, until when it stands. */
export function factLines(state: ReleaseState, around: Around): readonly Line[] {
  const { opened } = state;
  const asked = opened.by.kind === 'person' ? 'Asked by ' : 'Opened by ';
  return [
    line(asked, who(opened.by), ...through(opened.via), ', ', date(opened.at)),
    ...versionLine(state),
    ...askedLines(state),
    ...(open.includes(state.phase) ? [replaces(state, around), line('Expires ', date(state.expiresAt))] : []),
    ...(state.live === null || state.phase === 'rolled-back' ? [] : cameLive(state)),
  ];
}

/** A person answers for it, also where a machine typed it. */
function through(via: string | null): readonly Line[] {
  return via === null ? [] : [line(' through ', outside(via, 20))];
}

function versionLine(state: ReleaseState): readonly Line[] {
  const words = subject(state, 40);
  return state.version === null || words.length === 1 ? [] : [line('Version: ', words)];
}

/** What was asked for in other words than a version, and what of the usual way was left out. */
function askedLines(state: ReleaseState): readonly Line[] {
  const { opened, breakGlass, evidence } = state;
  const { asked, neverLiveIn } = opened;
  const commit = evidence?.findings.commit?.slice(0, 7) ?? null;
  const never = neverLiveIn === null ? [] : outside(neverLiveIn, 40);
  const named = commit === null || asked?.startsWith(commit) ? '' : line(' (commit ', outside(commit, 7), ')');
  return [
    asked === null ? [] : line('Asked for at ', outside(asked, 40), named),
    ...trainingLine(state, commit),
    neverLiveIn === null ? [] : breakGlass ? line('Skipped ', never) : line('Was never live in ', never),
  ].filter((words) => words.length > 0);
}

function trainingLine(state: ReleaseState, commit: string | null): readonly Line[] {
  const { training, source, opened } = state;
  if (training === null) return [];
  if (training === 'reuse')
    return [line(`Reuses ${v(source.version)}: nothing is trained, because `, phrase(opened.reason ?? '', 160))];
  if (isForReview(state)) return [line(`Trains the commit of ${v(source.version)} once more, on today’s data`)];
  return [
    line(`Trains the commit of ${v(source.version)} once more`, commit === null ? '' : line(', ', outside(commit, 7))),
  ];
}

function replaces(state: ReleaseState, around: Around): Line {
  if (state.kind === 'adoption') return adopts(state);
  const from = replaced(state, around);
  if (from === null) return line('Nothing is live there yet');
  const { live } = around.lane;
  const known = live?.version === from && live.standing !== 'baseline';
  return line(`Replaces ${v(from)}`, known ? line(', live since ', date(live.since, 'day')) : '');
}

/** Nothing is moved: what was live before the move is what it is compared with. */
function adopts({ source, evidence }: ReleaseState): Line {
  const live = `${v(source.version)} is live, not reviewed`;
  if (evidence === null) return line(live);
  return line(
    live,
    evidence.champion === null ? '; nothing was live before it' : `; before it was ${v(evidence.champion)}`,
  );
}

function cameLive({ live, execution }: ReleaseState): readonly Line[] {
  const people = (execution?.approvedBy ?? []).map((id) => [person(id)]);
  const approved = people.length === 0 ? [] : line('Approved by ', few(people, 5));
  const from = live?.replaced == null ? [] : line(`Replaced ${v(live.replaced)}`, lived(live));
  return [from, approved].filter((words) => words.length > 0);
}

function lived({ at, replacedSince }: NonNullable<ReleaseState['live']>): string {
  return replacedSince === null ? '' : `, which was live for ${lasted(at - replacedSince)}`;
}

const goesOut: readonly ReleaseState['phase'][] = ['executing', 'failed', 'watching'];

/** What a reader should know before deciding. */
export function warningLines(state: ReleaseState, around: Around): readonly Line[] {
  // One that starts by itself is first seen while it goes out, or is live already.
  if (goesOut.includes(state.phase)) return rolledBackBefore(state, around);
  if (!open.includes(state.phase)) return [];
  return [
    ...rolledBackBefore(state, around),
    ...(state.newer === null ? [] : [line(`${v(state.newer.version)} is ready too and has its own card.`)]),
    ...(state.waiting === null ? shownPauses(state, around).map((pause) => pauseLine(pause)) : []),
    ...voided(state),
    ...(around.notice === null ? [] : [line(outside(around.notice, 240))]),
  ];
}

/** An adoption is about the very move that paused the lane. */
function shownPauses(state: ReleaseState, { pauses }: Around): readonly Pause[] {
  return (state.kind === 'adoption' ? pausesOn(state, pauses) : pauses).slice(0, 2);
}

function voided({ voided: all, approvals, phase }: ReleaseState): readonly Line[] {
  const last = all.at(-1);
  if (
    last === undefined ||
    last.cause === 'trained-for-review' ||
    phase === 'approved' ||
    approvals.some((one) => one.at > last.at)
  )
    return [];
  return [
    line(
      'Approvals given before ',
      date(last.at),
      ' no longer count: ',
      outside(last.changes.slice(0, 4).join('; '), 300),
    ),
  ];
}

/** "Paused by Kim until …: why". */
export function pauseLine(pause: Pause): Line {
  const { by, until } = pause;
  return line(
    strong('Paused'),
    by.kind === 'person' ? line(' by ', who(by)) : '',
    until === null ? ' until someone resumes' : line(' until ', date(until)),
    ' (',
    outside(pauseReason(pause), 200),
    ')',
  );
}
