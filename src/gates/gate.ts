import type { MetricLine, Verdict, VersionFacts } from '../release/evidence.ts';

/** All that a gate may look at. */
export interface GateFacts {
  readonly candidate: VersionFacts;
  /** What is live in the target environment; null when nothing is. */
  readonly champion: VersionFacts | null;
  readonly now: number;
}

/** A condition that a version must meet. Pure: the same facts always give the same verdict. */
export interface Gate {
  readonly kind: string;
  /** Names the gate with its bounds, for the card and the evidence: "auc ≥ 0.80". */
  readonly label: string;
  /** The metric that it is about and where better lies, or null when it is about something else. */
  readonly about: { readonly name: string; readonly direction: MetricLine['direction'] } | null;
  check(facts: GateFacts): Answer;
}

/** What a gate answers; `judge` adds whose answer it is. */
export type Answer = Omit<Verdict, 'gate'>;
