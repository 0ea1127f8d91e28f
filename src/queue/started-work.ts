import { ReleaseError } from '../errors.ts';
import type { Trainer, TrainingOrder } from '../ports-trainers.ts';
import type { StepState } from '../release/state-execution.ts';
import { leaseMs } from './lease.ts';
import { done, type StepContext, type StepOutcome } from './step.ts';
import { hasEnded, type Training } from './training.ts';

type Acting = Pick<StepContext, 'lease' | 'now'>;

/** Lists of what was started lag: one whose answer got lost shows itself within this time. */
const showsWithinMs = 60_000;

/** Starts what an order wants, once however often it is called, or finds it started. `step` is the one that starts it. */
export async function startOnce(
  { trainer, order }: Training,
  { lease, now, step }: Acting & Pick<StepContext, 'step'>,
): Promise<StepOutcome> {
  const found = await trainer.find(order, lease.call());
  if (found !== null) return { kind: 'done', already: true, ref: found };
  notBeforeItShows(step, now());
  if (await oneBeforeGoesOn(trainer, order, lease))
    return { ...notEnded, words: 'The attempt before was asked to end, and has not yet.' };
  const { ref, already } = await trainer.start(order, lease.call());
  return { kind: 'done', already, ref };
}

/** Asks what was started to end, also what only `find` knows, and sees it ended; safe at any time, any number of times. */
export async function ended({ trainer, order, started }: Training, { lease, now }: Acting): Promise<StepOutcome> {
  const ref = started.ref ?? (await trainer.find(order, lease.call()));
  if (ref === null) {
    notBeforeItShows(started, now());
    return done(true);
  }
  if (hasEnded(await trainer.look(ref, lease.call()))) return done(true);
  await trainer.cancel(ref, lease.call());
  if (hasEnded(await trainer.look(ref, lease.call()))) return done(false);
  return notEnded;
}

const notEnded = { kind: 'again', code: 'training_not_ended', words: 'It was asked to end, and has not yet.' } as const;

/** What took too long was asked to end: two would register a version each. It is asked once more. */
async function oneBeforeGoesOn(trainer: Trainer, order: TrainingOrder, lease: Acting['lease']): Promise<boolean> {
  if (order.attempt === 1) return false;
  const ref = await trainer.find({ ...order, attempt: order.attempt - 1 }, lease.call());
  if (ref === null || hasEnded(await trainer.look(ref, lease.call()))) return false;
  await trainer.cancel(ref, lease.call());
  return true;
}

/** An earlier attempt that got no answer may still show what it started: throws until then. */
function notBeforeItShows({ status, attempt, startedAt, retry }: StepState, now: number): void {
  if (attempt === 0 || startedAt === null) return;
  // The last attempt sent nothing: it had only waited for one before it, and this one comes after that.
  if (status === 'retrying' && retry?.code === 'training_may_show') return;
  const waits = startedAt + leaseMs + showsWithinMs - now;
  if (waits > 0) throw new ReleaseError('training_may_show', { retryAfterMs: waits });
}
