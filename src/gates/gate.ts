import type { MetricLine, Verdict, VersionFacts } from '../release/evidence.ts';
import type { Outside, Past } from '../release/gate-facts.ts';

/** All that a gate may look at. */
export interface GateFacts {
  readonly candidate: VersionFacts;
  /** What is live in the target environment; null when nothing is. */
  readonly champion: VersionFacts | null;
  readonly past: Past;
  readonly outside: Outside;
  readonly now: number;
}

/** What has to be asked for, beyond what the registry says about both versions, before this gate can judge. */
export type Need =
  /** The name of the experiment that the candidate's run belongs to: fills `candidate.run.experiment`. */
  | { readonly kind: 'experiment' }
  /** How the version fared before, as the log knows it: fills `past`. */
  | { readonly kind: 'past' }
  /** What a rollback would go to once the candidate is live, as the registry has it now: fills `outside.rollback`. */
  | { readonly kind: 'rollback-target' }
  /** Paths of the files that the candidate's run logged. */
  | { readonly kind: 'run-artifacts' }
  /** The checks that the git host ran on the candidate's commit. */
  | { readonly kind: 'commit-checks' }
  /** Whether the candidate's commit is on this branch. */
  | { readonly kind: 'reachable'; readonly branch: string }
  /** Whether another model of this policy is live in the target environment: fills `outside.models`. */
  | { readonly kind: 'live-model'; readonly model: string }
  /** A team's own check; `key` finds its answer again. */
  | {
      readonly kind: 'http';
      readonly key: string;
      readonly url: string;
      readonly secret: string | null;
      readonly timeoutMs: number;
      readonly private: boolean;
    };

/** A condition that a version must meet. Pure: the same facts always give the same verdict. */
export interface Gate {
  readonly kind: string;
  /** Names the gate with its bounds, for the card and the evidence: "auc ≥ 0.80". */
  readonly label: string;
  /** The metric that it is about, where better lies, and a fixed bound where it has one to draw; null when it is about something else. */
  readonly about:
    | (Pick<MetricLine, 'name' | 'direction'> & { readonly bound?: NonNullable<MetricLine['bound']> })
    | null;
  readonly needs?: readonly Need[];
  check(facts: GateFacts): Answer;
}

/** What a gate answers; `judge` adds whose answer it is. */
export type Answer = Omit<Verdict, 'gate' | 'mode' | 'until'>;
