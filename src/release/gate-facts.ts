import type { VersionFacts } from './evidence.ts';
import type { Version } from './ids.ts';

/** How this very version fared in another environment of its path, as the log tells. */
export interface Lived {
  /** Its number there. */
  readonly version: Version;
  readonly since: number;
  /** When another version replaced it; null while it is live. */
  readonly until: number | null;
  /** Watched to the end without a breach. */
  readonly verified: boolean;
}

/** A way that was taken back: which version or commit, where, when and why. */
export interface TakenBack {
  readonly version: Version;
  readonly commit: string | null;
  readonly at: number;
  readonly why: string;
}

/** What the release log knows about a candidate. */
export interface Past {
  /** By environment, for those where it was ever live. */
  readonly lived: ReadonlyMap<string, Lived>;
  /** Rollbacks in the target environment, newest first; versions by the number in the registry that the candidate comes from. */
  readonly takenBack: readonly TakenBack[];
}

/** One check that a git host ran on a commit. */
export interface CommitCheck {
  readonly name: string;
  readonly state: 'success' | 'failure' | 'pending';
  readonly url: string | null;
}

/** A team's own answer about a candidate. */
export interface CheckAnswer {
  readonly status: 'pass' | 'fail' | 'cannot-tell';
  readonly reason: string;
  /** What it told in place of a judgement: what is deployed there, or whether a table exists and when it was updated. */
  readonly told?:
    | {
        readonly deployed?: string | undefined;
        readonly exists?: boolean | undefined;
        readonly updatedAt?: number | undefined;
      }
    | undefined;
}

/** Another model in the target environment. */
export type ModelThere =
  | { readonly kind: 'live'; readonly environment: string; readonly version: Version }
  | { readonly kind: 'not-live'; readonly environment: string }
  /** By the policy it does not go there. */
  | { readonly kind: 'no-lane' };

/** Where a rollback would go. */
export interface RollbackTarget {
  readonly version: Version;
  /** Null where the registry has it no more. */
  readonly facts: VersionFacts | null;
  /** What is not there of its files, in words; null where all are. */
  readonly missing: string | null;
}

/** What others were asked before judging; null where nobody was. What could not be found out is never here: that is thrown. */
export interface Outside {
  readonly runArtifacts: readonly { readonly path: string; readonly bytes: number }[] | null;
  /** Null also where the git host does not know the commit. */
  readonly checks: readonly CommitCheck[] | null;
  /** By branch; a branch that the host does not know is missing. */
  readonly reachable: ReadonlyMap<string, boolean>;
  /** By the key of the gate's need. */
  readonly answers: ReadonlyMap<string, CheckAnswer>;
  /** By name. */
  readonly models?: ReadonlyMap<string, ModelThere>;
  /** Null also where nothing here was verified yet. */
  readonly rollback?: RollbackTarget | null;
  /** Commits between the champion's and the candidate's; null where nobody can count them. */
  readonly commits: number | null;
}

/** Nothing known, nobody asked. */
export const nothingPast: Past = { lived: new Map(), takenBack: [] };
export const nobodyAsked: Outside = {
  runArtifacts: null,
  checks: null,
  reachable: new Map(),
  answers: new Map(),
  commits: null,
};
