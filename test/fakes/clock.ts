/** A clock that only its owner moves. Milliseconds since 1970, UTC. */
export interface VirtualClock {
  now(): number;
  advance(ms: number): void;
  /** To any time, earlier ones too: clocks of servers jump. */
  set(at: number): void;
}

export function virtualClock(start = Date.UTC(2026, 10, 22, 8)): VirtualClock {
  let at = start;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
    },
    set(to) {
      at = to;
    },
  };
}
