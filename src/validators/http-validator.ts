import { z } from 'zod';
import { ReleaseError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { parseJson } from '../http/answer.ts';
import type { OutsideCheck, OutsideChecks } from '../ports-outside.ts';
import type { Trainer, TrainingOrder, TrainingRef, TrainingState } from '../ports-trainers.ts';
import type { CheckAnswer } from '../release/gate-facts.ts';
import { ReleaseId, Version } from '../release/ids.ts';

export interface HttpValidatorOptions {
  /** The team's check; its secret already resolved. */
  readonly check: OutsideCheck;
  readonly checks: OutsideChecks;
  /** Where the version is: the environment's registry, and the model's name there. */
  readonly registry: string;
  readonly name: string;
}

const Ref = z.strictObject({
  release: ReleaseId,
  attempt: z.int().positive(),
  model: z.string(),
  environment: z.string(),
  commit: z.string(),
  version: Version,
});

/**
 * Validates by asking a team's own check about the version. Nothing is started and nothing is kept: the ref is the question, each look
 * asks it, and asking twice is the same as asking once.
 */
export function httpValidator({ check, checks, registry, name }: HttpValidatorOptions): Trainer {
  return {
    kind: 'http',
    find: async () => null,
    start: async (order) => ({ ref: refOf(order), already: false }),
    async look(ref, call) {
      const { commit, ...asked } = questionIn(ref);
      const where = { registry, name, commit: commit === '' ? null : commit };
      const question = { v: 1, kind: 'validation', ...asked, ...where };
      return meaning(await checks.ask(check, question, call));
    },
    cancel: async () => {},
    log: async () => null,
    registered: async () => null,
  };
}

function refOf({ release, attempt, model, environment, commit, version }: TrainingOrder): TrainingRef {
  if (version === undefined) throw new ReleaseError('training_refused', { words: 'It names no version to look at.' });
  return canonical({ release, attempt, model, environment, commit, version });
}

function questionIn(ref: TrainingRef): z.infer<typeof Ref> {
  const parsed = Ref.safeParse(parseJson(ref));
  if (parsed.success) return parsed.data;
  throw new ReleaseError('trainer_answer_malformed', { why: parsed.error.message });
}

/** One that cannot tell yet is asked again. */
function meaning({ status, reason: words }: CheckAnswer): TrainingState {
  switch (status) {
    case 'pass':
      return { kind: 'succeeded', url: null };
    case 'fail':
      return { kind: 'failed', words, url: null };
    case 'cannot-tell':
      return { kind: 'running', words, url: null };
  }
}
