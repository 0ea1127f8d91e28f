import { blocks } from './evidence.ts';
import type { Version } from './ids.ts';
import type { Severity, SignalKind } from './incident/signal.ts';
import { kindWords } from './incident/view-numbers.ts';
import type { Post } from './posts-shape.ts';
import type { ReleaseState } from './state.ts';
import { count, lasted } from './view-numbers.ts';
import { code, date, few, joined, type Line, line, outside, strong, v } from './view-words.ts';

/** A champion that somebody moved. */
export interface Move {
  readonly from: Version | null;
  readonly to: Version | null;
  readonly at: number;
}

/** What happened to one observed model in one environment. */
export interface Observed {
  readonly model: string;
  readonly environment: string;
  /** Versions that came, oldest first. */
  readonly came: readonly ReleaseState[];
  readonly moves: readonly Move[];
  /** Alerts that began or were over, oldest first. */
  readonly alerts: readonly Alert[];
}

/** What was wrong with what is live: since when, and until when; null while it goes on. */
export interface Alert {
  readonly of: SignalKind;
  readonly severity: Severity;
  readonly since: number;
  readonly until: number | null;
}

const mostLanes = 20;
const mostEach = 5;
const longestGate = 50;

/** The one post a day about what is observed in a channel; null when there is nothing to say. `key` keeps it to one. */
export function dailyPost(key: string, observed: readonly Observed[], until: number): Post | null {
  const busy = observed.filter(({ came, moves, alerts }) => came.length + moves.length + alerts.length > 0);
  if (busy.length === 0) return null;
  const headline = line(
    strong('Observed until '),
    date(until),
    `: ${count(busy.length, 'model')} moved, got versions or had alerts.`,
  );
  const rest = busy.length - mostLanes;
  const lines = [
    headline,
    ...busy.slice(0, mostLanes).map(laneLine),
    ...(rest > 0 ? [line(`and ${rest} more: ask for status.`)] : []),
    line('Signalbox only keeps the record of these models. Nothing waits for you.'),
  ];
  return { key, place: 'channel', push: headline, content: { kind: 'line', line: { lines, steps: [] } }, mentions: [] };
}

function laneLine({ model, environment, came, moves, alerts }: Observed): Line {
  const parts = [
    ...came.slice(0, mostEach).map(cameLine),
    ...(came.length > mostEach ? [line(`${came.length - mostEach} versions more`)] : []),
    ...moves.slice(-mostEach).map((move) => moveLine(move, came)),
    ...alerts.slice(-mostEach).map(alertLine),
    ...(alerts.length > mostEach ? [line(`${alerts.length - mostEach} alerts more`)] : []),
  ];
  return line('· ', outside(model, 40), ' in ', outside(environment, 40), ': ', joined(parts, '; '), '.');
}

function cameLine({ source, evidence }: ReleaseState): Line {
  const came = `${v(source.version)} came`;
  if (evidence === null) return line(came, ', not judged yet');
  const { verdicts } = evidence.findings;
  if (verdicts.length === 0) return line(came, ', no gates to judge it');
  const failed = verdicts.filter(blocks).map(({ gate }) => [code(gate, longestGate)]);
  const passed = verdicts.length - failed.length;
  return line(
    came,
    `, ${passed} of ${count(verdicts.length, 'gate')} passed`,
    failed.length === 0 ? '' : line(' (not: ', few(failed, 3), ')'),
  );
}

function alertLine({ of, severity, since, until }: Alert): Line {
  const lasts = until === null ? ', goes on' : `, over after ${lasted(until - since)}`;
  return line(`${severity} alert: `, strong(kindWords[of]), ' since ', date(since), lasts);
}

/** What went live although gates would have held it is what observing is for. */
function moveLine({ from, to, at }: Move, came: readonly ReleaseState[]): Line {
  const moved = line(`${v(from)} → ${v(to)} live `, date(at));
  const judged = came.find((one) => one.version !== null && one.version === to)?.evidence?.findings.verdicts ?? [];
  const failed = judged.filter(blocks).length;
  return failed === 0 ? moved : line(moved, `, although ${count(failed, 'gate')} did not pass`);
}
