import { expect, test } from 'vitest';
import { approveRelease, confirmRollback, requestNext } from '../../blocks/actions.ts';
import { Version } from '../../src/release/ids.ts';
import { pastOf } from '../../src/release-service/past.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 31 * 60_000;
const v = (number: number) => Version.parse(String(number));

/** The path has an environment more, at its beginning, whose registry is staging's under another name of the model. */
const longPath = policyText
  .replace(
    'environments:\n',
    'environments:\n  dev: { registry: mlflow-staging, channel: C0STAGING, approvals: none, watch: 10m, name: "dev-{model}" }\n',
  )
  .replace('path: [staging, production]', 'path: [dev, staging, production]');

async function past(on: Stage, environment: string, version: Version) {
  const policy = on.core.policies.lane('churn', environment);
  if (policy === null) throw new Error('no lane');
  return pastOf(on.core, policy, version);
}

/** Version 1 is verified in staging. */
async function inStaging(): Promise<Stage> {
  const on = await stage();
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle();
  return on;
}

test('what was never live has no past', async () => {
  const on = await stage();
  on.version(0.91);
  expect(await past(on, 'production', v(1))).toEqual({ lived: new Map(), takenBack: [] });
});

test('what is watched in the environment before is live and not verified; later it is', async () => {
  const on = await inStaging();
  const { live } = await on.store.lane(on.lane('staging'));
  const lived = { version: '1', since: live?.since, until: null };
  expect((await past(on, 'production', v(1))).lived).toEqual(new Map([['staging', { ...lived, verified: false }]]));
  await on.settle(watchMs);
  expect((await past(on, 'production', v(1))).lived).toEqual(new Map([['staging', { ...lived, verified: true }]]));
  expect((await past(on, 'staging', v(1))).lived).toEqual(new Map());
});

test('what was replaced was live until then, and stays verified', async () => {
  const on = await inStaging();
  await on.settle(watchMs);
  const before = (await on.store.lane(on.lane('staging'))).live;
  on.version(0.95);
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(watchMs);
  const after = (await on.store.lane(on.lane('staging'))).live;
  expect((await past(on, 'production', v(1))).lived.get('staging')).toEqual({
    version: '1',
    since: before?.since,
    until: after?.since,
    verified: true,
  });
});

test('what was replaced by hand was live until then', async () => {
  const on = await inStaging();
  await on.settle(watchMs);
  on.version(0.95);
  on.clock.advance(60_000);
  const moved = on.clock.now();
  await on.alias('staging', 'champion', v(2));
  const lived = (await past(on, 'production', v(1))).lived.get('staging');
  expect(lived).toMatchObject({ version: '1', verified: true });
  expect((lived?.until ?? 0) - moved).toBeGreaterThanOrEqual(0);
  expect((lived?.until ?? 0) - moved).toBeLessThan(5_000);
  expect((await past(on, 'production', v(2))).lived.get('staging')).toMatchObject({ until: null, verified: false });
});

test('what was there before Signalbox is taken as good', async () => {
  const on = await stage();
  const version = on.version(0.91);
  on.model('staging')?.aliases.set('champion', version);
  on.version(0.95);
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(watchMs);
  expect((await past(on, 'production', v(1))).lived.get('staging')).toMatchObject({ version: '1', verified: true });
});

test('the way is followed back from release to release, where each registry has numbers of its own', async () => {
  const on = await stage({ policy: longPath });
  for (const auc of [0.9, 0.91, 0.92]) on.version(auc);
  const dev = on.servers.staging.models.get('churn');
  if (dev !== undefined) on.servers.staging.models.set('dev-churn', { ...dev, aliases: new Map() });
  on.servers.staging.models.delete('churn');
  await on.type('pat', 'promote churn@3 to dev');
  await on.settle(watchMs);
  await on.type('pat', 'promote churn@3 to staging');
  await on.settle(watchMs);
  const { lived } = await past(on, 'production', v(1));
  expect([...lived].map(([environment, { version }]) => [environment, version])).toEqual([
    ['staging', '1'],
    ['dev', '3'],
  ]);
  expect([...lived.values()].map(({ verified }) => verified)).toEqual([true, true]);
});

test('a rollback here is told by the number that promotions know, with its commit and reason', async () => {
  const on = await inStaging();
  await on.settle(watchMs);
  const inProduction = async () => {
    await on.press('pat', requestNext);
    await on.press('kim', approveRelease);
    await on.press('plat', approveRelease);
    await on.settle(watchMs);
  };
  await inProduction();
  on.version(0.93);
  on.version(0.95);
  await on.type('pat', 'promote churn@3 to staging');
  await on.settle(watchMs);
  await inProduction();
  await on.type('otto', 'rollback churn in production because errors rose');
  await on.press('otto', confirmRollback);
  await on.settle(watchMs);
  const { takenBack } = await past(on, 'production', v(3));
  expect(takenBack).toEqual([{ version: '3', commit: 'c0ffee00', at: expect.any(Number), why: 'errors rose' }]);
  expect((await past(on, 'staging', v(3))).takenBack).toEqual([]);
});
