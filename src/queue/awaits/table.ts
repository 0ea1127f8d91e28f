import type { AwaitKind } from '../../release/event-step.ts';
import type { AwaitContext, Awaited } from '../awaiting.ts';
import { awaitServing } from './await-serving.ts';
import { awaitTraining } from './await-training.ts';
import { awaitValidation } from './await-validation.ts';

/** How each thing that a step waits for is looked at. */
export const awaits: Readonly<Record<AwaitKind, (context: AwaitContext) => Promise<Awaited>>> = {
  'await-training': awaitTraining,
  'await-validation': awaitValidation,
  'await-serving': awaitServing,
};
