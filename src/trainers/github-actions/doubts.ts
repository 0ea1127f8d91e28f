import { ReleaseError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { Correlation } from './correlation.ts';
import { clipped } from './words.ts';

/** GitHub's lists show a run a few seconds after it was dispatched: nothing is dispatched again before that is long over. */
const doubtMs = 60_000;
const askAgainMs = 5_000;

/** Dispatches of which nobody knows whether they arrived, or which run they began. */
export interface Doubts {
  /** Throws while a dispatch of this training may still show, and for good when one was taken and never did. */
  check(correlation: Correlation): void;
  begin(correlation: Correlation): void;
  /** GitHub took the dispatch: there will never be another one. */
  taken(correlation: Correlation): void;
  end(correlation: Correlation): void;
}

export function doubts(now: Clock): Doubts {
  const open = new Map<Correlation, { readonly until: number; readonly isTaken: boolean }>();
  const put = (correlation: Correlation, isTaken: boolean) => {
    open.set(correlation, { until: now() + doubtMs, isTaken });
  };
  return {
    begin: (correlation) => put(correlation, false),
    taken: (correlation) => put(correlation, true),
    end: (correlation) => void open.delete(correlation),
    check(correlation) {
      const doubt = open.get(correlation);
      if (doubt === undefined) return;
      if (now() < doubt.until) throw unheard(correlation);
      if (doubt.isTaken) throw nameless(correlation);
    },
  };
}

/** Nobody knows whether the training began: soon its run shows, or it did not begin. */
export function unheard(correlation: Correlation, cause?: unknown): ReleaseError {
  return new ReleaseError('training_outcome_unknown', { correlation, retryAfterMs: askAgainMs }, { cause });
}

/** GitHub ran the workflow under another name: nobody would ever find that run again. */
export function nameless(correlation: Correlation, title?: string): ReleaseError {
  const called = title === undefined ? 'No run of the workflow bears its name' : `Its run is called "${title}"`;
  const words = clipped(`${called}: the workflow's run-name has to hold inputs.correlation_id`);
  return new ReleaseError('training_refused', { correlation, words });
}
