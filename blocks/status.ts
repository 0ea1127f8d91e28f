import type { CalendarRule, PolicyMode } from '../src/release/lane-policy.ts';
import type { LaneState, Pause } from '../src/release/lane-state.ts';
import { pauseLine } from '../src/release/view-context.ts';
import { count } from '../src/release/view-numbers.ts';
import { code, date, joined, type Line, line, outside, strong, v, who } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import { calendarWords } from './calendar-words.ts';
import { healthLines, healthNote } from './health-lines.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** One model in one environment. */
export interface StatusLane {
  readonly model: string;
  readonly environment: string;
  readonly lane: LaneState;
  readonly pauses: readonly Pause[];
  readonly mode: PolicyMode;
  readonly calendar: readonly CalendarRule[];
  readonly reevaluateMs: number | null;
}

/** What is live everywhere: as many models as fit, those that need somebody first; the rest counted. */
export function statusMessage(rows: readonly StatusLane[], command: string, people: People): Message {
  const models = grouped(rows);
  if (models.length === 0) return empty(people);
  const [only] = models;
  if (models.length === 1 && only !== undefined) return oneModel(only, people);
  const ranked = models.toSorted((a, b) => urgency(b) - urgency(a) || (a.model < b.model ? -1 : 1));
  return listMessage(
    {
      title: line(strong(`${count(models.length, 'model')}`), attention(models)),
      items: ranked.map(modelLine),
      rest: (more) => line(`${more} more: `, code(`${command} status <model>`)),
    },
    people,
  );
}

interface Model {
  readonly model: string;
  readonly lanes: readonly StatusLane[];
}

function grouped(rows: readonly StatusLane[]): readonly Model[] {
  const models = new Map<string, StatusLane[]>();
  for (const row of rows) {
    const lanes = models.get(row.model);
    if (lanes === undefined) models.set(row.model, [row]);
    else lanes.push(row);
  }
  return [...models].map(([model, lanes]) => ({ model, lanes }));
}

function empty(people: People): Message {
  const title = line('No models yet. List one under “models” in the policy file; its versions are seen from then on.');
  return listMessage({ title, items: [], rest: () => [] }, people);
}

function attention(models: readonly Model[]): Line {
  const busy = models.filter((model) => urgency(model) > 0).length;
  return line(busy === 0 ? ', nothing open, nothing paused' : `, ${busy} with something open or paused`);
}

function urgency({ lanes }: Model): number {
  return Math.max(
    0,
    ...lanes.map(({ lane, pauses }) =>
      failed(lane) || healthNote(lane) !== null
        ? 3
        : lane.open.length + lane.followUps.length > 0
          ? 2
          : pauses.length > 0
            ? 1
            : 0,
    ),
  );
}

function failed({ open }: LaneState): boolean {
  return open.some((one) => one.phase === 'failed');
}

function modelLine({ model, lanes }: Model): Line {
  return line(
    strong('· '),
    outside(model, 50),
    ': ',
    joined(lanes.slice(0, 5).map(laneWords)),
    lanes.length > 5 ? ` +${lanes.length - 5}` : '',
  );
}

const modes: Record<PolicyMode, string | null> = { enforce: null, advise: 'advised on', observe: 'observed' };

function laneWords({ environment, lane, pauses, mode }: StatusLane): Line {
  const notes = [
    modes[mode],
    healthNote(lane),
    failed(lane) ? 'failed' : null,
    lane.holder !== null && !failed(lane) ? 'releasing' : null,
    pauses.length > 0 ? 'paused' : null,
    lane.open.length > 0 ? `${lane.open.length} open` : null,
    lane.followUps.length > 0 ? `${count(lane.followUps.length, 'review')} owed` : null,
  ].filter((note) => note !== null);
  return line(outside(environment, 24), ` ${live(lane)}`, notes.length === 0 ? '' : ` (${notes.join(', ')})`);
}

function live({ live, since }: LaneState): string {
  if (live !== null) return v(live.version);
  return since === null ? 'not known yet' : 'nothing live';
}

function oneModel({ model, lanes }: Model, people: People): Message {
  const items = lanes.flatMap((row): readonly Line[] => [
    laneDetail(row),
    ...healthLines(row.lane),
    ...evaluatedAgain(row),
    ...row.pauses.map((pause) => line('  ', pauseLine(pause))),
    ...row.calendar.slice(0, 4).map((rule) => line('  Nothing moves ', calendarWords(rule))),
    ...rehearsedLines(row),
    ...owedLines(row),
    ...openLines(row),
  ]);
  return listMessage(
    { title: [outside(model, 80)], items, rest: (more) => line(`${count(more, 'more line')}`) },
    people,
  );
}

function evaluatedAgain({ lane, reevaluateMs }: StatusLane): readonly Line[] {
  if (lane.live === null || reevaluateMs === null) return [];
  return [line('  To be evaluated again by ', date(lane.live.since + reevaluateMs, 'day'))];
}

/** When a rollback was rehearsed here last, by whom, and what did not pass. */
function rehearsedLines({ lane: { rehearsed } }: StatusLane): readonly Line[] {
  if (rehearsed === null) return [];
  const { at, by, target, failed } = rehearsed;
  const found =
    failed.length === 0
      ? line(`: ready to go to ${v(target)}`)
      : line(': did not pass: ', outside(failed.join(', '), 120));
  return [line('  Rollback rehearsed ', date(at), ' by ', who(by), found)];
}

function owedLines({ lane }: StatusLane): readonly Line[] {
  const owed = lane.followUps.length;
  if (owed === 0) return [];
  return [
    line(
      `  ${count(owed, 'review is', 'reviews are')} owed by another person: ${lane.followUps.slice(0, 5).join(', ')}`,
    ),
  ];
}

function laneDetail({ environment, lane, mode }: StatusLane): Line {
  const standing =
    lane.live === null
      ? ''
      : {
          watching: ', being watched',
          verified: ', verified',
          baseline: ', before Signalbox',
          outside: modes[mode] === null ? ', not reviewed: moved from outside' : ', moved from outside',
        }[lane.live.standing];
  const back = lane.trusted.find((one) => one.version !== lane.live?.version);
  return line(
    outside(environment, 40),
    ': ',
    modes[mode] === null ? '' : `${modes[mode]}; `,
    strong(`Live now: ${live(lane)}`),
    standing,
    lane.live === null || lane.live.standing === 'baseline' ? '' : line(', since ', date(lane.live.since)),
    back === undefined ? '' : `; a rollback goes to ${v(back.version)}`,
  );
}

function openLines({ lane }: StatusLane): readonly Line[] {
  return lane.open
    .slice(0, 5)
    .map((one) => line(`  ${one.kind} of ${v(one.sourceVersion)} ${phaseWords[one.phase]}`, `, ${one.release}`));
}
