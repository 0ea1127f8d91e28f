import { notedInTime } from './dates.ts';
import { joinedSource } from './join.ts';
import { readPolicy } from './parse.ts';
import type { Problem } from './problems.ts';
import { located } from './source.ts';

/** What is right and still worth a look: dates that have passed. Empty for a policy that cannot be used. */
export function policyNotes(text: string, file: string, now: number): readonly Problem[] {
  const read = readPolicy(text, file);
  return read === null ? [] : located(notedInTime(read.joined.raw, now), joinedSource(read.joined));
}
