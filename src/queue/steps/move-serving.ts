import { ReleaseError } from '../../errors.ts';
import type { Serving, ServingOrder, ServingState } from '../../ports-serving.ts';
import type { Version } from '../../release/ids.ts';
import { backwards, servingOrder } from '../serving-order.ts';
import { done, type Step, type StepContext, type StepOutcome } from '../step.ts';

/**
 * Has the new version served: the order is sent, and `await-serving` waits until it is carried out. It is sent even where the version is
 * served already: an older order may still be under way.
 */
export const moveServing: Step = {
  kind: 'move-serving',
  async run(context) {
    const serving = context.machinery.serving(context.policy);
    if (serving === null) return done(true);
    const order = servingOrder(context.release, context.targets);
    return (await send(serving, order, context)) ?? done(false);
  },
  async undo(context) {
    const serving = context.machinery.serving(context.policy);
    if (serving === null) return done(true);
    const order = servingOrder(context.release, context.targets, backwards(context.targets));
    return (await send(serving, order, context)) ?? settled(await serving.state(order, context.lease.call()), order);
  },
};

/** A definite no is told with what is served all the same, where that can be found out. */
async function send(serving: Serving, order: ServingOrder, { lease }: StepContext): Promise<StepOutcome | null> {
  try {
    await serving.move(order, lease.call());
    return null;
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.retry) throw error;
    const state = await serving.state(order, lease.call()).catch(unlessBug);
    const served = state === null || state.kind === 'moving' ? {} : { served: state.version };
    return { kind: 'refused', code: error.code, words: error.reply, ...served };
  }
}

function unlessBug(error: unknown): null {
  if (error instanceof ReleaseError) return null;
  throw error;
}

/** The way back is gone only when what was live before is served again. */
function settled(state: ServingState, { version }: ServingOrder): StepOutcome {
  if (state.kind === 'moving') {
    return { kind: 'again', code: 'serving_moving', words: state.words ?? `${named(version)} is not served yet.` };
  }
  if (state.version === version) return done(false);
  if (state.kind === 'failed')
    return { kind: 'refused', code: 'serving_failed', words: state.words, served: state.version };
  return { kind: 'again', code: 'serving_order_lost', words: `What serves it still has ${named(state.version)}.` };
}

function named(version: Version | null): string {
  return version === null ? 'nothing' : `v${version}`;
}
