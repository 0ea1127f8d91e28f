import type { GateConfig } from '../release/lane-policy.ts';
import type { Path } from './places.ts';

/** Where a part of the effective policy comes from. */
export type Origin =
  | { readonly kind: 'file' | 'floor'; readonly path: Path }
  | { readonly kind: 'template' | 'add-on' | 'profile'; readonly name: string }
  | { readonly kind: 'default' };

/** A gate of a lane. `name` is what `loosen` calls it by; null where it has none. */
export interface LayeredGate {
  readonly name: string | null;
  readonly config: GateConfig;
  readonly from: Origin;
  /** What else asks for the same gate. */
  readonly also?: readonly Origin[];
}
