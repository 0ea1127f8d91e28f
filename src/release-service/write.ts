import { ReleaseError } from '../errors.ts';
import type { Batch } from '../ports-store.ts';
import type { Actor, Entry, Event, StreamId } from '../release/event.ts';
import type { CommandId } from '../release/ids.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { Answer, Decision, Refusal } from '../release/outcome.ts';
import type { Deps } from './deps.ts';

const attempts = 20;

/** What a decision was made on, and what it was. */
export interface Decided {
  readonly decision: Decision;
  readonly lengths: ReadonlyMap<StreamId, number>;
  /** Null when the decision looked at no lane. */
  readonly lane: Pick<LaneState, 'lane' | 'rev'> | null;
}

export type Written =
  | { readonly kind: 'written'; readonly answer: Answer; readonly entries: readonly Entry[] }
  /** This very command was written before: its entries, whatever would be decided now. */
  | { readonly kind: 'before'; readonly entries: readonly Entry[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Writing {
  readonly command: CommandId;
  readonly by: Actor;
}

/** Reads, decides and appends until nobody else was faster. A refusal is final only if this command has not been written already. */
export async function write(deps: Deps, writing: Writing, decide: () => Promise<Decided>): Promise<Written> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { decision, lengths, lane } = await decide();
    if (decision.kind === 'refused' || decision.appends.length === 0) return settled(deps, writing, decision);
    const appends = decision.appends.map((one) => ({ ...one, expected: lengths.get(one.stream) ?? 0 }));
    const basedOn = lane === null ? [] : [{ lane: lane.lane, rev: lane.rev }];
    const result = await appended(deps, {
      ...writing,
      at: deps.clock(),
      policy: deps.policies.number(),
      appends,
      basedOn,
    });
    if (result.kind === 'appended') {
      await refreshCards(deps, lengths, result.entries);
      return { kind: 'written', answer: decision.answer, entries: result.entries };
    }
    if (result.kind === 'already') return { kind: 'before', entries: result.entries };
  }
  throw new ReleaseError('store_unavailable', { why: 'others kept being faster', command: writing.command });
}

/** What changes "Live now" or a pause changes other cards of the lane, too. A card that is missed here is late, not wrong for ever: its next event draws it. */
const seenOnOtherCards: ReadonlySet<Event['kind']> = new Set([
  'went-live',
  'verified',
  'rolled-back',
  'moved-outside',
  'paused',
  'resumed',
  'baseline-trusted',
]);

async function refreshCards(deps: Deps, lengths: Decided['lengths'], entries: readonly Entry[]): Promise<void> {
  if (!entries.some(({ event }) => seenOnOtherCards.has(event.kind))) return;
  const releases = [...lengths].filter(([stream, length]) => length > 0 && stream.startsWith('r-'));
  await Promise.all(releases.map(([stream]) => deps.due.wake('show', stream, deps.clock())));
}

/** After an answer that got lost, the log tells whether the append arrived. */
async function appended(deps: Deps, batch: Batch) {
  try {
    return await deps.store.append(batch);
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.code !== 'store_outcome_unknown') throw error;
    const entries = await deps.store.wrote(batch.command);
    return entries === null ? { kind: 'conflict' as const } : { kind: 'already' as const, entries };
  }
}

async function settled(deps: Deps, writing: Writing, decision: Decision): Promise<Written> {
  const entries = await deps.store.wrote(writing.command);
  if (entries !== null && entries.length > 0) return { kind: 'before', entries };
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
  return { kind: 'written', answer: decision.answer, entries: [] };
}
