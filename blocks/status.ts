import type { KnownBlock } from '@slack/types';
import type { CalendarRule } from '../src/release/lane-policy.ts';
import { type ModelRows, models, statusPages, urgencyOf } from '../src/release/status-rank.ts';
import { pauseLine } from '../src/release/view-context.ts';
import { count } from '../src/release/view-numbers.ts';
import { code, date, type Line, line, outside, strong, v, who } from '../src/release/view-words.ts';
import { statusPage } from './actions.ts';
import { phaseWords } from './answers.ts';
import { pressable } from './buttons.ts';
import { calendarWords } from './calendar-words.ts';
import { healthLines } from './health-lines.ts';
import { nobody, type People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';
import { byPart, commitPart, liveWords, modes, type Station, stationLine, stations } from './status-map.ts';

/** One model in one environment. */
export interface StatusLane extends Station {
  readonly model: string;
  readonly calendar: readonly CalendarRule[];
  readonly reevaluateMs: number | null;
}

/** The map: every model in every environment, those that need somebody first, a page at a time; one model alone in full. */
export function statusMessage(rows: readonly StatusLane[], command: string, people: People, page = 0): Message {
  const pages = statusPages(rows);
  const all = models(rows);
  const [only] = all;
  if (only === undefined) return empty(people);
  if (all.length === 1) return oneModel(only, people);
  const shown = pages[page] ?? [];
  const list = listMessage(
    {
      title: line(
        strong(count(all.length, 'model')),
        attention(all),
        pages.length > 1 ? `, page ${page + 1} of ${pages.length}` : '',
      ),
      items: shown.flatMap(({ model, lanes }) => [line(strong('▸ '), outside(model, 50)), ...lanes.map(stationLine)]),
      rest: (more) => line(`${count(more, 'more line')}: `, code(`${command} status <model>`)),
    },
    people,
  );
  return { ...list, blocks: [...list.blocks, ...turning(page, pages.length)] };
}

type Model = ModelRows<StatusLane>;

/** A button to the next page, and from the last one to the first. */
function turning(page: number, pages: number): KnownBlock[] {
  if (pages < 2) return [];
  const label = page + 1 < pages ? 'More' : 'From the beginning';
  const value = statusPage.encode({ page: (page + 1) % pages });
  const elements = pressable({ verb: label, label, style: null, confirm: null }, { id: statusPage.id, value }, nobody);
  return [{ type: 'actions', elements }];
}

function empty(people: People): Message {
  const title = line('No models yet. List one under “models” in the policy file; its versions are seen from then on.');
  return listMessage({ title, items: [], rest: () => [] }, people);
}

function attention(all: readonly Model[]): Line {
  const busy = all.filter((model) => urgencyOf(model) > 0).length;
  return line(busy === 0 ? ', nothing open, paused or wrong' : `, ${busy} with something open, paused or wrong`);
}

function oneModel({ model, lanes }: Model, people: People): Message {
  const details = lanes.flatMap((row): readonly Line[] => [
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
    {
      title: [outside(model, 80)],
      items: [stations(lanes), ...details],
      rest: (more) => line(`${count(more, 'more line')}`),
    },
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
    strong(`Live now: ${liveWords(lane)}`),
    commitPart(lane),
    standing,
    lane.live === null || lane.live.standing === 'baseline' ? '' : line(', since ', date(lane.live.since)),
    byPart(lane),
    back === undefined ? '' : `; a rollback goes to ${v(back.version)}`,
  );
}

function openLines({ lane }: StatusLane): readonly Line[] {
  return lane.open
    .slice(0, 5)
    .map((one) => line(`  ${one.kind} of ${v(one.sourceVersion)} ${phaseWords[one.phase]}`, `, ${one.release}`));
}
