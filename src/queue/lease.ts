import { ReleaseError } from '../errors.ts';
import type { Call, Clock } from '../ports.ts';

/** How long a worker owns a step without renewing. Short, so that a dead worker's step is soon taken over. */
export const leaseMs = 10_000;
/** What is kept between the end of a call and the end of the lease. */
const marginMs = 500;
/** Less than this left, and no new outside call is begun. */
const leastMs = 1_000;

/** The right to act on one step, until `until`. */
export interface Lease {
  until(): number;
  renewed(until: number): void;
  /** Bounds for one outside call; throws `lease_lost` when too little of the lease is left. Asked directly before each write. */
  call(): Call;
}

/** A lease that ends at `until` unless it is renewed. */
export function lease(clock: Clock, first: number, signal?: AbortSignal): Lease {
  let until = first;
  return {
    until: () => until,
    renewed(later) {
      until = later;
    },
    call() {
      if (until - clock() < leastMs) throw new ReleaseError('lease_lost', { until });
      const deadline = until - marginMs;
      return signal === undefined ? { deadline } : { deadline, signal };
    },
  };
}
