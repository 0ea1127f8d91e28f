import type { Clock, Directory, Log, Policies, Registry } from '../ports.ts';
import type { Outsiders } from '../ports-outside.ts';
import type { Due, PostBook, Store } from '../ports-store.ts';

/** What the service and the worker stand on. */
export interface Deps {
  readonly store: Store;
  readonly due: Due;
  readonly posts: PostBook;
  readonly policies: Policies;
  readonly directory: Directory;
  readonly registries: ReadonlyMap<string, Registry>;
  /** Git hosts and teams' own checks. */
  readonly outsiders: Outsiders;
  readonly clock: Clock;
  readonly log: Log;
  /** What cannot be known where there is no log to read: gates that ask how a version fared cannot tell. Left out, the log is read. */
  readonly past?: 'unknown';
}

/** Milliseconds that a question asked on behalf of a waiting person may take. */
export const askingMs = 5_000;
