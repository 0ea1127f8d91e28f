/** Work that has begun and must end before the process does. */
export interface InFlight {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs any more, or after `ms`: then answers how much is left. */
  idle(ms: number): Promise<number>;
}

export function inFlight(): InFlight {
  let running = 0;
  let told: (() => void)[] = [];
  return {
    async run(work) {
      running++;
      try {
        return await work();
      } finally {
        running--;
        if (running === 0) for (const tell of told.splice(0)) tell();
      }
    },
    idle(ms) {
      if (running === 0) return Promise.resolve(0);
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          told = told.filter((tell) => tell !== end);
          resolve(running);
        };
        const timer = setTimeout(end, ms);
        told.push(end);
      });
    },
  };
}
