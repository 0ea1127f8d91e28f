import { parseArgs } from 'node:util';
import { healthLines } from '../../blocks/health-lines.ts';
import type { StatusRow } from '../ports-releases.ts';
import type { LaneState } from '../release/lane-state.ts';
import { status as statusOf } from '../release-service/status.ts';
import type { Database } from '../store/database.ts';
import { redisPolicyBook } from '../store/policy-book.ts';
import { redisStore } from '../store/store.ts';
import { deskOf } from './desk.ts';
import { lineText } from './line-text.ts';
import { bringing, mapLines } from './status-map.ts';
import { type ExitCode, print } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean, live, moment } from './words.ts';

/** `status`: every model in every environment, what is live there, what is on its way, and who paused it. */
export async function status(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  return withDatabase(async (db) => {
    const lanes = [...(await redisStore(db).lanes()).values()].toSorted((a, b) => (a.lane < b.lane ? -1 : 1));
    if (values.json) print(JSON.stringify(lanes, null, 2));
    else print(...(await lines(db, lanes)));
    return 0;
  });
}

/** With a policy the map of all its lanes, and below it what is under way; a lane that no policy names any more is told by itself. */
async function lines(db: Database, lanes: readonly LaneState[]): Promise<readonly string[]> {
  const rows = await rowsOf(db);
  const others = lanes.filter(({ lane }) => !rows.some((row) => row.lane.lane === lane));
  if (rows.length === 0 && others.length === 0) return ['Signalbox has not looked at any model yet.'];
  const alone = others.flatMap((lane) => [headOf(lane), ...underWay(lane)]);
  if (rows.length === 0) return alone;
  const map = mapLines(rows, await redisStore(db).releases(bringing(rows)));
  const busy = rows.flatMap(({ lane, pauses }) => {
    const told = underWay({ ...lane, pauses });
    return told.length === 0 ? [] : ['', `${clean(lane.lane)}:`, ...told];
  });
  return [...map, ...busy, ...(alone.length === 0 ? [] : ['', 'In no policy any more:', ...alone])];
}

async function rowsOf(db: Database): Promise<readonly StatusRow[]> {
  if ((await redisPolicyBook(db).active()) === null) return [];
  const found = await statusOf(await deskOf({ db, policyText: null, slack: null, model: null }), null);
  return found.kind === 'found' ? found.found : [];
}

function headOf(lane: LaneState): string {
  return `${clean(lane.lane)}: ${lane.since === null ? 'not looked at yet' : live(lane)}`;
}

function underWay({ incidents, open, pauses }: Pick<LaneState, 'incidents' | 'open' | 'pauses'>): readonly string[] {
  return [
    ...healthLines({ incidents }).map((line) => `  ${lineText(line).trim()}`),
    ...open.map(({ release, kind, sourceVersion, phase }) => `  ${release}  ${kind} of v${sourceVersion}, ${phase}`),
    ...pauses.map(({ cause, why, until }) => {
      return `  Paused (${cause}) until ${until === null ? 'somebody resumes' : moment(until)}: ${clean(why)}`;
    }),
  ];
}
