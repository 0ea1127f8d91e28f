import { expect, test } from 'vitest';
import { logLater } from '../fakes/registry.ts';
import { signal } from '../release/incident/scene.ts';
import { people } from '../world/policy.ts';
import { errorRate, fail, minute, stage } from './own-checking.ts';

/** v2 is live in production, and a rollback would go to v1. */
async function twice(checks: string) {
  const it = await stage(checks);
  await it.live();
  await it.next();
  expect((await it.facts()).lane.live?.version).toBe('2');
  return it;
}

test('the version that a rollback would go to is asked the same, and the incident tells once how it did', async () => {
  const it = await twice(errorRate.replace('max', "samples: 'sum(requests)', at-least: 10, max"));
  it.measures((_, query) => (query === 'sum(requests)' ? 120 : query.includes('version="2"') ? 0.04 : 0.004));
  await it.minutes(8);
  await it.look();
  const [id] = it.opened();
  const words = 'error rate 0.004, needs ≤ 0.01, of 120 samples';
  expect((await it.incident(id))?.scored).toEqual({ version: '1', name: 'error rate', value: 0.004, words });
  const asked = it.asked.length;
  await it.world.clock.advance(minute);
  await it.look();
  expect(it.asked).toHaveLength(asked);
});

test('nothing is told of a target that nobody measured, and it is asked again at the next look', async () => {
  const it = await twice(errorRate);
  it.measures((_, query) => (query.includes('version="2"') ? 0.04 : null));
  await it.minutes(8);
  await it.look();
  const [id] = it.opened();
  expect((await it.incident(id))?.scored).toBeNull();
  it.measures((_, query) => (query.includes('version="2"') ? 0.04 : 0));
  it.world.clock.advance(20 * minute);
  await it.look();
  expect((await it.incident(id))?.scored).toMatchObject({ value: 0 });
});

test('a query about all versions at once says nothing of another one', async () => {
  const it = await twice('{ name: errors, kind: errors, query: "sum(errors)", max: 0.01, window: 1m, breaches: 1 }');
  it.measures(() => 1);
  await it.minutes(3);
  const asked = it.asked.length;
  await it.look();
  expect(it.opened()).toHaveLength(1);
  expect(it.asked).toHaveLength(asked);
});

test('of what somebody else measured, what the target’s runs logged over the same window is told', async () => {
  const it = await twice('');
  const now = it.world.clock.now();
  const [live, target] = [(await it.facts()).lane.live, (await it.facts()).lane.trusted[0]];
  if (live == null || target === undefined) fail();
  const log = (at: number, value: number) =>
    logLater(it.world.servers.production, 'churn', target.version, { metric: 'auc', at, value });
  log(now - 10 * minute, 0.91);
  log(now - 90 * minute, 0.5);
  const reading = {
    name: 'auc',
    value: 0.7,
    bound: { sign: '≥' as const, value: 0.8 },
    trained: 0.9,
    samples: 50,
    unit: null,
  };
  const about = { model: 'churn', environment: 'production', kind: 'performance' as const };
  const window = { from: now - 60 * minute, to: now };
  const signals = [signal({ ...about, reading, window, at: now, startedAt: now })];
  await it.ask(people.own, { kind: 'signals', source: 'reports', signed: true, signals });
  await it.look();
  expect((await it.incident(it.opened()[0]))?.scored).toMatchObject({ value: 0.91, words: 'auc 0.91, needs ≥ 0.80' });
});
