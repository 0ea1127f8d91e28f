import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilEnded } from '../../sandbox/demo/endings.ts';
import { print, progress, seconds } from '../../sandbox/demo/progress.ts';
import { startStage } from '../../sandbox/demo/stage.ts';
import { startSurroundings } from '../../sandbox/demo/surroundings.ts';
import { figuresOf } from './figures.ts';
import { killing } from './killing.ts';
import { type Released, released } from './one-release.ts';

const { values } = parseArgs({
  options: { releases: { type: 'string', default: '200' }, 'at-once': { type: 'string', default: '6' } },
});
const atOnce = Number(values['at-once']);

/** 200 releases of both patterns, half of each, while workers are killed all the time; prints what came of it. */
const told = await untilEnded(print, async (keep, tell) => {
  const step = progress(tell);
  const surroundings = await startSurroundings(step, tell, keep);
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-long-releases-'));
  keep(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const stage = await startStage({ ...surroundings, folder, step });
  keep(() => stage.stop());
  const began = Date.now();
  const killer = killing(stage);
  keep(() => killer.end());
  const all: Released[] = [];
  const count = Number(values.releases);
  for (let first = 0; first < count; first += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - first) }, (_, at) => first + at);
    all.push(...(await released(stage, batch)));
    tell(`  ${all.length} of ${count} after ${seconds(began)}, ${killer.kills()} workers killed`);
  }
  await killer.end();
  return figuresOf(all, { kills: killer.kills(), tookMs: Date.now() - began }, tell);
});
process.exit(told === 'interrupted' ? 130 : told === 'as it should be' ? 0 : 1);
