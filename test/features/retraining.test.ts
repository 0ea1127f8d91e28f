import { expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import type { Metric } from '../../src/release/evidence.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { register } from '../fakes/registry.ts';
import { fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { policyText, stage } from './support.ts';

const commit = 'c0ffee0'.padEnd(40, '1');
const trainer = '{ command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training }';
const trains = policyText
  .replace('pattern: deploy-model', 'pattern: deploy-code')
  .replace('channel: C0PROD\n', `channel: C0PROD\n    trainer: ${trainer}\n`);

/** Production has something live that was there before Signalbox; `trained` ends its trainings well. */
async function live(policy: string) {
  const trainings = fakeTrainings();
  const on = await stage({ policy, outsiders: outsidersOf({ trainer: () => fakeTrainer(trainings) }) });
  const made = (auc: number, tags = {}) => {
    const metric: Metric = { name: 'auc', value: auc, dataset: null };
    const files = { 'model.bin': `trained ${auc}` };
    const run = { ...someRun, commit };
    return register(on.servers.prod, 'churn', { files, at: on.clock.now(), metrics: [metric], run, tags });
  };
  await on.alias('prod', 'champion', made(0.9));
  const trained = async () => {
    for (const training of trainings.trainings.values()) {
      made(0.93, { 'signalbox.release': training.order.release });
      training.state = { kind: 'succeeded', url: null };
    }
    await on.settle(5 * 60_000);
  };
  return { ...on, trained };
}

const someRun = {
  id: 'run-1',
  status: 'finished',
  startedAt: 1,
  endedAt: 2,
  user: 'pat',
  commitAuthor: null,
  branch: 'main',
  repository: null,
  dirty: false,
  tags: {},
  url: null,
} as const;

test('what is live is trained again on one person’s word, and goes live on the word of others', async () => {
  const on = await live(trains);
  await on.type('pat', 'retrain churn in production because its inputs shifted');
  expect(on.seen('kim')).toContain('churn in production, v1 trained again');
  expect(on.seen('kim')).toContain('It trains first; people decide on what comes of it.');
  expect(on.slack.seenBy('kim').pings).toEqual([]);
  expect(on.seen('kim')).not.toContain('metrics');
  expect(on.seen('kim')).not.toContain('nothing is served');
  await on.trained();
  expect(on.seen('kim')).toContain('Review: churn v2 → production');
  expect(on.seen('kim')).toContain('Trains the commit of v1 once more');
  // Nobody has looked at what there was before it trained.
  expect(on.seen('kim')).toContain('It was trained again, and people decide on what there is now');
  expect(on.seen('kim')).not.toContain('policy changed');
  expect(on.slack.seenBy('kim').pings).toHaveLength(1);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  expect(on.model('prod')?.aliases.get('champion')).toBe('2');
});

test('where nothing trains, who asks is told what to do instead', async () => {
  const on = await live(policyText);
  await on.type('pat', 'retrain churn because its inputs shifted');
  expect(on.told('pat').at(-1)).toContain('Train it where it is trained');
});
