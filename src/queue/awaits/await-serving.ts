import type { AwaitContext, Awaited } from '../await-step.ts';
import { noteScored } from '../note-scored.ts';
import { servingOrder } from '../serving-order.ts';

/** Waits until the new version is served. */
export async function awaitServing(context: AwaitContext): Promise<Awaited> {
  const { deps, policy, release, call } = context;
  const serving = deps.outsiders.serving(policy);
  const targets = release.execution?.targets;
  if (serving === null || targets === undefined) return { kind: 'come' };
  const order = servingOrder(release, targets);
  const state = await serving.state(order, call);
  switch (state.kind) {
    case 'moving':
      return { kind: 'still', state: 'moving', words: state.words, url: null };
    case 'failed':
      return { kind: 'failed', code: 'serving_failed', words: state.words, served: state.version };
    case 'serving': {
      if (state.version !== order.version) return lost(state.version);
      await noteScored(context, serving, order);
      return { kind: 'come' };
    }
  }
}

/** Something else is served, and nothing is under way: nobody there knows of the order any more. */
function lost(served: string | null): Awaited {
  const words = `What serves it has ${served === null ? 'nothing' : `v${served}`} and knows of no order.`;
  return { kind: 'lost', code: 'serving_order_lost', words };
}
