import { expect, test } from 'vitest';
import { errors, ReleaseError } from '../src/errors.ts';

test('an error carries its code, what is known, its cause, and whether to try again', () => {
  const cause = new Error('socket hang up');
  const error = new ReleaseError('registry_rate_limited', { registry: 'mlflow-prod', retryAfterMs: 2_000 }, { cause });
  expect(error).toMatchObject({
    name: 'ReleaseError',
    code: 'registry_rate_limited',
    details: { registry: 'mlflow-prod', retryAfterMs: 2_000 },
    cause,
    retry: true,
  });
  expect(error.reply).toContain('waits');
});

test.each(Object.entries(errors))('%s has a stable code and a whole sentence as its reply', (code, { reply }) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)+$/);
  expect(reply).toMatch(/^[A-Z].*\.$/);
  expect(reply.length).toBeLessThanOrEqual(140);
});
