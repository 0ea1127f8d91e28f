import { createHash } from 'node:crypto';
import { ReleaseError } from '../../errors.ts';
import type { ValidatorOptions } from '../../policy/workers.ts';
import type { Trainer, TrainingRef } from '../../ports-trainers.ts';

/** Eight hex digits that name where trainings are found again, and stand before each ref. */
export type Place = string;

const placed = /^([0-9a-f]{8})[.](.+)$/s;

/** Where what this starts is found again, whatever else about it is changed later: its time limit, its arguments, its token. */
export function placeOf(options: ValidatorOptions): Place {
  return createHash('sha256')
    .update(JSON.stringify(wordsOf(options)))
    .digest('hex')
    .slice(0, 8);
}

function wordsOf(options: ValidatorOptions): readonly string[] {
  switch (options.kind) {
    case 'command':
      return [options.kind, options.folder];
    case 'github-actions':
      return [options.kind, options.api, options.repository];
    case 'databricks-job':
      return [options.kind, options.host];
    // Its refs say all that it asks.
    case 'http':
      return [options.kind];
  }
}

/**
 * A trainer whose refs say where they are found. What was started before the policy named another place is followed there: `at` answers
 * with the trainer of a place, and null where this process has not known it.
 */
export function inPlace(trainer: Trainer, place: Place, at: (place: Place) => Trainer | null): Trainer {
  const outward = (ref: TrainingRef): TrainingRef => `${place}.${ref}`;
  function inward<T>(ref: TrainingRef, act: (trainer: Trainer, ref: TrainingRef) => Promise<T>): Promise<T> {
    const [, other = place, rest = ref] = placed.exec(ref) ?? [];
    const there = other === place ? trainer : at(other);
    return there === null ? Promise.reject(new ReleaseError('trainer_replaced', { ref })) : act(there, rest);
  }
  return {
    kind: trainer.kind,
    async find(order, call) {
      const ref = await trainer.find(order, call);
      return ref === null ? null : outward(ref);
    },
    async start(order, call) {
      const { ref, already } = await trainer.start(order, call);
      return { ref: outward(ref), already };
    },
    look: (ref, call) => inward(ref, (there, own) => there.look(own, call)),
    cancel: (ref, call) => inward(ref, (there, own) => there.cancel(own, call)),
    log: (ref, call) => inward(ref, (there, own) => there.log(own, call)),
    registered: (ref, call) => inward(ref, (there, own) => there.registered(own, call)),
  };
}
