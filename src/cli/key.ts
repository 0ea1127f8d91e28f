import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseArgs } from 'node:util';
import { keysIn } from '../policy/keys.ts';
import type { Policy } from '../policy/parse.ts';
import { PersonId } from '../release/ids.ts';
import { type ExitCode, print, usageError } from './verb.ts';

const bytes = 32;
const form = /^[A-Za-z0-9_-]{32,512}$/;

/** `key`: makes a key for a person. It is printed once and kept nowhere; the policy gets its digest. */
export async function makeKey(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { for: { type: 'string' } } });
  const person = PersonId.safeParse(values.for);
  if (!person.success) return usageError('Say whose key it is: signalbox key --for U0PAT');
  const key = randomBytes(bytes).toString('base64url');
  print(
    `The key of ${person.data}, printed this once. It belongs in their password manager, and nowhere else:`,
    '',
    `  ${key}`,
    '',
    'This line belongs under people: in the policy. It proves the key and does not give it away:',
    '',
    `  "key:${digestOf(key).toString('hex')}": ${person.data}`,
  );
  return 0;
}

/** Whose key this is, or why it is nobody's. */
export type Holder =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'nobody'; readonly words: string };

/** Whom the policy names behind a key. Every digest is compared, each in the same time, so that answers tell nothing of the others. */
export function holderOf(people: Policy['people'], key: string): Holder {
  if (!form.test(key))
    return { kind: 'nobody', words: 'This is no key. It has 32 characters or more: letters, digits, - and _.' };
  const given = digestOf(key);
  const found = [...keysIn(people)].filter(([digest]) => timingSafeEqual(Buffer.from(digest, 'hex'), given));
  const [, id] = found[0] ?? [];
  return id === undefined ? { kind: 'nobody', words: unknownKey } : { kind: 'person', id };
}

const unknownKey =
  'The policy knows no such key. Whoever keeps the policy makes one with `signalbox key --for U0PAT` and adds its line under people:.';

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
