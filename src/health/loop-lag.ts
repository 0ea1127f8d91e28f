import { monitorEventLoopDelay } from 'node:perf_hooks';

const everyMs = 20;

/** Measures how long the event loop was held up, in milliseconds: the 99th percentile since it was last asked. */
export function loopLag(): { read(): number; stop(): void } {
  const delays = monitorEventLoopDelay({ resolution: everyMs });
  delays.enable();
  return {
    read() {
      const late = delays.percentile(99) / 1e6 - everyMs;
      delays.reset();
      return Math.max(0, Math.round(late));
    },
    stop: () => void delays.disable(),
  };
}
