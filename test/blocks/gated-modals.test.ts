import { describe, expect, test } from 'vitest';
import { acceptModal } from '../../blocks/accept-modal.ts';
import { acceptModalSent, approveModalSent, closeFollowUpModalSent } from '../../blocks/actions.ts';
import { approveModal } from '../../blocks/approve-modal.ts';
import { closeFollowUpModal } from '../../blocks/close-follow-up-modal.ts';
import { evidenceModal } from '../../blocks/evidence-modal.ts';
import { nobody } from '../../blocks/leaves.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { bothSides, boxes } from './gated-scenes.ts';
import { expectModal, read } from './promises.ts';
import { by, digest, findings, gathered, kim, names, opened, pat, release, stateOf, story, t0 } from './scenes.ts';

const long = `<!channel> \u202e${'x'.repeat(10_000)}`;
const review = stateOf(story('promotion', 'review'));
const about = { release: release('a'), evidence: shortDigest(digest('a')) };

test('evidence sets both sides against each other: slices, data, parameters, environment, chain, lineage', () => {
  const text = read(evidenceModal(review, bothSides, nobody));
  for (const words of [
    'auc on holdout aaaaaaaa: 0.861 (champion 0.852, +0.009 better)',
    'f1 on holdout aaaaaaaa: 0.6213 (champion 0.617 on holdout-old bbbbbbbb)',
    'recall: 2',
    'high_value: 0.71 (champion 0.75, −0.04)',
    'precision: not logged (champion 0.50)',
    'Parameters that differ: 3',
    'lr: 0.05 → 0.1',
    'l2: new, 1',
    'gone: x → gone',
    'Same parameters: 1',
    'Prompt, retriever, embedding, index',
    'prompt_version: 6 → 7',
    'index_version = 12',
    'python: 3.11 → 3.12',
    'scikit-learn: 1.5 → 1.6',
    'pandas: new, not pinned',
    'the same: 1',
    'the champion’s too',
  ])
    expect(text).toContain(words);
  expect(text).toContain('logged, nothing to compare with');
});

test('verdicts say their words and modes, what passed last, and who accepted what', () => {
  const state = {
    ...review,
    evidence: review.evidence && {
      ...review.evidence,
      findings: {
        ...review.evidence.findings,
        verdicts: [
          { gate: 'auc', status: 'pass' as const, reason: '0.86', cure: null },
          { gate: 'latency', status: 'fail' as const, reason: '60 ms', cure: null, mode: 'warn' as const, until: t0 },
          { gate: 'drift', status: 'off' as const, reason: 'no baseline yet', cure: null, mode: 'off' as const },
          { gate: 'improves f1', status: 'not-comparable' as const, reason: 'other data', cure: 'Evaluate both.' },
        ],
      },
    },
    accepted: [{ person: kim, at: t0, gates: ['improves f1'], groups: ['platform'], reason: 'measured by hand' }],
  };
  const text = read(evidenceModal(state, null, { names, mentions: [] }));
  expect(text).toMatch(
    /⚠ .*latency.*failed: .*60 ms.*warns until.*⚠ .*improves f1.*not comparable: .*\(accepted\).*✓ .*auc.*– .*drift/s,
  );
  expect(text).toContain('@Kim Example');
  expect(text).toContain('measured by hand');
});

test('what one window does not take is counted, and the command that prints all is named', () => {
  const name = 'a rather long name of a metric that nobody reads';
  const metrics = Array.from({ length: 6_000 }, (_, at) => ({ name: `${name}${at}`, value: at / 7, dataset: null }));
  const big = evidenceModal(review, { ...bothSides, candidate: { ...bothSides.candidate, metrics } }, nobody);
  expectModal(big);
  expect(big.blocks.length).toBeLessThanOrEqual(100);
  expect(read(big)).toMatch(/and \d+ more lines: .*signalbox evidence r-aaaaaaaaaa/);
});

describe('approving with a checklist', () => {
  const mine = { of: 'this-person', groups: [{ group: 'reviewers', boxes }] } as const;

  test('shows the boxes of this person’s groups and what the yes means, and says how many have to be ticked', () => {
    const modal = approveModal(about, review, mine);
    expectModal(modal);
    const text = read(modal);
    for (const words of ['Checklist of reviewers', ...boxes, 'All of them have to be true', 'replacing v8'])
      expect(text).toContain(words);
    expect(text).toContain('Starts by itself.');
    expect(approveModalSent.decode(modal.private_metadata)).toEqual({ ...about, boxes: [3] });
  });

  test('where nobody knows who is in which group, all are shown and none is demanded here', () => {
    const modal = approveModal(about, review, {
      of: 'somebody',
      groups: [...mine.groups, { group: 'platform', boxes }],
    });
    expectModal(modal);
    expect(read(modal)).toContain('if you belong to this group');
    expect(approveModalSent.decode(modal.private_metadata)).toEqual({ ...about, boxes: [] });
  });

  test('without a checklist it is a note', () => {
    const modal = approveModal(about, review, { of: 'this-person', groups: [] });
    expectModal(modal);
    expect(modal.blocks.filter(({ type }) => type === 'input')).toHaveLength(1);
  });

  test('the most and longest that a policy can ask for still fits', () => {
    const groups = Array.from({ length: 30 }, (_, at) => ({
      group: `${long}${at}`,
      boxes: Array.from({ length: 8 }, (__, box) => `${at}${box}${'x'.repeat(70)}`),
    }));
    expectModal(approveModal(about, { ...review, model: long }, { of: 'this-person', groups }));
  });
});

test('accepting names what may be accepted, and nothing that failed', () => {
  const verdicts = [
    { gate: 'auc', status: 'fail' as const, reason: 'too low', cure: null },
    { gate: 'improves f1', status: 'not-comparable' as const, reason: 'other data', cure: null },
  ];
  const state = stateOf([opened('promotion'), gathered({ blocked: true, findings: { ...findings, verdicts } })]);
  const modal = acceptModal(about, state);
  expectModal(modal);
  expect(read(modal)).toContain('improves f1');
  expect(read(modal)).not.toContain('too low');
  expect(acceptModalSent.decode(modal.private_metadata)).toEqual(about);
  const nothing = acceptModal(about, review);
  expectModal(nothing);
  expect(read(nothing)).toContain('Nothing is left');
});

test('closing a review says who did what alone, and until when it is due', () => {
  const state = stateOf([
    ...story('promotion', 'watching'),
    [{ kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: t0 + 1 }, by(pat)],
  ]);
  const modal = closeFollowUpModal(state, { names, mentions: [] });
  expectModal(modal);
  expect(read(modal)).toContain('@Pat Example broke the glass');
  expect(closeFollowUpModalSent.decode(modal.private_metadata)).toEqual({ release: release('a') });
  expect(read(closeFollowUpModal(review, nobody))).toContain('No review of this release is open');
});
