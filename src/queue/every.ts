import type { Log } from '../ports.ts';

/** Something that runs again and again until it is stopped. */
export interface Ticker {
  stop(): Promise<void>;
}

/** Runs `act` every `ms`, never twice at a time; what it throws is logged and tried again at the next turn. */
export function every(ms: number, name: string, log: Log, act: () => Promise<void>): Ticker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  async function turn(): Promise<void> {
    try {
      await act();
    } catch (error) {
      log.warn({ name, error }, 'recurring work failed');
    }
    if (!stopped) timer = setTimeout(run, ms);
  }
  let running = Promise.resolve();
  function run(): void {
    running = turn();
  }
  run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
