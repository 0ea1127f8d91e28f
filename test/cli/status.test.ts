import { expect, test } from 'vitest';
import { policyDigest } from '../../src/policy/active.ts';
import { CommandId, IncidentId, PersonId } from '../../src/release/ids.ts';
import type { IncidentEvent } from '../../src/release/incident/event.ts';
import { incidentStream } from '../../src/release/stream.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { symptom } from '../blocks/incident-scenes.ts';
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

test('status says which alerts are open, who has them, and which are quiet', async () => {
  const policy = productionPolicy();
  const on = await stage({ policy });
  const version = await liveVersion(on, 0.9);
  const lane = on.lane('production');
  const base = { environment: 'production', lane, channel: 'C0PROD', why: 'Began 1 min after v1 went live.' };
  const append = (id: IncidentId, of: 'errors' | 'latency', ...more: readonly Draft[]) => {
    const first: Draft = {
      ...base,
      kind: 'incident-opened',
      model: 'churn',
      of,
      live: { version, release: null, since: null },
      target: null,
      advice: 'look',
      symptom: symptom({ key: of }),
    };
    return on.store.append({
      command: CommandId.parse(`signals-${of}`),
      by: { kind: 'person', id: PersonId.parse('U0PAT') },
      at: on.clock.now(),
      policy: 1,
      appends: [
        {
          stream: incidentStream(id, lane),
          expected: 0,
          events: [first, ...more].map((draft) => ({ ...draft, v: 1, incident: id, look: null })),
        },
      ],
      basedOn: [],
    });
  };
  await append(IncidentId.parse('i-abcdefgh12'), 'errors', { kind: 'incident-acknowledged' });
  const until = on.clock.now() + 86_400_000;
  await append(IncidentId.parse('i-abcdefgh13'), 'latency', { kind: 'incident-dismissed', reason: 'a test', until });
  await redisPolicyBook(on.db).propose(policy, policyDigest(policy), 0);
  const { out } = await signalbox({ REDIS_URL: redisUrl(on) }, 'status');
  expect(out).toContain('verified, 1 alert, 1 kind of alerts quiet');
  expect(out).toMatch(/^ {2}Alert, critical: errors since .* UTC, acknowledged, i-abcdefgh12$/m);
  expect(out).toMatch(/^ {2}Alerts of latency are quiet until the next release, or .*, i-abcdefgh13$/m);
});

type Draft = IncidentEvent extends infer T ? (T extends unknown ? Omit<T, 'v' | 'incident' | 'look'> : never) : never;
