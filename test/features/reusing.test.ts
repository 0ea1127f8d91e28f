import { expect, test } from 'vitest';
import { approveRelease, requestAgain } from '../../blocks/actions.ts';
import type { Version } from '../../src/release/ids.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { register } from '../fakes/registry.ts';
import { fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { loggedAt, minute } from '../queue/training.ts';
import { policyText, type Stage, stage } from './support.ts';

const trainer = '{ command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training, timeout: 2h }';
const policy = policyText
  .replace(
    '    exclude: [requester]',
    `    trainer: ${trainer}\n    gates: [{ passed-in: staging }]\n    exclude: [requester]`,
  )
  .replace('pattern: deploy-model', 'pattern: deploy-code\n    tolerance: { auc: 0.02 }');

/** v1 is verified in staging. */
async function staged() {
  const trainings = fakeTrainings(() => 0);
  const on = await stage({ policy, outsiders: outsidersOf({ trainer: () => fakeTrainer(trainings) }) });
  register(on.servers.staging, 'churn', { files: { 'model.bin': 'staging' }, at: on.clock.now(), ...loggedAt(0.9) });
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(11 * minute);
  return { on, trainings };
}

function inProduction(on: Stage, auc: number, tags: Record<string, string> = {}): Version {
  const files = { 'model.bin': `trained ${auc}` };
  return register(on.servers.prod, 'churn', { files, at: on.clock.now(), tags, ...loggedAt(auc) });
}

async function newest(on: Stage) {
  const [id] = await on.store.history(on.lane('production'), 1);
  return id === undefined ? null : on.store.release(id);
}

async function reused(on: Stage, version: Version) {
  await on.type('pat', `promote churn reuse v${version} to production because the data did not change`);
  const state = await newest(on);
  return state?.evidence?.findings.verdicts.find(({ gate }) => gate.includes('staging'));
}

test('what is reused has its own past, whatever has its number in the environment before', async () => {
  const { on } = await staged();
  const stranger = inProduction(on, 0.9);
  expect(stranger).toBe('1');
  expect(await reused(on, stranger)).toMatchObject({ status: 'fail', reason: 'It was never live in staging.' });
});

test('what was trained here and sent back passed where its commit came from; asked again, it is reused again', async () => {
  const { on, trainings } = await staged();
  inProduction(on, 0.5);
  await on.type('pat', 'promote churn@1 to production');
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  const [training] = trainings.trainings.values();
  if (training === undefined) throw new Error('nothing was trained');
  const trained = inProduction(on, 0.85, { 'signalbox.release': training.order.release });
  training.state = { kind: 'succeeded', url: null };
  await on.settle(2 * minute);
  expect(await newest(on)).toMatchObject({ phase: 'review', trained: { version: trained } });
  await on.choose('pat', 'withdraw');
  await on.submit('pat', 'later');
  expect(await reused(on, trained)).toMatchObject({ status: 'pass' });
  await on.choose('pat', 'withdraw');
  await on.submit('pat', 'later still');
  await on.press('pat', requestAgain);
  expect(await newest(on)).toMatchObject({
    training: 'reuse',
    phase: 'review',
    source: { environment: 'production', version: trained },
    opened: { reason: 'the data did not change' },
  });
  expect(trainings.trainings.size).toBe(1);
});
