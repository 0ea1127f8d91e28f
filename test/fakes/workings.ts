import { usualWatching } from '../../src/policy/watching.ts';
import { usualWorkings } from '../../src/policy/workings.ts';

/** A lane where artifacts are copied, `champion` makes them live, and nothing trains, validates or serves; whence a version comes is nobody's matter. */
export const noWorkings = {
  ...usualWorkings,
  registryUrl: 'https://mlflow.example',
  after: 'registered',
  watching: usualWatching,
} as const;
