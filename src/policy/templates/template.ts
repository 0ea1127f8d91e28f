import type { About } from '../template-schema.ts';

/** A gate as people would write it in the file. */
export type WrittenGate = Readonly<Record<string, unknown>>;

/** Gates that belong to a kind of model, or to a way of using one. */
export interface Template {
  /** What it must be told; each with an example of it. */
  readonly needs: Readonly<Partial<Record<keyof About, string>>>;
  /** What it may be told. */
  readonly takes: readonly (keyof About)[];
  /** By the name under which a model may loosen one. */
  gates(about: About): Readonly<Record<string, WrittenGate>>;
}

/** Better than what is live, by the margin that the model names. */
export function better({ primary, by, direction }: About, usual: 'higher' | 'lower'): WrittenGate {
  return { improves: primary, ...(by === undefined ? {} : { by }), direction: direction ?? usual };
}

/** No slice worse than what is live, but for the tolerance. */
export function noSliceWorse({ slices, tolerance, direction }: About, usual: 'higher' | 'lower'): WrittenGate {
  return { 'not-worse': slices, tolerance: tolerance ?? 0.01, direction: direction ?? usual };
}
