import { expect, test } from 'vitest';
import { approveRelease, statusPage } from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Version } from '../../src/release/ids.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { finishedRun, loggedNothing, register } from '../fakes/registry.ts';
import { fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { policyText, type Stage, stage } from './support.ts';

const commit = 'c0ffee0'.padEnd(40, '1');
const code = policyText
  .replace('    after: registered\n', '')
  .replace(
    'pattern: deploy-model',
    'pattern: deploy-code\n    trainer: { command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training }',
  );

/** What a run at this commit registered on this server. */
function trainedOn(on: Stage, server: 'staging' | 'prod', auc: number): Version {
  const run = finishedRun(`run-${server}-${auc}`, commit, { user: 'root' });
  return register(on.servers[server], 'churn', {
    ...loggedNothing,
    files: { 'model.bin': `weights ${server} ${auc}` },
    at: on.clock.now(),
    run,
    metrics: [{ name: 'auc', value: auc, dataset: null }],
  });
}

/** v1 is verified in staging; what trains in production only waits. */
async function staged() {
  const trainings = fakeTrainings();
  const trainer = fakeTrainer(trainings);
  const named = async (_: unknown, words: string) => {
    if (words === '20261102') throw new ReleaseError('trainer_unreachable');
    return words === '20261101' ? commit : null;
  };
  const on = await stage({ policy: code, outsiders: outsidersOf({ trainer: () => trainer, commit: named }) });
  trainedOn(on, 'staging', 0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(11 * 60_000);
  return { on, trainings };
}

async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('production'), 1);
  return id === undefined ? null : on.store.release(id);
}

test('a commit is asked for, and who asks for its version again is shown the same request', async () => {
  const { on } = await staged();
  await on.type('pat', 'promote churn at c0ffee0 to production because the data is new');
  const asked = await newest(on);
  expect(asked).toMatchObject({
    pattern: 'deploy-code',
    version: null,
    source: { environment: 'staging', version: '1' },
    opened: { asked: 'c0ffee0' },
    phase: 'review',
  });
  await on.type('pat', 'promote churn@1 to production');
  expect(on.told('pat').at(-1)).toContain('open already');
  trainedOn(on, 'staging', 0.92);
  await on.type('pat', 'promote churn@2 to staging');
  await on.settle(11 * 60_000);
  await on.type('pat', `promote churn at ${commit} to production`);
  expect(on.told('pat').at(-1)).toContain('open already');
});

test('a tag may look like the beginning of a commit', async () => {
  const { on } = await staged();
  await on.type('pat', 'promote churn at 20261101 to production because the data is new');
  expect(await newest(on)).toMatchObject({ source: { version: '1' }, opened: { asked: '20261101' } });
  await on.type('pat', 'promote churn at 20261102 to production');
  expect(on.told('pat').at(-1)).toContain('was trained at 2026110');
});

test('reuse takes a version that was trained there before: nothing is trained, and the card says why', async () => {
  const { on, trainings } = await staged();
  const there = trainedOn(on, 'prod', 0.93);
  await on.type('pat', `promote churn reuse v${there} to production because the data did not change`);
  expect(await newest(on)).toMatchObject({
    training: 'reuse',
    version: there,
    source: { environment: 'production', version: there },
    phase: 'review',
  });
  expect(on.seen('kim')).toContain(`Reuses v${there}: nothing is trained, because the data did not change`);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle(31 * 60_000);
  expect(await newest(on)).toMatchObject({ phase: 'verified', live: { version: there } });
  expect(on.model('prod')?.aliases.get('champion')).toBe(there);
  expect([...trainings.trainings.values()]).toEqual([]);
  await on.type('pat', `promote churn reuse v${there} to production because again`);
  expect(on.told('pat').at(-1)).toContain('is live there already');
  await on.type('pat', 'trace churn in production');
  expect(on.told('pat').at(-1)).toContain('c0ffee011111');
  await on.type('pat', 'status churn');
  expect(on.told('pat').at(-1)).toContain(` production v${there}`);
});

test('where versions are copied, nothing is reused', async () => {
  const on = await stage();
  trainedOn(on, 'prod', 0.91);
  await on.type('pat', 'promote churn reuse v1 to production because it is there');
  expect(on.told('pat').at(-1)).toContain('there is no training to skip');
});

test('the map of many models is turned page by page, in place of the one before', async () => {
  const more = Array.from(
    { length: 30 },
    (_, at) => `  m-${String(at).padStart(2, '0')}: { owner: [U0PAT], path: [staging], opens: never }\n`,
  );
  const on = await stage({ policy: `${policyText}${more.join('')}` });
  await on.type('pat', 'status');
  expect(on.told('pat').at(-1)).toContain('page 1 of 2');
  await on.press('pat', statusPage);
  expect(on.told('pat').at(-1)).toContain('page 2 of 2');
  expect(on.told('pat').at(-1)).toContain('m-29');
});
