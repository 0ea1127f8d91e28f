import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { start } from '../../src/main/start.ts';
import { openRedis } from '../../src/store/connection.ts';
import { keysUnder } from '../../src/store/keys.ts';
import { silent } from '../fakes/log.ts';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { configOf, policyOf, registriesFor, workspace } from './company.ts';

/** Commands that Redis carries out in a second, those inside scripts included, for a process with both roles, two registries and nothing to do. */
const budget = 24;
const windowMs = 4_000;

// The first who asks waits for the servers to start.
beforeAll(registriesFor);

test(`a process with nothing to do costs Redis at most ${budget} commands a second`, async () => {
  const redis = await privateRedis();
  const slack = await workspace();
  const { model, servers } = await registriesFor();
  const policy = policyOf(model, servers.staging.url, servers.production.url);
  const signalbox = await start(configOf(slack, redis.url), policy, silent, () => undefined);
  const asker = openRedis(redis.url);
  await asker.connect();
  onTestFinished(async () => {
    await signalbox.stop(5_000);
    asker.disconnect();
  });
  const { lanes, due, inbox } = keysUnder();
  const isIdle = async () => {
    const waiting = [due('look'), due('show'), inbox.taken].map((key) => asker.zcard(key));
    return (await asker.hlen(lanes)) === 2 && (await Promise.all(waiting)).every((count) => count === 0);
  };
  // A start meets both registries and says what it found there: that is no idleness.
  await until(isIdle, { within: 30_000 });
  const processed = async () => Number(/total_commands_processed:(\d+)/.exec(await asker.info('stats'))?.[1]);
  const [before, since] = [await processed(), Date.now()];
  await until(() => Date.now() - since >= windowMs, { within: 2 * windowMs, every: 250 });
  const perSecond = ((await processed()) - before) / ((Date.now() - since) / 1_000);
  expect(await isIdle()).toBe(true);
  expect(perSecond).toBeGreaterThan(1);
  expect(perSecond).toBeLessThanOrEqual(budget);
}, 60_000);
