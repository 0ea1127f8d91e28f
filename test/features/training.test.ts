import { expect, test } from 'vitest';
import { approveRelease, retryRelease, stopRelease } from '../../blocks/actions.ts';
import { trace } from '../../src/release-service/trace.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { register } from '../fakes/registry.ts';
import { type FakeTraining, fakeTrainer, fakeTrainings } from '../fakes/trainer.ts';
import { loggedAt, minute } from '../queue/training.ts';
import { policyText, type Stage, type StageOptions, stage } from './support.ts';

const trainer = '{ command: [./train.sh, "{commit}"], repository: /srv/churn, folder: /var/lib/training, timeout: 2h }';
const policy = policyText
  .replace('    exclude: [requester]', `    trainer: ${trainer}\n    exclude: [requester]`)
  .replace('pattern: deploy-model', 'pattern: deploy-code\n    tolerance: { auc: 0.02 }');

interface Training extends Stage {
  training(): FakeTraining;
  /** What is trained is registered with this AUC, and the training ends well. */
  trained(auc: number): Promise<void>;
}

/** A stage where a version of staging was asked for in production, at a commit that is trained there. */
async function asked(options: StageOptions = {}): Promise<Training> {
  const trainings = fakeTrainings(() => 0);
  const outsiders = outsidersOf({ trainer: () => fakeTrainer(trainings) });
  const on = await stage({ policy, outsiders, ...options });
  register(on.servers.staging, 'churn', { files: { 'model.bin': 'staging' }, at: on.clock.now(), ...loggedAt(0.9) });
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(11 * minute);
  await on.type('pat', 'promote churn@1 to production');
  const training = () => {
    const last = [...trainings.trainings.values()].at(-1);
    if (last === undefined) throw new Error('nothing was trained');
    return last;
  };
  return {
    ...on,
    training,
    async trained(auc) {
      const { order } = training();
      const tags = { 'signalbox.release': order.release };
      const files = { 'model.bin': `trained ${auc}` };
      register(on.servers.prod, 'churn', { files, at: on.clock.now(), tags, ...loggedAt(auc, order.commit) });
      training().printed = 'epoch 1\nepoch 2: <!channel>\n';
      training().state = { kind: 'succeeded', url: null };
      await on.settle(2 * minute);
    },
  };
}

async function approved(options: StageOptions = {}): Promise<Training> {
  const on = await asked(options);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  return on;
}

test('a commit is trained in production after its approvals, and goes live; its log stays out of a channel with guests', async () => {
  const on = await asked();
  const card = () => JSON.stringify([...on.slack.world.messages.values()].flat());
  expect(card()).toContain('Starts a training run in production.');
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  expect(on.seen('kim')).toContain('Training in production at c0ffee0 began');
  expect(card()).toContain('The training is ended, then what was done is taken back.');
  await on.settle(20 * minute);
  await on.trained(0.89);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  expect(on.seen('kim')).toContain('v1 was judged: 1 of 1 gates passed. auc 0.89, reviewed 0.90.');
  const live = [...on.slack.world.messages.values()]
    .flat()
    .find((one) => JSON.stringify(one.content).includes('Live, watching: churn'));
  expect(JSON.stringify(live?.content)).toContain('0.89');
  expect(on.seen('kim')).toContain('Live, watching: churn');
  expect(on.seen('kim')).toContain('Logs of trainings stay out of this channel.');
  const traced = await trace(on.core, { model: 'churn', version: null, environment: 'production', at: null });
  const [, production] = traced.kind === 'found' ? traced.found.places : [];
  expect(production?.versions[0]?.verdicts).toMatchObject([{ reason: expect.stringContaining('0.89') }]);
});

const colleagues = ['admin', 'staging', 'prod'].map((name) => ({
  id: `C0${name.toUpperCase()}`,
  name,
  people: ['pat', 'kim', 'lee', 'plat', 'otto'],
  app: name !== 'staging',
}));

test('what a training printed stands in the thread as a file, once', async () => {
  const on = await approved({ workspace: { channels: colleagues } });
  await on.trained(0.89);
  await on.settle(2 * minute);
  const words = `What the training ${on.training().order.release}-1 printed.`;
  expect(on.seen('kim').split(words)).toHaveLength(2);
  expect(on.seen('kim')).not.toContain('<!channel>');
});

test('outside the band the reviewers are asked again, with both numbers; saying yes trains nothing', async () => {
  const on = await approved();
  const pings = on.slack.seenBy('kim').pings.length;
  await on.trained(0.85);
  expect(on.seen('kim')).toContain('What was trained is not what was reviewed, so approvals start again');
  expect(on.seen('kim')).toContain('auc reviewed 0.90, trained 0.85, allowed ±0.02');
  expect(on.seen('kim')).toContain('auc 0.85, reviewed 0.90');
  expect(on.slack.seenBy('kim').pings.length).toBeGreaterThan(pings);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle(minute);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  expect(on.training().order.attempt).toBe(1);
});

test('Stop in the middle ends the training', async () => {
  const on = await approved();
  await on.press('pat', stopRelease);
  await on.settle(minute);
  expect(on.training().state.kind).toBe('cancelled');
  expect(on.seen('pat')).toContain('The training was ended');
  expect(on.seen('pat')).toContain('Stopped before anything live changed');
});

test('a training that dies says so, and Retry trains once more', async () => {
  const on = await approved();
  on.training().state = { kind: 'failed', words: 'It ended with 1. <!here> out of memory', url: null };
  await on.settle(minute);
  expect(on.seen('pat')).toContain('Failed at step 2');
  expect(on.seen('pat')).toContain('Retry trains once more.');
  expect(on.slack.seenBy('gus').pings).toEqual([]);
  await on.press('pat', retryRelease);
  expect(on.training().order.attempt).toBe(2);
  await on.trained(0.9);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});
