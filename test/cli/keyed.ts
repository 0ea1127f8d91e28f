import { createHash } from 'node:crypto';
import { holderOf } from '../../src/cli/key.ts';
import type { KeyedDesk } from '../../src/cli/keyed.ts';
import type { Stage } from '../features/support.ts';
import { deskOn } from './calling.ts';

/** A key of each person of the stage, as `signalbox key` would make one. */
export function keyOf(person: string): string {
  return `${person}-`.padEnd(40, 'k');
}

/** The line of the policy for it. */
export function keyLine(person: string): string {
  return `"key:${createHash('sha256').update(keyOf(person)).digest('hex')}": ${person}`;
}

/** The policy with a key for each of these people. */
export function withKeys(policy: string, ...people: readonly string[]): string {
  return `people: { ${people.map(keyLine).join(', ')} }\n${policy}`;
}

/** Where somebody stands after their key was asked for. */
export async function keyedDesk(on: Stage, policy: string, person: string): Promise<KeyedDesk> {
  const desk = await deskOn(on, policy);
  const holder = holderOf(desk.people, keyOf(person));
  if (holder.kind === 'nobody') throw new Error(holder.words);
  return { ...desk, person: holder.id };
}
