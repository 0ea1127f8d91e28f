import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import type { Policy } from './schema.ts';

/** What the platform's own file names: a team's file may not speak in its place. */
export interface RootNames {
  readonly groups: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
}

/** A lane whose effect is looked at. */
export interface Effect {
  readonly policy: Policy;
  readonly model: string;
  readonly own: Model;
  readonly environment: string;
  readonly here: Environment;
  readonly root: RootNames;
}
