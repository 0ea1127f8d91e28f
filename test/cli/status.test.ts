import { expect, test } from 'vitest';
import { policyDigest } from '../../src/policy/active.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { liveVersion, productionPolicy, registered } from '../features/gated.ts';
import { stage } from '../features/support.ts';
import { redisUrl, signalbox } from './calling.ts';

test('status is the map of the policy, with what is under way below it; trace tells what the log knows without a registry', async () => {
  const policy = productionPolicy();
  const on = await stage({ policy });
  await liveVersion(on, 0.9);
  await on.type('pat', 'pause production because stock-taking');
  await on.type('kim', 'pause production because stock-taking');
  await on.type('pat', `promote churn@${registered(on, 0.92)} to production`);
  const env = { REDIS_URL: redisUrl(on) };
  const bare = await signalbox(env, 'status');
  expect(bare.out).toMatch(/^churn\/production: v1, verified, since /);
  await redisPolicyBook(on.db).propose(policy, policyDigest(policy), 0);
  const { code, out } = await signalbox(env, 'status');
  expect(code).toBe(0);
  expect(out).toMatch(/^MODEL +ENVIRONMENT +LIVE +COMMIT +SINCE +LET IN BY +STATE +MODE$/m);
  expect(out).toMatch(
    /^churn +production +v1 +c0ffee0 +\d{4}-\d\d-\d\d \d\d:\d\d +U0KIM U0PLAT +verified, paused, 1 open +enforce$/m,
  );
  expect(out).toMatch(/^ {2}r-\w{10} {2}promotion of v2, review$/m);
  expect(out).toContain('Paused (person) until somebody resumes: stock-taking');

  const traced = await signalbox(env, 'trace', 'churn');
  expect(traced.code).toBe(0);
  expect(traced.out).toMatch(/^production: v1, live since .*, verified$/m);
  expect(traced.out).toContain('approved by @U0KIM, @U0PLAT');
  expect(traced.out).toContain('Could not ask mlflow-prod');
  const asked = await signalbox(env, 'trace', 'churn@candidate');
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('signalbox trace MODEL[@V]') });
  expect(await signalbox(env, 'trace', 'chrn')).toMatchObject({ code: 1, out: expect.stringContaining('churn') });
});
