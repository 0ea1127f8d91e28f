import { Redis } from 'ioredis';
import { fraudStaged, staged } from '../../sandbox/demo/given.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { type Tale, taleOf } from '../../sandbox/demo/tale.ts';
import type { Entry } from '../../src/release/event.ts';
import { LaneKey } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { database } from '../../src/store/database.ts';
import { redisStore } from '../../src/store/store.ts';
import { unique } from '../support/mlflow.ts';

/** A tale with a model of its own that Signalbox knows; a check that does not come true throws. */
export async function tale(stage: Stage, like: 'churn' | 'fraud' = 'churn'): Promise<Tale> {
  const model = unique(like);
  await { churn: staged('better'), fraud: fraudStaged('slow') }[like](stage, model);
  await stage.system.setModels([{ name: model, like }]);
  return taleOf(stage, { chapter: 'test', model }, () => {});
}

/** The newest release of a model in production, entry by entry, as the log in Redis has it. */
export async function openLog({ system }: Stage, model: string) {
  const redis = new Redis(system.env['REDIS_URL'] ?? '');
  const store = redisStore(database(redis));
  const lane = LaneKey.parse(`${model}/production`);
  return {
    async read(): Promise<readonly Entry[]> {
      const [newest] = await store.history(lane, 1);
      return newest === undefined ? [] : store.load(releaseStream(newest));
    },
    releases: async () => (await store.history(lane, 100)).length,
    close: () => redis.disconnect(),
  };
}

/** The kinds of the entries, steps with their names. */
export function told(log: readonly Entry[]): readonly string[] {
  return log.map(({ event }) => ('step' in event ? `${event.kind} ${event.step}` : event.kind));
}
