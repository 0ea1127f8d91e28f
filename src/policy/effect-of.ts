import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import type { Policy } from './schema.ts';

/** A lane whose effect is looked at. */
export interface Effect {
  readonly policy: Policy;
  readonly model: string;
  readonly own: Model;
  readonly environment: string;
  readonly here: Environment;
}
