import { parseArgs } from 'node:util';
import type { LaneKey } from '../release/ids.ts';
import type { Database } from '../store/database.ts';
import { laneAt } from '../store/lane-at.ts';
import { redisStore } from '../store/store.ts';
import { endOf } from './date.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean, live, moment, releaseLine } from './words.ts';

const shown = 1_000;

/** `history`: the releases of a model, newest first, or what was live at the end of a day or at a moment. */
export async function history(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { in: { type: 'string' }, on: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0) return usageError('Name one model: signalbox history MODEL');
  const at = values.on === undefined ? null : endOf(values.on);
  if (at === 'unreadable')
    return usageError(`${values.on} is not a date. Write 2026-03-03 or 2026-03-03T14:05Z; times are UTC.`);
  return withDatabase(async (db) => {
    const all = [...(await redisStore(db).lanes()).keys()];
    const lanes = all.filter((lane) => belongs(lane, model, values.in));
    if (lanes.length === 0)
      return usageError(
        `Signalbox knows no ${model}${values.in === undefined ? '' : ` in ${values.in}`}. Known: ${known(all)}.`,
      );
    const found = await Promise.all(lanes.map((lane) => (at === null ? releasesOf(db, lane) : liveThen(db, lane, at))));
    if (values.json)
      print(JSON.stringify(Object.fromEntries(lanes.map((lane, place) => [lane, found[place]?.json])), null, 2));
    else
      print(
        ...lanes.flatMap((lane, place) => [
          `${clean(lane)}:`,
          ...(found[place]?.lines ?? []).map((line) => `  ${line}`),
        ]),
      );
    return 0;
  });
}

interface Told {
  readonly lines: readonly string[];
  readonly json: unknown;
}

async function releasesOf(db: Database, lane: LaneKey): Promise<Told> {
  const store = redisStore(db);
  const ids = await store.history(lane, shown);
  const states = await store.releases(ids);
  const releases = ids.flatMap((id) => states.get(id) ?? []);
  return { lines: releases.length === 0 ? ['no release yet'] : releases.map(releaseLine), json: releases };
}

async function liveThen(db: Database, lane: LaneKey, at: number): Promise<Told> {
  const then = await laneAt(db, lane, at);
  if (then.since !== null)
    return { lines: [`on ${moment(at)} UTC: ${live(then)}`], json: { at, known: true, live: then.live } };
  const { since } = await redisStore(db).lane(lane);
  const why = since === null ? 'has not looked here yet' : `first looked on ${moment(since)}`;
  return { lines: [`on ${moment(at)} UTC: unknown. Signalbox ${why}.`], json: { at, known: false, since } };
}

function belongs(lane: LaneKey, model: string, environment: string | undefined): boolean {
  const [own, where] = lane.split('/');
  return own === model && (environment === undefined || environment === where);
}

function known(lanes: readonly LaneKey[]): string {
  return lanes.length === 0 ? 'nothing yet' : lanes.slice(0, 20).map(clean).join(', ');
}
