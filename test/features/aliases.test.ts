import { expect, test } from 'vitest';
import { approveRelease, confirmRollback } from '../../blocks/actions.ts';
import { Version } from '../../src/release/ids.ts';
import { laneStream } from '../../src/release/stream.ts';
import { type Stage, stage } from './support.ts';

const watchMs = 11 * 60_000;

/** Two environments on one server: `staging` and `production` say by which name or alias each is told from the other. */
function oneServer(staging: string, production: string): string {
  return `admin: C0ADMIN
groups: { reviewers: [U0KIM] }
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none, watch: 10m, ${staging} }
  production:
    registry: mlflow-staging
    channel: C0PROD
    approvals: [{ from: [reviewers], min: 1 }]
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }
    watch: 10m
    ${production}
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
models:
  churn: { owner: [U0PAT], path: [staging, production], opens: never, gates: [{ metric: auc, min: 0.80 }] }
`;
}

const byAlias = () => stage({ policy: oneServer('alias: staging', 'alias: production') });
const byName = () => stage({ policy: oneServer('name: "{model}"', 'name: "prod.{model}"') });

async function toStaging(on: Stage, version: string): Promise<void> {
  await on.type('pat', `promote churn@${version} to staging`);
  await on.settle(watchMs);
}

async function toProduction(on: Stage, version: string): Promise<void> {
  await on.type('pat', `promote churn@${version} to production`);
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
}

function aliases(on: Stage, name = 'churn'): Record<string, string> {
  return Object.fromEntries([...(on.servers.staging.models.get(name)?.aliases ?? [])].sort());
}

/** Version 1 and then version 2 went through both environments. */
async function twoReleased(): Promise<Stage> {
  const on = await byAlias();
  for (const auc of [0.9, 0.92]) {
    const version = on.version(auc);
    await toStaging(on, version);
    await toProduction(on, 'champion');
  }
  return on;
}

test('environments that share a registered model have an alias each: nothing is copied, and no other alias moves', async () => {
  const on = await byAlias();
  const [first, second] = [on.version(0.9), on.version(0.92)];
  await toStaging(on, first);
  expect(aliases(on)).toEqual({ staging: first });
  await toProduction(on, first);
  expect(aliases(on)).toEqual({ production: first, staging: first });
  expect(on.seen('pat')).toContain(`Point production at v${first}`);
  await toStaging(on, second);
  expect(aliases(on)).toEqual({ production: first, staging: second, 'staging-previous': first });
  expect(on.model('staging')?.versions.size).toBe(2);
});

test.each(['champion', 'staging'])('@%s means what is live in the environment before', async (typed) => {
  const on = await byAlias();
  const [first, second] = [on.version(0.9), on.version(0.92)];
  await toStaging(on, first);
  await toProduction(on, typed);
  await toStaging(on, second);
  await toProduction(on, typed);
  expect(aliases(on)).toMatchObject({ production: second, 'production-previous': first });
});

test('a rollback goes by the environment’s own alias', async () => {
  const on = await twoReleased();
  await on.type('otto', 'rollback churn in production because errors rose');
  await on.press('otto', confirmRollback);
  expect(aliases(on)).toMatchObject({ production: '1', staging: '2', 'staging-previous': '1' });
  expect(on.seen('pat')).toContain('Point production at v1');
});

test.each([
  ['show churn@champion', 'v2'],
  ['show churn@previous', 'v1'],
  ['show churn@production-previous', 'v1'],
])('%s is about %s', async (typed, version) => {
  const on = await twoReleased();
  await on.type('kim', typed);
  expect(on.told('kim').at(-1)).toContain(`${version} of churn in staging`);
});

test('what is moved by hand is told under the name of its alias, in its environment alone', async () => {
  const on = await twoReleased();
  await on.alias('staging', 'production', Version.parse('1'));
  const { live, pauses } = await on.store.lane(on.lane('production'));
  expect(live).toMatchObject({ version: '1', standing: 'outside' });
  expect(pauses.map(({ cause }) => cause)).toEqual(['outside-move']);
  const moved = (await on.store.load(laneStream(on.lane('production')))).find(
    ({ event }) => event.kind === 'moved-outside',
  );
  expect(moved?.event).toMatchObject({ alias: 'production', live: true, from: '2', to: '1' });
  expect(on.seen('pat')).toMatch(/Moved from outside: \s*production/);
  expect(await on.store.lane(on.lane('staging'))).toMatchObject({ live: { version: '2' }, pauses: [] });
});

test.each(['champion', 'previous', 'production-previous'])('nobody minds %s there', async (alias) => {
  const on = await twoReleased();
  await on.alias('staging', alias, Version.parse('1'));
  for (const environment of ['staging', 'production'])
    expect(await on.store.lane(on.lane(environment))).toMatchObject({ live: { version: '2' }, pauses: [] });
});

test('where somebody moves it over the release that is under way, that release decides anew', async () => {
  const on = await byAlias();
  await toStaging(on, on.version(0.9));
  await on.type('pat', 'promote churn@1 to production');
  on.model('staging')?.aliases.set('production', on.version(0.85));
  await on.press('kim', approveRelease);
  await on.settle(watchMs);
  expect(aliases(on)).toMatchObject({ production: '2' });
});

test('environments with registered models of their own on one server each have their champion', async () => {
  const on = await byName();
  const first = on.version(0.9);
  await toStaging(on, first);
  await toProduction(on, 'champion');
  expect(aliases(on)).toEqual({ champion: first });
  expect(aliases(on, 'prod.churn')).toEqual({ champion: '1' });
});
