import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import { Version } from '../../src/release/ids.ts';
import { logLater } from '../fakes/registry.ts';
import { people } from '../world/policy.ts';
import { errorRate, fail, lane, minute, stage } from './own-checking.ts';

test('a check that breaks in as many windows as it has to opens one incident, and is told again only when it is fine', async () => {
  const it = await stage(errorRate);
  await it.live();
  await it.minutes(5);
  expect(it.told()).toEqual([]);
  expect(new Set(it.asked)).toEqual(new Set([`errors{model="churn",version="${it.candidate}"}`]));
  const began = it.world.clock.now();
  it.measures((at) => (at >= began ? 0.04 : 0));
  await it.minutes(4);
  expect(it.opened()).toEqual([]);
  await it.minutes(20);
  const [id, ...more] = it.opened();
  expect(more).toEqual([]);
  expect(it.told()).toHaveLength(1);
  const incident = await it.incident(id);
  expect(incident).toMatchObject({ phase: 'open', of: 'errors', symptoms: [{ signed: true }] });
  const past = incident?.symptoms[0]?.past?.map(({ value }) => value) ?? [];
  expect([past.length, past[0], past.at(-1)]).toEqual([12, 0, 0.04]);
  it.measures(() => 0.05);
  await it.minutes(1);
  expect(it.told().map(({ event }) => event.kind)).toEqual(['incident-opened', 'symptom-changed']);
  it.measures(() => 0);
  await it.minutes(3);
  expect(await it.incident(id)).toMatchObject({ phase: 'resolved' });
  expect(it.told().map(({ event }) => event.kind)).toEqual([
    'incident-opened',
    'symptom-changed',
    'symptom-resolved',
    'incident-resolved',
  ]);
});

test('where two series follow one another the picture has less to show, and nothing else suffers', async () => {
  const it = await stage(errorRate);
  await it.live();
  await it.minutes(30);
  it.measures((at) => {
    if (at < it.world.clock.now() - 20 * minute) throw new ReleaseError('series_ambiguous', { series: 2 });
    return 0.04;
  });
  await it.minutes(6);
  const incident = await it.incident(it.opened()[0]);
  expect(incident?.symptoms[0]?.past).toHaveLength(2);
});

test('nothing is asked where nothing is live, and each check once however many processes there are', async () => {
  const it = await stage(errorRate, 3);
  await it.minutes(5);
  expect(it.asked).toEqual([]);
  await it.live();
  await it.minutes(10);
  expect(it.asked).toHaveLength(10);
});

test('what was measured before a version was live is not held against it', async () => {
  const it = await stage('{ name: errors, kind: errors, query: "sum(errors)", max: 0.01, window: 5m, breaches: 2 }');
  it.measures(() => 1);
  await it.approve(people.ann, people.pat);
  await it.pass(minute);
  await it.minutes(8);
  expect(it.opened()).toEqual([]);
  await it.minutes(3);
  expect(it.opened()).toHaveLength(1);
});

test('a metric that somebody logs of what is live is judged alike', async () => {
  const it = await stage('{ name: accuracy, kind: performance, metric: accuracy, min: 0.8, window: 1h, breaches: 2 }');
  await it.live();
  await it.minutes(1);
  const { version } = (await it.facts()).lane.live ?? fail();
  const logs = (value: number) =>
    logLater(it.world.servers.production, 'churn', version, { metric: 'accuracy', at: it.world.clock.now(), value });
  logs(0.7);
  await it.minutes(60);
  logs(0.6);
  await it.minutes(2);
  expect(await it.incident(it.opened()[0])).toMatchObject({
    of: 'performance',
    symptoms: [{ reading: { value: 0.6 } }],
  });
});

test('a metric of too few samples is neither broken nor kept', async () => {
  const check =
    '{ name: accuracy, kind: performance, metric: accuracy, min: 0.8, samples: rows, at-least: 100, window: 1h, breaches: 1 }';
  const it = await stage(check);
  await it.live();
  const { version } = (await it.facts()).lane.live ?? fail();
  const logs = (metric: string, value: number) =>
    logLater(it.world.servers.production, 'churn', version, { metric, at: it.world.clock.now(), value });
  logs('accuracy', 0.5);
  await it.minutes(2);
  logs('rows', 99);
  await it.minutes(2);
  expect(it.opened()).toEqual([]);
  logs('rows', 100);
  await it.minutes(2);
  expect(await it.incident(it.opened()[0])).toMatchObject({ symptoms: [{ reading: { value: 0.5, samples: 100 } }] });
});

test('what cannot be found out is no alert: the admin channel hears of it once it lasts, once a day', async () => {
  const it = await stage(errorRate);
  await it.live();
  it.measures(() => {
    throw new ReleaseError('series_unreachable');
  });
  await it.minutes(14);
  expect([...it.heard.admin]).toEqual([]);
  await it.minutes(60);
  expect([...it.heard.admin.values()]).toEqual([
    'The check error rate of churn in production has found out nothing for 15 min. Prometheus does not answer. Signalbox asks again at the next check. Nothing follows from it.',
  ]);
  expect(it.told()).toEqual([]);
});

test('a query that never gives a value is told after a day', async () => {
  const it = await stage(errorRate.replace('5m', '5m, every: 1h'));
  await it.live();
  it.measures(() => null);
  await it.minutes(23 * 60);
  expect([...it.heard.admin]).toEqual([]);
  await it.minutes(3 * 60);
  expect([...it.heard.admin.values()].join()).toContain('Its query gives no value');
});

test('what a check found ends with the check', async () => {
  const it = await stage('{ name: errors, kind: errors, query: "sum(errors)", max: 0.01, window: 1m, breaches: 1 }');
  await it.live();
  it.measures(() => 1);
  await it.minutes(2);
  await it.ends();
  expect(await it.incident(it.opened()[0])).toMatchObject({ phase: 'open' });
  await it.ends([]);
  expect(await it.incident(it.opened()[0])).toMatchObject({ phase: 'resolved' });
});

test('a check that still breaks after another version went live opens anew', async () => {
  const it = await stage('{ name: errors, kind: errors, query: "sum(errors)", max: 0.01, window: 1m, breaches: 1 }');
  await it.live();
  it.measures(() => 1);
  await it.minutes(2);
  expect(it.opened()).toHaveLength(1);
  const before = it.world.memory.lanes.get(lane)?.live ?? fail();
  const moved = { ...before, version: Version.parse('99'), since: it.world.clock.now() };
  it.world.memory.lanes.set(lane, { ...(it.world.memory.lanes.get(lane) ?? fail()), live: moved });
  await it.minutes(3);
  expect(it.opened()).toHaveLength(2);
});

test('a check that breaks while a version is watched brings the version before back, and is silent about that one', async () => {
  const check = '{ name: errors, kind: errors, query: "sum(errors)", max: 0.01, window: 1m, breaches: 2 }';
  const it = await stage(check, 2, '{ for: 30m, on-breach: auto-rollback, automates: [errors] }');
  await it.approve(people.ann, people.pat);
  await it.everything(40);
  await it.next();
  const { live } = (await it.facts()).lane;
  const bad = new Set<number>();
  // A server remembers: what was wrong while version 2 was live stays so.
  it.measures((at) => {
    const now = it.world.servers.production.models.get('churn')?.aliases.get('champion') === '2';
    if (now && at >= (live?.since ?? fail())) bad.add(at);
    return bad.has(at) ? 0.04 : 0;
  });
  await it.everything(20);
  expect((await it.facts()).lane.live).toMatchObject({ version: '1' });
  expect(it.opened()).toHaveLength(1);
  expect(await it.incident(it.opened()[0])).toMatchObject({ phase: 'ended', answered: [{ how: 'rollback' }] });
});
