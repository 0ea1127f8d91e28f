import { expect, test } from 'vitest';
import { lacksCompanions } from '../../sandbox/python.ts';

test.each([
  ['No matching distribution found for mlflow-skinny==3.18.0', true],
  ['ERROR: No matching distribution found for mlflow-tracing==3.18.0', true],
  ['No matching distribution found for mlflow==3.18.0', false],
  ['No matching distribution found for scikit-learn==1.9.1', false],
  ['Could not install packages due to an OSError: [Errno 28] No space left on device', false],
  ['Could not fetch URL: connection error', false],
])('pip says "%s": another way is taken: %s', (said, other) => {
  expect(lacksCompanions(`pip install ended with 1:\n${said}\n`)).toBe(other);
});
