import { describe, expect, test } from 'vitest';
import { replyMessage } from '../../blocks/replies.ts';
import { IncidentId, shortDigest } from '../../src/release/ids.ts';
import type { Answer, Refusal } from '../../src/release/outcome.ts';
import { expectMessage, read } from './promises.ts';
import { digest, kim, names, release, stateOf, story, t0, version } from './scenes.ts';

const people = { names, mentions: [] };
const state = stateOf(story('promotion', 'review'));
const evil = `<!channel> ${'x'.repeat(10_000)}`;

const answers: { readonly [K in Answer['kind']]: readonly [Extract<Answer, { kind: K }>, string] } = {
  acknowledged: [{ kind: 'acknowledged', incident: IncidentId.parse('i-aaaaaaaaaa') }, 'nobody is reminded'],
  snoozed: [{ kind: 'snoozed', incident: IncidentId.parse('i-aaaaaaaaaa'), until: t0 }, 'Snoozed until'],
  dismissed: [{ kind: 'dismissed', incident: IncidentId.parse('i-aaaaaaaaaa'), until: t0 }, 'until the next release'],
  'return-cancelled': [
    { kind: 'return-cancelled', incident: IncidentId.parse('i-aaaaaaaaaa') },
    'nothing goes back by itself',
  ],
  opened: [{ kind: 'opened', release: release('a') }, 'The card comes'],
  'already-open': [{ kind: 'already-open', release: release('a'), phase: 'review' }, 'waits for approvals'],
  approved: [{ kind: 'approved', release: release('a'), have: 1, need: 2 }, '1 of 2. 1 more is needed.'],
  'approval-taken-back': [
    { kind: 'approval-taken-back', release: release('a'), have: 0, need: 2 },
    'no longer counts. It has 0 of 2',
  ],
  'verdicts-accepted': [{ kind: 'verdicts-accepted', release: release('a'), left: 2 }, '2 gates still keep'],
  'follow-up-closed': [{ kind: 'follow-up-closed', release: release('a') }, 'Your note is in the thread'],
  'baseline-trusted': [
    { kind: 'baseline-trusted', lane: 'churn/production', version: version(12) },
    'v12 is trusted now: churn in production',
  ],
  rejected: [{ kind: 'rejected', release: release('a') }, 'Rejected'],
  withdrawn: [{ kind: 'withdrawn', release: release('a') }, 'Nothing changed'],
  'checking-again': [{ kind: 'checking-again', release: release('a') }, 'Reading it again'],
  stopping: [{ kind: 'stopping', release: release('a'), liveTouched: false }, 'Nothing live has changed'],
  retrying: [{ kind: 'retrying', release: release('a') }, 'again now'],
  'putting-back': [{ kind: 'putting-back', release: release('a'), to: version(12) }, 'Putting v12 back'],
  abandoned: [{ kind: 'abandoned', release: release('a') }, 'left as it stands'],
  paused: [{ kind: 'paused', scope: 'production', until: t0 }, 'Rollbacks still go through'],
  resumed: [{ kind: 'resumed', scope: evil }, 'goes on by itself'],
  rehearsed: [
    {
      kind: 'rehearsed',
      lane: evil,
      target: version(12),
      checks: [
        { what: 'target', ok: true, words: 'v12 was verified' },
        { what: 'serving', ok: false, words: evil },
      ],
    },
    '1 check did not pass',
  ],
  noted: [{ kind: 'noted' }, 'Noted'],
  unchanged: [{ kind: 'unchanged' }, 'Nothing was changed'],
};

const refusals: { readonly [K in Refusal['kind']]: readonly [Extract<Refusal, { kind: K }>, string] } = {
  'unknown-incident': [{ kind: 'unknown-incident' }, 'no such incident'],
  'incident-over': [{ kind: 'incident-over', phase: 'resolved', at: t0 }, 'is resolved since'],
  'no-countdown': [{ kind: 'no-countdown' }, 'Nothing is about to go back'],
  'return-begun': [{ kind: 'return-begun', release: release('a') }, 'Too late to cancel'],
  'snooze-bounds': [{ kind: 'snooze-bounds' }, 'a day at most'],
  'not-a-member': [{ kind: 'not-a-member', standing: 'guest' }, 'Ask a full member'],
  'own-request': [
    { kind: 'own-request', canApprove: ['reviewers'] },
    'You asked for this release, so someone else has to approve it. Can approve: @reviewers.',
  ],
  excluded: [{ kind: 'excluded', why: 'run-author', canApprove: ['reviewers'] }, 'You ran the training'],
  'not-in-groups': [{ kind: 'not-in-groups', canApprove: ['@platform-owners'] }, '@platform-owners'],
  'already-approved': [{ kind: 'already-approved', at: t0 }, 'It counts once'],
  'not-needed': [{ kind: 'not-needed', canApprove: ['platform'] }, 'Still needed: @platform'],
  'stale-evidence': [
    {
      kind: 'stale-evidence',
      shown: shortDigest(digest('a')),
      now: shortDigest(digest('b')),
      changes: ['auc 0.86 → 0.85'],
    },
    'auc 0.86 → 0.85',
  ],
  'wrong-phase': [{ kind: 'wrong-phase', verb: 'approve', phase: 'rejected', by: kim, at: t0 }, '@Kim Example'],
  'not-allowed': [{ kind: 'not-allowed', verb: 'stop', who: ['platform', kim] }, '@platform'],
  'reason-missing': [{ kind: 'reason-missing', verb: 'reject' }, 'because …'],
  'unknown-release': [{ kind: 'unknown-release' }, 'status'],
  'unknown-model': [
    { kind: 'unknown-model', asked: evil, near: ['churn', 'churn-eu'] },
    'Did you mean churn or churn-eu',
  ],
  'unknown-environment': [
    { kind: 'unknown-environment', asked: 'prod', possible: ['staging', 'production'] },
    'Possible: staging, production',
  ],
  'unknown-scope': [
    { kind: 'unknown-scope', asked: 'x', possible: ['production'] },
    'neither an environment nor a model',
  ],
  'unknown-version': [
    { kind: 'unknown-version', model: 'churn', environment: 'staging', asked: '99', near: ['13', '14'] },
    'There are: 13, 14',
  ],
  'no-version-named': [{ kind: 'no-version-named', model: 'churn', environment: 'staging' }, '@14'],
  'end-of-path': [{ kind: 'end-of-path', model: 'churn', environment: 'production' }, 'last environment on its path'],
  'nothing-live': [{ kind: 'nothing-live', model: 'churn' }, 'Promote a version first'],
  'already-live': [{ kind: 'already-live', version: version(14), since: t0 }, 'v14 is live there already'],
  'no-rollback-target': [{ kind: 'no-rollback-target', live: version(14) }, 'Name one that you trust'],
  'unreachable-quorum': [
    { kind: 'unreachable-quorum', missing: [{ groups: ['platform'], needs: 1, can: 0 }], unread: ['@platform-owners'] },
    'can count: 0',
  ],
  'unknown-person': [{ kind: 'unknown-person', identities: ['root'] }, 'Add them under “people”'],
  'lane-paused': [{ kind: 'lane-paused', words: 'stock-taking', until: null }, 'stock-taking'],
  'not-paused': [{ kind: 'not-paused', scope: 'production' }, 'is not paused'],
  'no-trainer': [{ kind: 'no-trainer', model: 'churn', environment: 'production' }, 'Name a trainer'],
  'nothing-to-reuse': [{ kind: 'nothing-to-reuse', model: 'churn', environment: 'production' }, 'no training to skip'],
  'nothing-trained-at': [
    {
      kind: 'nothing-trained-at',
      model: 'churn',
      environment: 'staging',
      asked: 'v1.4',
      commit: 'abc1234def',
      near: [{ version: version(13), commit: 'c0ffee0123' }],
    },
    'Nothing of churn in staging was trained at abc1234. Trained in staging: v13 at c0ffee0.',
  ],
  'commit-ambiguous': [{ kind: 'commit-ambiguous', asked: 'abc', near: ['abc1', 'abc2'] }, 'begins 2 commits: abc1'],
  'not-in-order': [
    {
      kind: 'not-in-order',
      model: 'churn',
      version: version(14),
      environment: 'production',
      before: 'staging',
      breakGlass: ['platform'],
    },
    'v14 was never live in staging, which comes before production. Release it there first: promote churn@14 to staging',
  ],
  'paused-after-rollback': [
    {
      kind: 'paused-after-rollback',
      model: evil,
      environment: evil,
      why: evil,
      since: t0,
      again: { version: version(14), reason: evil },
    },
    'Nothing was opened',
  ],
  'checklist-missing': [
    { kind: 'checklist-missing', missing: ['I looked at the slices', evil] },
    '2 boxes are not ticked. “I looked at the slices”',
  ],
  'not-approved-by-you': [{ kind: 'not-approved-by-you' }, 'Whoever approved it can'],
  'not-enforced': [{ kind: 'not-enforced', mode: 'advise' }, 'mode: enforce'],
  'nothing-to-accept': [{ kind: 'nothing-to-accept', blocking: ['auc'] }, 'cannot be accepted: auc'],
  'not-required-group': [{ kind: 'not-required-group', canAccept: ['platform'] }, 'Can accept: @platform'],
  'not-break-glass': [{ kind: 'not-break-glass', who: ['oncall'] }, 'Can: @oncall. Or ask with promote'],
  'no-follow-up': [{ kind: 'no-follow-up' }, 'Nothing to close'],
  'own-follow-up': [{ kind: 'own-follow-up', canClose: ['platform'] }, 'Can close it: @platform'],
  'baseline-differs': [
    { kind: 'baseline-differs', live: version(12), asked: version(14) },
    'v14 is not what is live there: v12 is. Name v12',
  ],
  'baseline-known': [{ kind: 'baseline-known', live: version(12) }, 'no baseline to name'],
  'cannot-retrain': [{ kind: 'cannot-retrain', model: evil, environment: evil }, 'without “retrain”'],
  'nothing-to-adopt': [{ kind: 'nothing-to-adopt', version: version(12) }, 'nothing to adopt'],
  'adopt-differs': [{ kind: 'adopt-differs', live: version(13), asked: version(12) }, 'v13 is'],
  'step-not-ours': [{ kind: 'step-not-ours' }, 'Nothing to do'],
  'stop-waits': [{ kind: 'stop-waits' }, 'The card shows'],
};

describe('answers', () => {
  test.each(Object.values(answers))('$kind', (answer, words) => {
    const message = replyMessage(
      { outcome: { kind: 'answer', answer }, release: state, card: { channel: 'C0PROD' } },
      people,
    );
    expectMessage(message);
    expect(read(message)).toContain(words);
    expect(read(message)).toContain('churn');
    expect(JSON.stringify(message.blocks)).toContain('C0PROD');
  });
});

describe('refusals say what would work', () => {
  test.each(Object.values(refusals))('$kind', (refusal, words) => {
    const message = replyMessage({ outcome: { kind: 'refusal', refusal }, release: null, card: null }, people);
    expectMessage(message);
    expect(read(message)).toContain(words);
  });
});
