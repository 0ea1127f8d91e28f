import type { Version } from './ids.ts';
import type { Targets } from './targets.ts';

/** One thing that somebody does in the registry without Signalbox; `version` null takes the alias away. */
export type HandMove =
  | { readonly kind: 'alias'; readonly alias: string; readonly version: Version | null }
  | { readonly kind: 'stage'; readonly stage: string; readonly version: Version };

/** Where a model ends up when it is moved by hand, and by which alias and stage its registry says so. */
export interface HandTarget {
  /** The alias that makes a version live. */
  readonly alias: string;
  readonly stage: string | null;
  readonly live: Version | null;
  /** Where the next rollback goes; left out, nothing is said of it. */
  readonly previous?: Version | null;
}

/** In the order in which Signalbox does it: where the way back leads is said before what is live, and a stage follows its alias. */
export function handMoves({ alias, stage, live, previous }: HandTarget): readonly HandMove[] {
  const back: HandMove[] =
    previous === undefined ? [] : [{ kind: 'alias', alias: aliasBefore(alias), version: previous }];
  const kept: HandMove[] = stage === null || live === null ? [] : [{ kind: 'stage', stage, version: live }];
  return [...back, { kind: 'alias', alias, version: live }, ...kept];
}

/** What an execution would still do, or take back, by its targets: the way back leads where it led before only once it is not needed. */
export function handMovesOf(targets: Targets): {
  readonly finish: readonly HandMove[];
  readonly undo: readonly HandMove[];
} {
  const { champion, previous, alias = 'champion', stage = null } = targets;
  const [back, ...rest] = handMoves({ alias, stage, live: champion.from, previous: previous.from });
  return {
    finish: handMoves({ alias, stage, live: champion.to, previous: previous.to }),
    undo: [...rest, ...(back === undefined ? [] : [back])],
  };
}

/** The alias that says where a rollback goes: `previous`, or where several environments share a model, one of each. */
export function aliasBefore(alias: string): string {
  return alias === 'champion' ? 'previous' : `${alias}-previous`;
}
