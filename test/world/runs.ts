import fc from 'fast-check';
import { inject } from 'vitest';
import type { Play } from './play.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    worldTimes: number;
    worldSeed: number;
    alertLanes: number;
  }
}

/** How many worlds are played, and from which seed: `WORLD_TIMES` as many as usual. The same `WORLD_SEED` plays the same worlds. */
export function runs(usual: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Math.ceil(usual * inject('worldTimes')), seed: inject('worldSeed') };
}

const often = fc.boolean();

/** Any weather at all. */
export const anyPlay: fc.Arbitrary<Play> = fc.record({
  seed: fc.nat(),
  ticks: fc.integer({ min: 50, max: 1_000 }),
  baseline: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
  crashes: often,
  outages: often,
  losses: often,
  outsiders: often,
  clockJumps: often,
});

/** Nothing breaks and nobody interferes: only the order of things is anybody's guess. */
export const calmPlay: fc.Arbitrary<Play> = anyPlay.map((play) => ({
  ...play,
  crashes: false,
  outages: false,
  losses: false,
  outsiders: false,
  clockJumps: false,
}));
