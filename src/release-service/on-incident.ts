import type { Delivery, Request } from '../release/command.ts';
import type { PersonId } from '../release/ids.ts';
import { placeOf } from '../release/ids.ts';
import { decideOnIncident, type OnIncident } from '../release/incident/decide-person.ts';
import { refused } from '../release/outcome.ts';
import { incidentStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { incidentFactsWithPeople, loadIncident } from './incidents.ts';
import { type Decided, type Written, write } from './write.ts';

type Asked = Extract<Request, { kind: 'acknowledge' | 'snooze' | 'dismiss' | 'cancel-return' }>;

const unknown = refused({ kind: 'unknown-incident' });

/** A person's word on one incident. */
export async function onIncident(deps: Deps, delivery: Delivery, request: Asked): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error(`${request.kind} comes from people only`);
  return write(deps, { command: delivery.id, by }, () => decideNow(deps, by.id, request, wordOf(request, delivery)));
}

async function decideNow(deps: Deps, by: PersonId, { incident, lane }: Asked, word: OnIncident): Promise<Decided> {
  const { model, environment } = placeOf(lane);
  const policy = deps.policies.lane(model, environment);
  if (policy === null) return { decision: unknown, lengths: new Map(), lane: null };
  const [{ facts, lengths }, state] = await Promise.all([
    incidentFactsWithPeople(deps, policy, [by]),
    loadIncident(deps, incident, lane),
  ]);
  if (state === null) return { decision: unknown, lengths, lane: null };
  const own = new Map([...lengths, [incidentStream(incident, lane), state.length] as const]);
  return { decision: decideOnIncident(facts, state, by, word), lengths: own, lane: facts.lane };
}

function wordOf(request: Asked, { at }: Delivery): OnIncident {
  return request.kind === 'snooze' ? { kind: 'snooze', until: request.until, asked: at } : request;
}
