import type { Refusal } from '../src/release/outcome.ts';
import type { Line } from '../src/release/view-words.ts';

/** Words for some of the ways to say no. */
export type RefusalWords<K extends Refusal['kind']> = {
  readonly [P in K]: (refusal: Extract<Refusal, { kind: P }>) => Line;
};
