import { expect, test } from 'vitest';
import { laneReport } from '../../../src/release/report/lane-report.ts';
import { memoryStore } from '../../fakes/store.ts';
import { playAlerts } from '../../world/alerts.ts';

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

test.each(seeds)(
  'whatever happened in world %i, a report agrees with its lane, and one version is live at a time',
  async (seed) => {
    const weather = { crashes: true, outages: true, losses: true, outsiders: true, clockJumps: true };
    const { world } = await playAlerts({ seed, ticks: 200, ...weather });
    const { memory } = world;
    const store = memoryStore(memory);
    const end = memory.chain.at(-1)?.at ?? 0;
    expect(memory.lanes.size).toBeGreaterThan(0);
    for (const [lane, state] of memory.lanes) {
      const entries = memory.chain.filter(({ stream, event }) => {
        const release = memory.releases.get(stream);
        return release?.lane === lane || stream.endsWith(`:${lane}`) || event.kind === 'policy-activated';
      });
      const { live, releases, incidents } = laneReport(lane, entries, { from: 0, to: end });
      expect(releases).toHaveLength((await store.history(lane, 1_000)).length);
      expect(incidents).toHaveLength((await store.incidents(lane, 1_000)).length);
      expect(live.find(({ until }) => until === null)?.version ?? null).toBe(state.live?.version ?? null);
      for (const [at, { from, until }] of live.entries()) {
        expect(until === null).toBe(at === live.length - 1 && state.live !== null);
        if (until !== null) expect(from).toBeLessThanOrEqual(until);
        expect(from).toBeGreaterThanOrEqual(live[at - 1]?.until ?? 0);
      }
    }
  },
);
