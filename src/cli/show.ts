import type { Entry } from '../release/event.ts';
import { releaseStream } from '../release/stream.ts';
import { redisStore } from '../store/store.ts';
import { oneRelease } from './one-release.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { actor, clean, moment, releaseLine } from './words.ts';

/** `show`: one release as its log tells it, entry by entry. */
export async function show(args: readonly string[]): Promise<ExitCode> {
  return oneRelease(args, (id, json) =>
    withDatabase(async (db) => {
      const store = redisStore(db);
      const [state, log] = await Promise.all([store.release(id), store.load(releaseStream(id))]);
      if (state === null) return usageError(`There is no release ${id}.`);
      if (json) print(JSON.stringify({ state, log }, null, 2));
      else print(`${clean(state.model)} → ${clean(state.environment)}`, releaseLine(state), '', ...log.map(lineOf));
      return 0;
    }),
  );
}

function lineOf({ seq, at, by, event: { kind, v: _version, ...rest } }: Entry): string {
  const told = Object.entries(rest).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  const details = told.map(([name, value]) => `${name}=${clean(String(value))}`).join(' ');
  return `${String(seq).padStart(7)}  ${moment(at)}  ${kind}  by ${actor(by)}  ${details}`.trimEnd();
}
