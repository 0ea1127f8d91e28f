import { describe, expect, test } from 'vitest';
import { abandonModalSent, rejectModalSent, resumeModalSent, rollBackModalSent } from '../../blocks/actions.ts';
import { byHandModal } from '../../blocks/by-hand-modal.ts';
import { evidenceModal } from '../../blocks/evidence-modal.ts';
import { nobody } from '../../blocks/leaves.ts';
import { abandonModal, resumeModal, withdrawModal } from '../../blocks/reason-modal.ts';
import { rejectModal } from '../../blocks/reject-modal.ts';
import { rollBackModal } from '../../blocks/roll-back-modal.ts';
import type { Evidence } from '../../src/release/evidence.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { expectModal, read } from './promises.ts';
import { digest, release, stateOf, story, version } from './scenes.ts';

const long = `<!channel> \u202e${'x'.repeat(10_000)}`;
const review = stateOf(story('promotion', 'review'));
const about = { release: release('a'), evidence: shortDigest(digest('a')) };

const evidence = (metrics: number, name = 'm'): Evidence => ({
  v: 1,
  kind: 'promotion',
  model: 'churn',
  environment: 'production',
  candidate: {
    registry: 'mlflow-staging',
    name: 'churn',
    version: version(14),
    artifacts: digest('b'),
    run: 'run1',
    commit: 'abc',
    schema: '{"a":1}',
    metrics: Array.from({ length: metrics }, (_, index) => ({
      name: `${name}${index}`,
      value: index / 7,
      dataset: null,
    })),
    params: Object.fromEntries(Array.from({ length: metrics }, (_, index) => [`p${index}`, name])),
    tags: { note: name },
    datasets: [{ name, digest: 'd', context: null }],
    description: name,
  },
  champion: { version: version(8), metrics: [{ name: 'm0', value: 0.25, dataset: null }], schema: '{"a":1}' },
  verdicts: [],
  policy: digest('c'),
});

describe('modals keep the limits of views', () => {
  test.each([
    ['reject', rejectModal(about, review)],
    ['reject without a state', rejectModal(about, null)],
    ['reject with a long name', rejectModal(about, { ...review, model: long })],
    ['withdraw', withdrawModal(release('a'))],
    ['abandon', abandonModal(release('a'))],
    ['roll back', rollBackModal(release('a'), long)],
    ['resume', resumeModal('churn/production')],
    ['resume of a long scope', resumeModal(long)],
    ['by hand', byHandModal(stateOf(story('promotion', 'failed')))],
    ['by hand before anything was begun', byHandModal(review)],
    ['evidence', evidenceModal(review, evidence(3), nobody)],
    ['evidence with 300 metrics', evidenceModal(review, evidence(300, long), nobody)],
    ['evidence that is not kept any more', evidenceModal(review, null, nobody)],
    ['evidence before any', evidenceModal(stateOf(story('promotion', 'gathering')), null, nobody)],
  ])('%s', (_, modal) => {
    expectModal(modal);
  });
});

test('a modal carries what it was opened for', () => {
  expect(rejectModalSent.decode(rejectModal(about, null).private_metadata)).toEqual(about);
  expect(abandonModalSent.decode(abandonModal(release('a')).private_metadata)).toEqual({ release: release('a') });
  expect(rollBackModalSent.decode(rollBackModal(release('a')).private_metadata)).toEqual({ release: release('a') });
  expect(resumeModalSent.decode(resumeModal('churn/production').private_metadata)).toEqual({
    scope: 'churn/production',
  });
});

test('evidence is readable without the registry', () => {
  const text = read(evidenceModal(review, evidence(3), nobody));
  for (const words of [
    'm0: 0 (champion 0.25, −0.25)',
    'm2: 0.285714',
    'p1 = m',
    'same as the champion’s',
    digest('a'),
  ]) {
    expect(text).toContain(words);
  }
  expect(text).toMatch(/commit +abc/);
});

test('where something serves it, the commands by hand say what to have it serve, both ways', () => {
  const state = stateOf(story('promotion', 'failed'));
  if (state.execution === null) throw new Error('no execution');
  const [step] = state.execution.steps;
  if (step === undefined) throw new Error('no step');
  const serving = { ...step, kind: 'move-serving' as const };
  const execution = { ...state.execution, steps: [...state.execution.steps, serving] };
  const text = read(byHandModal({ ...state, execution }));
  expect(text).toContain('To finish it: have it serve v9. To undo it: have it serve v8.');
  expect(read(byHandModal(state))).not.toContain('have it serve');
});

test('the commands by hand name both ways', () => {
  const text = read(byHandModal(stateOf(story('promotion', 'failed'))));
  expect(text).toContain('client.set_registered_model_alias("churn", "champion", "9")');
  expect(text).toContain('client.set_registered_model_alias("churn", "champion", "8")');
});
