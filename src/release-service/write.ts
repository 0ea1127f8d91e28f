import { ReleaseError } from '../errors.ts';
import type { Batch } from '../ports-store.ts';
import type { Actor, Entry, Event, StreamId } from '../release/event.ts';
import type { CommandId, LaneKey } from '../release/ids.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { Answer, Append, Decision, Refusal } from '../release/outcome.ts';
import type { Deps } from './deps.ts';

const attempts = 20;

/** What a decision was made on, and what it was. */
export interface Decided {
  readonly decision: Decision;
  readonly lengths: ReadonlyMap<StreamId, number>;
  /** Null when the decision looked at no lane. */
  readonly lane: Pick<LaneState, 'lane' | 'rev'> | null;
  /** Where the release lies that it is about, if the decision looked at no lane. */
  readonly liesIn?: LaneKey;
}

export type Written =
  | { readonly kind: 'written'; readonly answer: Answer; readonly entries: readonly Entry[] }
  /** This very command was written before: its entries, whatever would be decided now. */
  | { readonly kind: 'before'; readonly entries: readonly Entry[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Writing {
  readonly command: CommandId;
  readonly by: Actor;
  /** Given where the id was made just now, so that the log need not be asked whether it knows it. */
  readonly made?: 'just-now';
}

/** Reads, decides and appends until nobody else was faster. A refusal is final only if this command has not been written already. */
export async function write(deps: Deps, writing: Writing, decide: () => Promise<Decided>): Promise<Written> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const decided = await decide();
    const { decision } = decided;
    if (decision.kind === 'refused' || decision.appends.length === 0) {
      return settled(deps, writing, decision, attempt);
    }
    const result = await appended(deps, batchOf(deps, writing, decided, decision.appends));
    if (result.kind === 'appended') {
      await refreshCards(deps, decided.lengths, result.entries);
      return { kind: 'written', answer: decision.answer, entries: result.entries };
    }
    if (result.kind === 'already') return { kind: 'before', entries: result.entries };
  }
  throw new ReleaseError('store_unavailable', { why: 'others kept being faster', command: writing.command });
}

function batchOf(
  deps: Deps,
  { command, by }: Writing,
  { lengths, lane, liesIn }: Decided,
  appends: readonly Append[],
): Batch {
  return {
    command,
    by,
    at: deps.clock(),
    policy: deps.policies.number(),
    appends: appends.map((one) => ({ ...one, expected: lengths.get(one.stream) ?? 0 })),
    basedOn: lane === null ? [] : [{ lane: lane.lane, rev: lane.rev }],
    lanes: liesIn === undefined ? [] : [liesIn],
  };
}

/** What changes "Live now" or a pause changes other cards of the lane, too; those of what was written are shown anyway. A card that is missed here is late, not wrong for ever: its next event draws it. */
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
  const written = new Set(entries.map(({ stream }) => stream));
  const isOther = (stream: StreamId) => stream.startsWith('r-') && !written.has(stream);
  const releases = [...lengths].filter(([stream, length]) => length > 0 && isOther(stream));
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

/** An id that was made just now and never sent cannot have been written; any other is looked up. */
async function settled(deps: Deps, { command, made }: Writing, decision: Decision, attempt: number): Promise<Written> {
  const entries = made === 'just-now' && attempt === 0 ? null : await deps.store.wrote(command);
  if (entries !== null && entries.length > 0) return { kind: 'before', entries };
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
  return { kind: 'written', answer: decision.answer, entries: [] };
}
