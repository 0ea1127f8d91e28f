import type { Delivery, Request } from '../release/command.ts';
import { decidePause, decideResume, type ScopeWish } from '../release/decide-lane.ts';
import type { StreamId } from '../release/event.ts';
import type { PersonId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Decision } from '../release/outcome.ts';
import { environmentStream, laneStream, modelStream, releaseStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { type Decided, type Written, write } from './write.ts';

type RequestOf<K extends Request['kind']> = Extract<Request, { kind: K }>;

interface Scope {
  readonly name: string;
  readonly stream: StreamId;
  readonly lanes: readonly LanePolicy[];
  /** Whether its lanes' own pauses (after a rollback, a move from outside) end with it. */
  readonly alsoLanes: boolean;
}

/** Nothing goes live in this environment, or of this model, until somebody resumes or the time has come. Cards stop asking at once. */
export function pause(deps: Deps, delivery: Delivery, { scope, until, reason }: RequestOf<'pause'>): Promise<Written> {
  return waking(
    deps,
    scope,
    inScope(deps, delivery, scope, (wish) => decidePause(wish, until, reason)),
  );
}

/** Ends a pause, and makes what waited for it due. */
export function resume(deps: Deps, delivery: Delivery, { scope, reason }: RequestOf<'resume'>): Promise<Written> {
  const resumed = inScope(deps, delivery, scope, (wish, { alsoLanes }) => decideResume(wish, alsoLanes, reason));
  return waking(deps, scope, resumed);
}

/** What is open there is looked at anew once it is written. */
async function waking(deps: Deps, scope: string, writing: Promise<Written>): Promise<Written> {
  const written = await writing;
  const found = scopeOf(deps, scope);
  if (written.kind === 'written' && found !== null) await wakeOpen(deps, found.lanes);
  return written;
}

async function inScope(
  deps: Deps,
  delivery: Delivery,
  asked: string,
  decide: (wish: ScopeWish, scope: Scope) => Decision,
): Promise<Written> {
  const scope = scopeOf(deps, asked);
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error('only people pause and resume');
  if (scope === null) return { kind: 'refused', refusal: { kind: 'unknown-scope', asked, possible: possible(deps) } };
  return write(deps, { command: delivery.id, by }, () => decideNow(deps, scope, by.id, decide));
}

async function decideNow(
  deps: Deps,
  scope: Scope,
  by: PersonId,
  decide: (wish: ScopeWish, scope: Scope) => Decision,
): Promise<Decided> {
  const known = await Promise.all(scope.lanes.map((lane) => laneFactsWithPeople(deps, lane, [by], [])));
  const own = await deps.store.scope(scope.stream);
  const lengths = new Map([...known.flatMap((one) => [...one.lengths]), [scope.stream, own.length] as const]);
  const wish: ScopeWish = {
    scope: scope.name,
    stream: scope.stream,
    lanes: known.map((one) => one.facts),
    pauses: own.pauses,
    by,
  };
  return { decision: decide(wish, scope), lengths, lane: null };
}

/** `production`, `churn`, or one lane as `churn/production`. */
function scopeOf({ policies }: Deps, asked: string): Scope | null {
  const wanted = asked.toLowerCase();
  const all = policies.lanes();
  const lane = all.find((one) => one.lane.toLowerCase() === wanted);
  if (lane !== undefined) return { name: lane.lane, stream: laneStream(lane.lane), lanes: [lane], alsoLanes: true };
  const environment = policies.environments().find((one) => one.toLowerCase() === wanted);
  if (environment !== undefined) {
    const lanes = all.filter((one) => one.environment === environment);
    return { name: environment, stream: environmentStream(environment), lanes, alsoLanes: false };
  }
  const model = policies.models().find((one) => one.toLowerCase() === wanted);
  if (model === undefined) return null;
  return { name: model, stream: modelStream(model), lanes: all.filter((one) => one.model === model), alsoLanes: true };
}

function possible({ policies }: Deps): readonly string[] {
  return [...policies.environments(), ...policies.models()];
}

/** What is open in these lanes is looked at anew. */
export async function wakeOpen(deps: Deps, policies: readonly LanePolicy[]): Promise<void> {
  const lanes = await Promise.all(policies.map(({ lane }) => deps.store.lane(lane)));
  const open = lanes.flatMap((lane) => lane.open.map((one) => one.release));
  await Promise.all(open.map((id) => deps.due.wake('look', releaseStream(id), deps.clock())));
}
