import type { Readable } from 'node:stream';
import type { Call } from './ports.ts';
import type { ReleaseId, Version } from './release/ids.ts';

/** One training: a release's commit, for one environment. A retry that people asked for is another one, with a higher `attempt`. */
export interface TrainingOrder {
  readonly release: ReleaseId;
  /** From 1; how often this release was let train. */
  readonly attempt: number;
  readonly model: string;
  readonly environment: string;
  /** Full SHA-1 or SHA-256 of the commit. */
  readonly commit: string;
  /** Left out, it trains. A validation looks at `version`, and is another order of the same release. */
  readonly purpose?: 'validate';
  /** Number in the environment's own registry of the version that is validated. */
  readonly version?: Version;
}

/** How a trainer finds a training again: its own id, kept in the log. */
export type TrainingRef = string;

/** Where a training is. `words` are the trainer's own, from outside; `url` is where people look. */
export type TrainingState =
  | { readonly kind: 'queued'; readonly words: string | null; readonly url: string | null }
  | { readonly kind: 'running'; readonly words: string | null; readonly url: string | null }
  /** It waits for somebody else's approval, which is shown and not fought. */
  | { readonly kind: 'waiting'; readonly words: string; readonly url: string | null }
  | { readonly kind: 'succeeded'; readonly url: string | null }
  | { readonly kind: 'failed'; readonly words: string; readonly url: string | null }
  | { readonly kind: 'cancelled'; readonly words: string | null; readonly url: string | null }
  /** The trainer knows no such training (any more). */
  | { readonly kind: 'lost'; readonly words: string };

/**
 * What trains a model in an environment. Every method throws `ReleaseError` when it could not find out; a definite no is
 * `training_refused`. However often and by however many workers it is called, one order trains once.
 */
export interface Trainer {
  readonly kind: string;
  /** The training of this order, if it was ever started; asked before each start, and after an answer that got lost. */
  find(order: TrainingOrder, call: Call): Promise<TrainingRef | null>;
  /** Starts it, or finds it started. After a throw nobody knows: ask `find`. */
  start(order: TrainingOrder, call: Call): Promise<{ readonly ref: TrainingRef; readonly already: boolean }>;
  look(ref: TrainingRef, call: Call): Promise<TrainingState>;
  /** Asks it to end; safe to ask again, and for one that has ended. */
  cancel(ref: TrainingRef, call: Call): Promise<void>;
  /** Its output as text, where the trainer has it; at most a few megabytes. */
  log(ref: TrainingRef, call: Call): Promise<{ readonly name: string; readonly content: Readable } | null>;
  /** The versions that it says it registered; null when it does not say: then they are found by release tag or commit. */
  registered(ref: TrainingRef, call: Call): Promise<readonly Version[] | null>;
}
