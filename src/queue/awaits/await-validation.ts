import type { Call } from '../../ports.ts';
import type { TrainingState } from '../../ports-trainers.ts';
import type { LanePolicy } from '../../release/lane-policy.ts';
import type { AwaitContext, Awaited } from '../awaiting.ts';
import type { Training } from '../training.ts';
import { validationOf } from '../validation.ts';

/** How long a validation may take where its policy does not say. */
const usualMs = 24 * 3_600_000;

/** Waits until the version has been validated. One that ends otherwise, or does not end, changes nothing that is live. */
export async function awaitValidation({ deps, policy, release, call }: AwaitContext): Promise<Awaited> {
  const validation = validationOf(deps.outsiders, policy, release);
  if (validation === null) return { kind: 'come' };
  if ('kind' in validation) return { ...validation, kind: 'failed' };
  const { trainer, started } = validation;
  if (started.ref === null) return { kind: 'failed', code: 'validation_lost', words: 'Nobody knows what was started.' };
  const state = await trainer.look(started.ref, longEnough(call, policy, deps.clock()));
  const found = meaning(state);
  if (found.kind !== 'still' || !isOver(validation, policy, deps.clock())) return found;
  await trainer.cancel(started.ref, call);
  return { kind: 'failed', code: 'validation_timeout', words: 'It took longer than it may, and was ended.' };
}

/** A check that is asked has a time for each answer; for all of them together there is the usual one. */
function isOver({ started }: Training, { validate }: LanePolicy, now: number): boolean {
  const given = validate?.kind === 'http' ? usualMs : validate?.['timeoutMs'];
  return now - (started.startedAt ?? now) >= (typeof given === 'number' ? given : usualMs);
}

/** A check that is asked may take as long as its policy says, each time. */
function longEnough(call: Call, { validate }: LanePolicy, now: number): Call {
  const given = validate?.kind === 'http' ? validate['timeoutMs'] : null;
  return typeof given === 'number' ? { ...call, deadline: Math.max(call.deadline, now + given + 1_000) } : call;
}

function meaning(state: TrainingState): Awaited {
  switch (state.kind) {
    case 'queued':
    case 'running':
    case 'waiting':
      return { kind: 'still', state: state.kind, words: state.words, url: state.url };
    case 'succeeded':
      return { kind: 'come' };
    case 'failed':
      return { kind: 'failed', code: 'validation_failed', words: state.words };
    case 'cancelled':
      return { kind: 'failed', code: 'validation_cancelled', words: state.words ?? 'Somebody ended the validation.' };
    case 'lost':
      return { kind: 'failed', code: 'validation_lost', words: state.words };
  }
}
