/** The time of the workspace, which a test can move. */
export type Clock = {
  /** Milliseconds since 1970, in the workspace. */
  now(): number;
  /** Moves the workspace's time forward; what waits for it is not woken early. */
  advance(ms: number): void;
};

/** A clock that runs with the machine's until somebody moves it. */
export function movableClock(base: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    advance(ms) {
      offset += ms;
    },
  };
}

/** Resolves after that many real milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
