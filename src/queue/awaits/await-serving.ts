import type { Version } from '../../release/ids.ts';
import type { LanePolicy } from '../../release/lane-policy.ts';
import type { ReleaseState } from '../../release/state.ts';
import type { AwaitContext, Awaited } from '../awaiting.ts';
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
      return isOver(release, policy, deps.clock())
        ? { kind: 'failed', code: 'serving_timeout', words: tookTooLong(state.words) }
        : { kind: 'still', state: 'moving', words: state.words, url: null };
    case 'failed':
      return { kind: 'failed', code: 'serving_failed', words: state.words, served: state.version };
    case 'serving': {
      if (state.version !== order.version) return lost(state.version);
      await noteScored(context, serving, order);
      return { kind: 'come' };
    }
  }
}

/** Longer than the policy lets it take; where that is not said, until the release is given up. */
function isOver({ execution, giveUpAfterMs }: ReleaseState, { serving }: LanePolicy, now: number): boolean {
  const sent = execution?.steps.find(({ kind }) => kind === 'move-serving')?.startedAt ?? now;
  const given = serving?.['timeoutMs'];
  return now - sent >= (typeof given === 'number' ? given : giveUpAfterMs);
}

function tookTooLong(words: string | null): string {
  return `It is still under way, longer than the policy allows${words === null ? '.' : `: ${words}`}`;
}

/** Something else is served, and nothing is under way: nobody there knows of the order any more. */
function lost(served: Version | null): Awaited {
  const words = `What serves it has ${served === null ? 'nothing' : `v${served}`} and knows of no order.`;
  return { kind: 'lost', code: 'serving_order_lost', words, served };
}
