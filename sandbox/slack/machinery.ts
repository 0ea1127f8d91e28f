import type { Faults } from './faults.ts';
import type { Traffic } from './noted.ts';
import type { RateLimits } from './rate-limits.ts';
import type { World } from './world.ts';

/** The world and what stands between it and the app. */
export type Machinery = {
  readonly world: World;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly ackMs: number;
  readonly eventRetryMs: readonly number[];
  /** Where HTTP deliveries go; overrides what the manifest says. */
  requestUrl: string | undefined;
  /** Until when, on the workspace's clock, nothing answers. */
  downUntil: number;
  /** Nothing answers for that long, and every socket breaks. */
  goDown(ms: number): void;
};

const KEPT = 5_000;

/** Writes down one request and tells whoever watches; the oldest entries are dropped. */
export function record(world: World, entry: Omit<Traffic, 'at' | 'number'>): void {
  const number = (world.traffic.at(-1)?.number ?? 0) + 1;
  world.traffic.push({ number, at: world.clock.now(), ...entry });
  if (world.traffic.length > KEPT) world.traffic.splice(0, world.traffic.length - KEPT);
  world.changes.emit('change');
}

/** True while everything is switched off. */
export function isDown({ world, downUntil }: Machinery): boolean {
  return world.clock.now() < downUntil;
}
