import type { Delivery, Request } from '../release/command.ts';
import type { Entry } from '../release/event.ts';
import type { LaneKey } from '../release/ids.ts';
import { decideSignals } from '../release/incident/decide-signals.ts';
import { evolveIncident } from '../release/incident/evolve.ts';
import { type Mapped, type Mapping, mapSignal } from '../release/incident/mapping.ts';
import { targetQuestion } from '../release/incident/score-target.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Deps } from './deps.ts';
import { commandFor, incidentIdOf } from './ids.ts';
import { incidentFacts } from './incidents.ts';
import { slots } from './slots.ts';
import { tellUnmapped } from './unmapped.ts';
import { type Written, write } from './write.ts';

type Signals = Extract<Request, { kind: 'signals' }>;

/** So many lanes are written to at a time: one message may be about hundreds. */
const atATime = 8;

/** What one message of a source does: to each lane that it is about, and to the admin channel where it is about none. Safe to repeat. */
export async function takeSignals(deps: Deps, delivery: Delivery, request: Signals): Promise<Written> {
  const rules = deps.policies.signalRules?.(request.source) ?? [];
  const lanes = deps.policies.lanes();
  const now = deps.clock();
  const mappings = request.signals.map((signal) => mapSignal(signal, rules, lanes, now));
  const turn = slots(atATime);
  const written = await Promise.all([
    ...byLane(mappings).map((mapped) => turn(() => takeInLane(deps, delivery, request, mapped))),
    turn(() => tellUnmapped(deps, delivery, request.source, mappings)),
  ]);
  return {
    kind: 'written',
    answer: { kind: written.some(({ entries }) => entries.length > 0) ? 'noted' : 'unchanged' },
    entries: written.flatMap(({ entries }) => entries),
  };
}

function byLane(mappings: readonly Mapping[]): readonly (readonly [Mapped, ...Mapped[]])[] {
  const lanes = new Map<LaneKey, [Mapped, ...Mapped[]]>();
  for (const mapping of mappings) {
    if (mapping.kind === 'unmapped') continue;
    const there = lanes.get(mapping.policy.lane);
    if (there === undefined) lanes.set(mapping.policy.lane, [mapping]);
    else there.push(mapping);
  }
  return [...lanes.values()];
}

/** The lane is the guard: two messages cannot both be the first to open an incident of a kind. */
async function takeInLane(
  deps: Deps,
  { id, by }: Delivery,
  { source, signed }: Signals,
  mapped: readonly [Mapped, ...Mapped[]],
): Promise<Pick<Extract<Written, { kind: 'written' }>, 'entries'>> {
  const [{ policy }] = mapped;
  const { lane } = policy;
  const command = commandFor(id, lane);
  const idFor = (of: Mapped['of']) => incidentIdOf(command, lane, of);
  const written = await write(deps, { command, by }, async () => {
    const { facts, lengths } = await incidentFacts(deps, policy);
    const decision = decideSignals(facts, { source, signed, by, idFor }, mapped);
    return { decision, lengths, lane: facts.lane };
  });
  const entries = written.kind === 'refused' ? [] : written.entries;
  await wakeOpened(deps, policy, entries);
  return { entries };
}

/** A first look at once, where it can find out how the version before would do. Lost, it is had at the first reminder. */
async function wakeOpened(deps: Deps, policy: LanePolicy, entries: readonly Entry[]): Promise<void> {
  const now = deps.clock();
  for (const { stream, event, at, by, index } of entries) {
    if (event.kind !== 'incident-opened') continue;
    const state = evolveIncident(null, { event, at, by, index });
    if (targetQuestion(state, policy, now) !== null) await deps.due.wake('look', stream, now);
  }
}
