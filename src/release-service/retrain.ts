import type { Delivery, Request } from '../release/command.ts';
import { decideRetrain } from '../release/decide-retrain.ts';
import { retraining, toldToIncidents } from './answer-incidents.ts';
import type { Deps } from './deps.ts';
import { releaseIdOf } from './ids.ts';
import { openIn } from './open.ts';
import { lastLiveLane } from './resolve.ts';
import type { Written } from './write.ts';

/** Asks for the commit of what is live to be trained once more, on today's data: the result comes to review. */
export async function retrain(
  deps: Deps,
  delivery: Delivery,
  { model, environment, reason, incident, via }: Extract<Request, { kind: 'retrain' }>,
): Promise<Written> {
  const lane = await lastLiveLane(deps, { model, environment });
  if (lane.kind === 'refused') return lane;
  const { id, by } = delivery;
  const again = { id: releaseIdOf(id, lane.found.lane), by, reason, via };
  return openIn(deps, delivery, lane.found, (known) =>
    toldToIncidents(deps, known, decideRetrain(known.facts, again), by, retraining(incident)),
  );
}
