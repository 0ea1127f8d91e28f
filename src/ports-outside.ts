import type { Call } from './ports.ts';
import type { Machinery } from './ports-machinery.ts';
import type { CheckAnswer, CommitCheck } from './release/gate-facts.ts';

/** Where commits live. Every method throws `ReleaseError` when it could not find out; `null` means that the host does not know. */
export interface GitHost {
  /** All checks and statuses of a commit. `repository` is the web address of it, without `.git`. */
  checks(repository: string, commit: string, call: Call): Promise<readonly CommitCheck[] | null>;
  /** Whether the commit is on the branch. */
  reachable(repository: string, commit: string, branch: string, call: Call): Promise<boolean | null>;
  /** How many commits `head` has that `base` has not. */
  between(repository: string, base: string, head: string, call: Call): Promise<number | null>;
}

/** One request to a team's own check: where, with which secret it is signed, and how long it may take. */
export interface OutsideCheck {
  readonly url: string;
  /** Already resolved; null sends it unsigned. */
  readonly secret: string | null;
  readonly timeoutMs: number;
  /** Whether an address inside private networks may be asked, and plain http. */
  readonly private: boolean;
}

/** Asks teams' own checks about a candidate. Throws `ReleaseError` when there was no answer that could be read. */
export interface OutsideChecks {
  ask(check: OutsideCheck, document: object, call: Call): Promise<CheckAnswer>;
}

/** Everybody outside of the registries. `cached` takes what was answered a short while ago. */
export interface Outsiders extends Machinery {
  git(fresh: 'cached' | 'fresh'): GitHost;
  checks(fresh: 'cached' | 'fresh'): OutsideChecks;
  /** The value of an `env:NAME` of the policy. Throws `config_invalid` when the environment lacks it. */
  secret(reference: string): string;
}
