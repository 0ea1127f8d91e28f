import { ReleaseError } from '../errors.ts';
import type { Delivery, ReleaseCommand } from '../release/command.ts';
import { decide } from '../release/decide.ts';
import type { PersonId } from '../release/ids.ts';
import { refused } from '../release/outcome.ts';
import { releaseStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { laneFactsWithPeople } from './facts.ts';
import { sinceThen } from './since-then.ts';
import { type Decided, type Written, write } from './write.ts';

/** A person's word on one release. */
export async function onRelease(deps: Deps, delivery: Delivery, command: ReleaseCommand): Promise<Written> {
  const { by } = delivery;
  if (by.kind !== 'person') throw new Error(`${command.kind} comes from people only`);
  const written = await write(deps, { command: delivery.id, by }, () => decideNow(deps, by.id, command));
  if (written.kind === 'written') await wake(deps, command);
  if (written.kind === 'refused' && written.refusal.kind === 'stale-evidence')
    return { kind: 'refused', refusal: await sinceThen(deps, command.release, written.refusal) };
  return written;
}

async function decideNow(deps: Deps, by: PersonId, command: ReleaseCommand): Promise<Decided> {
  const seen = await deps.store.release(command.release);
  if (seen === null) return { decision: refused({ kind: 'unknown-release' }), lengths: new Map(), lane: null };
  const policy = deps.policies.lane(seen.model, seen.environment);
  if (policy === null) throw new ReleaseError('lane_not_in_policy', { release: seen.id });
  const { facts, lengths } = await laneFactsWithPeople(deps, policy, [by], [seen.id]);
  const state = facts.others.get(seen.id) ?? seen;
  return { decision: decide({ ...facts, state }, by, command), lengths, lane: facts.lane };
}

/** Looking again is asked for, not written down. */
async function wake(deps: Deps, command: ReleaseCommand): Promise<void> {
  if (command.kind === 'check-again') await deps.due.wake('look', releaseStream(command.release), deps.clock());
}
