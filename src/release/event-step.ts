import { z } from 'zod';

/** Everything that an execution may consist of; `plan.ts` says in which order. */
export const StepKind = z.enum([
  'start-training',
  'await-training',
  'find-version',
  'judge-trained',
  'copy-version',
  'validate',
  'start-validation',
  'await-validation',
  'tag-version',
  'set-previous',
  'set-champion',
  'confirm-champion',
  'set-stage',
  'move-serving',
  'await-serving',
]);
export type StepKind = z.infer<typeof StepKind>;

/** Steps that do nothing but wait for others: they take no lease, and are looked at as often as is worth it. */
export const awaits = ['await-training', 'await-validation', 'await-serving'] as const satisfies readonly StepKind[];
export type AwaitKind = (typeof awaits)[number];
/** Steps that act, one worker at a time. */
export type ActKind = Exclude<StepKind, AwaitKind>;

export function isAwait(kind: StepKind): kind is AwaitKind {
  return awaits.some((one) => one === kind);
}

/** `do` carries the release out, `undo` takes an effect back. */
export const Direction = z.enum(['do', 'undo']);
export type Direction = z.infer<typeof Direction>;
