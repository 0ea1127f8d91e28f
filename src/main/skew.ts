import type { Clock, Log } from '../ports.ts';
import { every } from '../queue/every.ts';

const everyMs = 5_000;
/** Leases are compared between processes: two clocks may differ by less than what is kept between a call's end and the lease's. */
export const mostSkewMs = 2_000;

/** Watches this clock against the one that all processes share. While it is off, this process begins no step. */
export function watchSkew(sharedTime: () => Promise<number>, clock: Clock, log: Log) {
  let off = false;
  const ticker = every(everyMs, 'clock', log, async () => {
    const before = clock();
    const there = await sharedTime();
    const skew = Math.abs(there - (before + clock()) / 2);
    if (skew > mostSkewMs !== off)
      log.error({ skewMs: Math.round(skew) }, off ? 'clock is right again' : 'clock is off: no step is begun here');
    off = skew > mostSkewMs;
  });
  return { off: () => off, stop: () => ticker.stop() };
}
