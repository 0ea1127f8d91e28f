import { parseArgs } from 'node:util';
import type { LaneState } from '../release/lane-state.ts';
import { redisStore } from '../store/store.ts';
import { type ExitCode, print } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean, live, moment } from './words.ts';

/** `status`: every lane, what is live there, what is on its way, and who paused it. */
export async function status(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  return withDatabase(async (db) => {
    const lanes = [...(await redisStore(db).lanes()).values()].toSorted((a, b) => (a.lane < b.lane ? -1 : 1));
    if (values.json) print(JSON.stringify(lanes, null, 2));
    else if (lanes.length === 0) print('Signalbox has not looked at any model yet.');
    else print(...lanes.flatMap(linesOf));
    return 0;
  });
}

function linesOf(lane: LaneState): readonly string[] {
  return [
    `${clean(lane.lane)}: ${lane.since === null ? 'not looked at yet' : live(lane)}`,
    ...lane.open.map(
      ({ release, kind, sourceVersion, phase }) => `  ${release}  ${kind} of v${sourceVersion}, ${phase}`,
    ),
    ...lane.pauses.map(({ cause, why, until }) => {
      return `  Paused (${cause}) until ${until === null ? 'somebody resumes' : moment(until)}: ${clean(why)}`;
    }),
  ];
}
