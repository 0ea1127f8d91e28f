import type { Clock } from '../ports.ts';
import type { Check, Finding } from './readiness.ts';

/** A bad answer is asked again sooner, so that a recovery is seen soon. */
const keptBadMs = 5_000;

/** A check that asks at most once in `ms` (in five seconds while it is bad); readers at one moment share a question. */
export function kept(check: Check, clock: Clock, ms: number): Check {
  let last: { until: number; readonly finding: Promise<Finding> } | null = null;
  return {
    ...check,
    run() {
      if (last !== null && clock() < last.until) return last.finding;
      const asked = { until: clock() + ms, finding: check.run() };
      const shorten = () => {
        asked.until = Math.min(asked.until, clock() + keptBadMs);
      };
      asked.finding.then(({ state }) => state === 'bad' && shorten(), shorten);
      last = asked;
      return asked.finding;
    },
  };
}
