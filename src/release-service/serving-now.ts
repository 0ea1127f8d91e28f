import type { Call } from '../ports.ts';
import type { Serving, ServingOrder } from '../ports-serving.ts';
import { effectiveLive } from '../release/decide-live.ts';
import type { LaneFacts } from '../release/facts.ts';
import { CommandId, type Version } from '../release/ids.ts';
import type { Deps } from './deps.ts';
import { releaseIdOf } from './ids.ts';

const nobodysRelease = CommandId.parse('rehearsal');

/** What one check of a rehearsal found. */
export interface Finding {
  readonly ok: boolean;
  readonly words: string;
}

/** Whether what serves here answers, serves what is live, and would let the alias move. Moves nothing. */
export async function servingNow(deps: Deps, facts: LaneFacts, target: Version, call: Call): Promise<Finding> {
  const { policy } = facts;
  const serving = deps.outsiders.serving(policy);
  if (serving === null) return { ok: true, words: 'nothing has to be told: the alias alone decides' };
  const from = effectiveLive(facts)?.version ?? null;
  const { model, environment, registeredName: name } = policy;
  const release = releaseIdOf(nobodysRelease, policy.lane);
  return answersTo(serving, { release, model, environment, name, version: target, from }, call);
}

async function answersTo(serving: Serving, order: ServingOrder, call: Call): Promise<Finding> {
  const [state, may] = await Promise.all([serving.state(order, call), serving.mayMove(order, call)]);
  if (state.kind === 'failed') return { ok: false, words: `it does not serve: ${state.words}` };
  if (state.kind === 'moving') return { ok: false, words: `it is moving now: ${state.words ?? 'no more is known'}` };
  if (state.version !== order.from)
    return { ok: false, words: `it serves v${state.version ?? 'none'}, and v${order.from ?? 'none'} is live` };
  const answers = `it answers, and serves v${order.from ?? 'none'}`;
  return may.kind === 'yes'
    ? { ok: true, words: answers }
    : { ok: true, words: `${answers}; a rollback would wait now: ${may.words}` };
}
