import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import type { Answer, Gate } from './gate.ts';
import { type Signature, signatureOf } from './signature.ts';
import { differencesOf } from './signature-difference.ts';
import { accepting, answering, type Rules, same, steering } from './signature-rules.ts';
import { few } from './together.ts';

/** `{ schema: backward }` or `{ schema: same }`: the model's signature beside the champion's. */
export const Schema = z.strictObject({
  schema: z.enum(['same', 'backward'], 'not a way to compare. Write `backward`, or `same` where nothing may change.'),
});
export type Schema = z.output<typeof Schema>;

type Kept = Readonly<Record<keyof Signature, Rules>>;

const backward: Kept = { inputs: accepting, outputs: answering, params: steering };

/** What those who call `before` could not send to, or read from, `now`, in words; a sentence where nobody can tell. */
export function callersLose(before: VersionFacts, now: VersionFacts): readonly string[] | string {
  const [old, other] = [signatureOf(before), signatureOf(now)];
  if (typeof old === 'string')
    return `The signature of v${before.version} is ${old === 'none' ? 'missing' : 'not readable'}.`;
  if (typeof other === 'string')
    return `The signature of v${now.version} is ${other === 'none' ? 'missing' : 'not readable'}.`;
  return all(old, other, backward);
}

/**
 * Passes when callers of the champion can call the candidate. `same`: inputs, outputs and params are equal, whatever their order.
 * `backward`, by what MLflow enforces when it serves: every request that was accepted still is (inputs may be dropped, made optional
 * or widened from integer to long or double, or from float to double; new ones are optional; tensors keep their dtype, a fixed
 * dimension may become free), outputs keep their columns and types and may get more, params stay and may get more.
 */
export function schema({ schema: mode }: Schema): Gate {
  const kept: Kept = mode === 'same' ? { inputs: same, outputs: same, params: same } : backward;
  return {
    kind: 'schema',
    label: mode === 'same' ? 'schema same as live' : 'schema fits those who call it',
    about: null,
    check({ candidate, champion }) {
      const now = signatureOf(candidate);
      if (typeof now === 'string') return unknown(now, candidate, 'missing');
      if (champion === null)
        return { status: 'no-champion', reason: 'Nothing is live yet, so there is no schema to keep.', cure: null };
      const before = signatureOf(champion);
      if (typeof before === 'string') return unknown(before, champion, 'not-comparable');
      return compared(before, now, kept, champion);
    },
  };
}

function unknown(why: 'none' | 'unreadable', { version }: VersionFacts, status: Answer['status']): Answer {
  if (why === 'unreadable')
    return {
      status: 'cannot-tell',
      reason: `The signature of v${version} cannot be read.`,
      cure: 'Compare the two by hand.',
    };
  return status === 'missing'
    ? { status, reason: 'The signature is missing.', cure: 'Log the model with a signature, and register it again.' }
    : { status, reason: `v${version}, which is live, has no signature.`, cure: 'Compare the two by hand.' };
}

function compared(before: Signature, now: Signature, kept: Kept, { version }: VersionFacts): Answer {
  const broken = all(before, now, kept);
  if (broken.length > 0)
    return {
      status: 'fail',
      reason: `Not as v${version}: ${few(broken)}.`,
      cure: 'Keep what callers send and read, and register a new version.',
    };
  const changed = all(before, now, { inputs: same, outputs: same, params: same });
  const reason = changed.length === 0 ? `Same as v${version}.` : `Callers of v${version} can stay: ${few(changed)}.`;
  return { status: 'pass', reason, cure: null };
}

function all(before: Signature, now: Signature, kept: Kept): readonly string[] {
  return [
    ...differencesOf('input', before.inputs, now.inputs, kept.inputs),
    ...differencesOf('output', before.outputs, now.outputs, kept.outputs),
    ...differencesOf('param', before.params, now.params, kept.params),
  ];
}
