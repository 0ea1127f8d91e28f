import { setTimeout as pause } from 'node:timers/promises';
import type { Signalbox } from '../../sandbox/demo/signalbox.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { seededRandom } from '../../sandbox/slack/random.ts';

const [soonestMs, spreadMs] = [1_500, 4_500];

/** Kills one of two workers every few seconds, with SIGKILL, and starts another in its place; the same moments for the same seed. */
export function killing(stage: Stage, seed = 7) {
  const random = seededRandom(seed);
  let [kills, over] = [0, false];
  const going = (async () => {
    const crew: Signalbox[] = [stage.worker, await stage.system.start('worker')];
    while (!over) {
      await pause(soonestMs + random() * spreadMs);
      const at = random() < 0.5 ? 0 : 1;
      const [victim] = crew.splice(at, 1);
      if (victim === undefined) continue;
      await stage.system.end(victim, 'killed');
      kills += 1;
      crew.push(await stage.system.start('worker'));
    }
    const [first] = crew;
    if (first !== undefined) stage.worker = first;
  })();
  return {
    kills: () => kills,
    async end() {
      over = true;
      await going;
    },
  };
}
