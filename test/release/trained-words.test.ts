import { expect, test } from 'vitest';
import { acceptModal } from '../../blocks/accept-modal.ts';
import { approveModal } from '../../blocks/approve-modal.ts';
import { rejectModal } from '../../blocks/reject-modal.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { buttonsOf } from '../../src/release/view-buttons.ts';
import { systemLines } from '../../src/release/view-systems.ts';
import { loggedAt, made, minute, type TrainingStage, trainingStage } from '../queue/training.ts';
import { people } from '../world/policy.ts';

const ended = { kind: 'succeeded', url: null } as const;

function about(it: TrainingStage) {
  const { id, evidence } = it.state();
  if (evidence === null) throw new Error('no evidence');
  return { release: id, evidence: shortDigest(evidence.digest) };
}

const asked = (it: TrainingStage) =>
  JSON.stringify(approveModal(about(it), it.state(), { of: 'somebody', groups: [] }).blocks);

function confirm(it: TrainingStage): string {
  const lane = [...it.world.memory.lanes.values()].find((one) => one.lane === it.state().lane);
  if (lane === undefined) throw new Error('no lane');
  const around = { lane, path: [], rescuers: [], pauses: [], next: null, label: null, notice: null };
  return JSON.stringify(buttonsOf(it.state(), around).buttons.find(({ verb }) => verb === 'approve')?.confirm?.words);
}

test('who approves in a modal reads that it trains, and once it has trained, which version that made', async () => {
  const it = await trainingStage({ model: ', pattern: deploy-code, tolerance: { auc: 0.01 }' });
  expect(asked(it)).toContain('Starts a training run in ');
  expect(JSON.stringify(rejectModal(about(it), it.state()))).toContain('staging');
  await it.approved();
  made(it.world, it.training(), 0.9, {});
  expect(made(it.world, it.training(), 0.85)).toBe('2');
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state()).toMatchObject({ phase: 'review', trained: { version: '2' } });
  expect(asked(it)).not.toContain('training run');
  for (const words of [asked(it), confirm(it), JSON.stringify(rejectModal(about(it), it.state()))])
    expect(words).toContain(' v2 (');
  expect(JSON.stringify(acceptModal(about(it), it.state()))).not.toContain(' v1 for ');
});

test('a rollback whose training failed has no number yet to go on to', async () => {
  const it = await trainingStage();
  await it.live(0.9);
  await it.another(loggedAt(0.91, 'e'.repeat(40)));
  await it.live(0.91);
  await it.ask(people.own, {
    kind: 'roll-back',
    model: 'churn',
    environment: 'production',
    version: null,
    reason: 'errors rose',
    retrain: true,
  });
  await it.pass(0);
  expect(asked(it)).toContain('Starts a training run in ');
  await it.approve(people.ann);
  await it.pass(minute);
  it.training().state = { kind: 'failed', words: 'out of memory', url: null };
  await it.pass(2 * minute);
  expect(it.state().phase).toBe('failed');
  const words = systemLines(it.state()).map((one) => one.map((leaf) => ('text' in leaf ? leaf.text : '')).join(''));
  expect(words.join('\n')).toContain('champion v2, not moved');
  expect(words.join('\n')).toContain('to go on to what is trained');
  expect(words.join('\n')).not.toContain('nothing');
});
