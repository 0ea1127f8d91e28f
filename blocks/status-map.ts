import type { PolicyMode } from '../src/release/lane-policy.ts';
import type { Brought, LaneState, LiveVersion, Pause } from '../src/release/lane-state.ts';
import { pauseReason } from '../src/release/pause-words.ts';
import { hasAlerts, hasFailed } from '../src/release/status-rank.ts';
import { count } from '../src/release/view-numbers.ts';
import {
  code,
  date,
  few,
  joined,
  type Line,
  line,
  outside,
  person,
  strong,
  v,
  who,
} from '../src/release/view-words.ts';
import { healthNote } from './health-lines.ts';

/** One model in one environment, as the map draws it. */
export interface Station {
  readonly environment: string;
  readonly lane: LaneState;
  readonly pauses: readonly Pause[];
  readonly mode: PolicyMode;
}

/** How an environment that is not enforced is called. */
export const modes: Record<PolicyMode, string | null> = {
  enforce: null,
  advise: 'advised on',
  observe: 'observed',
};

/** The path as a row of stations: `● dev v3 ─ ◐ staging v14 ─ ○ production`. */
export function stations(all: readonly Station[]): Line {
  const row = all.map(({ environment, lane, ...rest }) =>
    line(
      `${signOf({ environment, lane, ...rest })} `,
      outside(environment, 20),
      lane.live === null ? '' : ` ${v(lane.live.version)}`,
    ),
  );
  return joined(row, ' ─ ');
}

/** One environment of the map in a line: its sign, what is live, of which commit, since when, by whom, and what is the matter. */
export function stationLine(station: Station): Line {
  const { environment, lane } = station;
  const notes = notesOf(station);
  return line(
    `  ${signOf(station)} `,
    outside(environment, 24),
    ' ',
    strong(liveWords(lane)),
    commitPart(lane),
    sincePart(lane.live),
    byPart(lane),
    notes.length === 0 ? '' : line(' (', joined(notes), ')'),
  );
}

/** What is live there in a word. */
export function liveWords({ live, since }: LaneState): string {
  if (live !== null) return v(live.version);
  return since === null ? 'not known yet' : 'nothing live';
}

/** Of which commit what is live is, where the log knows. */
export function commitPart(lane: LaneState): Line {
  const commit = broughtHere(lane)?.commit ?? null;
  return commit === null ? [] : line(' ', code(commit.slice(0, 7), 7));
}

function broughtHere({ live, brought }: LaneState): Brought | null {
  return live?.release != null && live.release === brought?.release ? brought : null;
}

/** By whose word it came. */
export function byPart(lane: LaneState): Line {
  const brought = broughtHere(lane);
  if (brought === null) return [];
  const people = few(
    brought.people.map((id) => [person(id)]),
    2,
  );
  const words = {
    approvals: line(', by ', people),
    automatic: line(', by its gates'),
    'on-call': line(', by on-call ', people),
    return: line(', back by itself'),
    'break-glass': line(', by break-glass ', people),
    unknown: [],
  };
  return words[brought.letIn];
}

function sincePart(live: LiveVersion | null): Line {
  return live === null || live.standing === 'baseline' ? [] : line(' since ', date(live.since, 'day'));
}

/** ▲ somebody is needed, ‖ paused, ◐ being watched, ● live, ○ nothing is. */
function signOf({ lane, pauses }: Station): string {
  if (hasFailed(lane) || hasAlerts(lane) || lane.live?.standing === 'outside') return '▲';
  if (pauses.length > 0) return '‖';
  if (lane.live === null) return '○';
  return lane.live.standing === 'watching' ? '◐' : '●';
}

const standings: Record<LiveVersion['standing'], string | null> = {
  watching: 'being watched',
  verified: null,
  baseline: 'before Signalbox',
  outside: 'not reviewed',
};

function notesOf({ lane, pauses, mode }: Station): readonly Line[] {
  const { live, rehearsed } = lane;
  const words = [
    modes[mode],
    live === null ? null : standings[live.standing],
    healthNote(lane),
    hasFailed(lane) ? 'failed' : lane.holder === null ? null : 'releasing',
    lane.open.length > 0 ? `${lane.open.length} open` : null,
    lane.followUps.length > 0 ? `${count(lane.followUps.length, 'review')} owed` : null,
    rehearsed !== null && rehearsed.failed.length > 0 ? 'rehearsal failed' : null,
  ].flatMap((word) => (word === null ? [] : [line(word)]));
  return [...words, ...rehearsedNote(rehearsed), ...pauses.slice(0, 1).map(pausedNote)];
}

function rehearsedNote(rehearsed: LaneState['rehearsed']): readonly Line[] {
  return rehearsed === null || rehearsed.failed.length > 0 ? [] : [line('rehearsed ', date(rehearsed.at, 'day'))];
}

/** "paused by Kim until Mon 08:00: stock-taking". */
function pausedNote(pause: Pause): Line {
  const { by, until } = pause;
  return line(
    'paused',
    by.kind === 'person' ? line(' by ', who(by)) : '',
    until === null ? '' : line(' until ', date(until)),
    ': ',
    outside(pauseReason(pause), 60),
  );
}
