import { expect, test } from 'vitest';
import { approveRelease, rejectRelease, requestNext } from '../../blocks/actions.ts';
import { jsonLog } from '../../src/log.ts';
import type { Database } from '../../src/store/database.ts';
import { stage } from './support.ts';

/** Everything that a database holds, keys and values, as one text. */
async function everythingIn({ redis }: Database): Promise<string> {
  const keys = await redis.keys('*');
  const reads: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    string: async (key) => (await redis.getBuffer(key))?.toString('latin1'),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    zset: (key) => redis.zrange(key, '0', '-1'),
    set: (key) => redis.smembers(key),
  };
  const found = keys.map(async (key) => [key, await reads[await redis.type(key)]?.(key)]);
  return JSON.stringify(await Promise.all(found));
}

test('rule 14: no token, no signing secret and no answer address is in Redis, in a log line or in Slack', async () => {
  const lines: string[] = [];
  const log = jsonLog({ level: 'debug', write: (line) => void lines.push(line) });
  const on = await stage({ deps: (deps) => ({ ...deps, log }) });
  await on.type('pat', `promote churn@${on.version(0.91)} to staging because it is better`);
  await on.type('pat', 'status churn');
  await on.settle(31 * 60_000);
  await on.press('pat', requestNext);
  await on.press('gus', approveRelease);
  await on.press('kim', rejectRelease);
  await on.submit('kim', 'recall fell');
  await on.choose('pat', 'history');
  const addresses = on.slack
    .traffic()
    .flatMap((one) => JSON.stringify(one).match(/http:[^"\\]+\/(?:response|actions|commands)[^"\\]*/g) ?? []);
  expect(addresses.length).toBeGreaterThan(0);
  const secrets = [on.slack.botToken, on.slack.signingSecret, ...new Set(addresses)];
  const slack = JSON.stringify([...on.slack.world.messages.values()]);
  for (const [where, text] of [
    ['Redis', await everythingIn(on.db)],
    ['the log', lines.join('')],
    ['Slack', slack],
  ] as const)
    expect(
      secrets.filter((secret) => text.includes(secret)),
      where,
    ).toEqual([]);
});
