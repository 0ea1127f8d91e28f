import { expect, test } from 'vitest';
import type { ReleaseCommand } from '../../src/release/command.ts';
import { decide } from '../../src/release/decide.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import { type PersonId, shortDigest } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { facts, id, said } = scene;
const release = id(14);
const approve: ReleaseCommand = { kind: 'approve', release, evidence: shortDigest(scene.evidence), note: null };
const onOlder: ReleaseCommand = { ...approve, evidence: shortDigest(scene.other) };
const reject: ReleaseCommand = { kind: 'reject', release, evidence: shortDigest(scene.evidence), reason: 'recall' };
const withdraw: ReleaseCommand = { kind: 'withdraw', release, reason: null };
const again: ReleaseCommand = { kind: 'check-again', release };
const stop: ReleaseCommand = { kind: 'stop', release };
const retry: ReleaseCommand = { kind: 'retry', release };
const back: ReleaseCommand = { kind: 'put-back', release };
const abandon: ReleaseCommand = { kind: 'abandon', release, reason: 'given up' };

const platformYes: ReleaseEvent = {
  kind: 'approved',
  v: 1,
  evidence: scene.evidence,
  groups: ['platform'],
  note: null,
};
const onePlatform = scene.released(scene.opened(), scene.gathered(), platformYes);

type Row = readonly [string, ReleaseState, PersonId, ReleaseCommand, string];

const oneYes = scene.released(scene.opened(), scene.gathered(), scene.yes);
const stopping = scene.released(...scene.approvedLog, scene.started(), {
  kind: 'stop-requested',
  v: 1,
  forRollback: null,
});
const handing = scene.released(...scene.approvedLog, scene.started(), {
  kind: 'stop-requested',
  v: 1,
  forRollback: id(90),
});

const rows: readonly Row[] = [
  ['rule 1: a yes of somebody the policy names counts', scene.inReview, people.bob, approve, 'v14 approved'],
  ['rule 1: the last yes completes the review', oneYes, people.pat, approve, 'v14 approved, v14 review-completed'],
  ['rule 1: not of a guest', scene.inReview, people.guest, approve, 'no: not-a-member'],
  ['rule 1: not of a bot', scene.inReview, people.bot, approve, 'no: not-a-member'],
  ['rule 1: not of somebody who left', scene.inReview, people.gone, approve, 'no: not-a-member'],
  ['rule 1: not of the requester', scene.inReview, people.own, approve, 'no: own-request'],
  ['rule 1: not of the run author', scene.inReview, people.ann, approve, 'no: excluded'],
  ['rule 1: not of somebody in no group', scene.inReview, people.out, approve, 'no: not-in-groups'],
  ['rule 3: not on older evidence', scene.inReview, people.bob, onOlder, 'no: stale-evidence'],
  ['rule 4: not twice', oneYes, people.bob, approve, 'no: already-approved'],
  ['a second platform yes fills no seat', onePlatform, people.pia, approve, 'no: not-needed'],
  ['not while gathering', scene.inGathering, people.bob, approve, 'no: wrong-phase'],
  ['rule 6: not while a gate blocks', scene.inBlocked, people.bob, approve, 'no: wrong-phase'],
  ['rule 4: not after all have approved', scene.inApproved, people.pia, approve, 'no: wrong-phase'],
  ['not after a no', scene.inRejected, people.bob, approve, 'no: wrong-phase'],
  ['a no ends the review', scene.inReview, people.bob, reject, 'v14 rejected'],
  ['a no before it starts ends it, too', scene.inApproved, people.pia, reject, 'v14 rejected'],
  ['rule 1: a no of somebody in no group does not count', scene.inReview, people.out, reject, 'no: not-in-groups'],
  [
    'rule 3: a no on older evidence does not count',
    scene.inReview,
    people.bob,
    { ...reject, evidence: shortDigest(scene.other) },
    'no: stale-evidence',
  ],
  ['a no needs its reason', scene.inReview, people.bob, { ...reject, reason: '  ' }, 'no: reason-missing'],
  ['the requester withdraws', scene.inGathering, people.own, withdraw, 'v14 withdrawn'],
  ['whom the policy names withdraws', scene.inApproved, people.bob, withdraw, 'v14 withdrawn'],
  ['others do not withdraw', scene.inReview, people.out, withdraw, 'no: not-allowed'],
  ['nothing is withdrawn once it executes', scene.inExecuting, people.own, withdraw, 'no: wrong-phase'],
  ['any member asks to look again', scene.inBlocked, people.out, again, 'checking-again'],
  ['guests do not', scene.inBlocked, people.guest, again, 'no: not-a-member'],
  ['there is nothing to look at again during execution', scene.inExecuting, people.out, again, 'no: wrong-phase'],
  ['stop', scene.inExecuting, people.own, stop, 'v14 stop-requested'],
  ['others do not stop', scene.inExecuting, people.out, stop, 'no: not-allowed'],
  ['rule 4: stopping is said once', stopping, people.own, stop, 'no: stop-waits'],
  ['a stop for a rollback stays one', handing, people.own, stop, 'no: stop-waits'],
  ['nothing to stop before', scene.inApproved, people.own, stop, 'no: wrong-phase'],
  ['nothing to stop after', scene.inWatching, people.own, stop, 'no: wrong-phase'],
  ['a failed one is tried again', scene.inFailed, people.own, retry, 'v14 retry-requested'],
  ['put back', scene.inFailed, people.bob, back, 'v14 put-back-requested'],
  ['abandon', scene.inFailed, people.own, abandon, 'v14 abandoned'],
  ['abandon needs its reason', scene.inFailed, people.own, { ...abandon, reason: '' }, 'no: reason-missing'],
  ['others do not', scene.inFailed, people.out, abandon, 'no: not-allowed'],
  ['only what failed is tried again', scene.inExecuting, people.own, retry, 'no: wrong-phase'],
  ['only what failed is put back', scene.inWatching, people.own, back, 'no: wrong-phase'],
  ['only what failed is abandoned', scene.inVerified, people.own, abandon, 'no: wrong-phase'],
];

test.each(rows)('%s', (_, state, who, command, expected) => {
  expect(said(decide(facts(state), who, command))).toBe(expected);
});

test('rule 3: a click on older evidence is told what changed', () => {
  const voided = scene.released(
    scene.opened(),
    scene.gathered({ digest: scene.other }),
    {
      kind: 'approvals-voided',
      v: 1,
      cause: 'evidence-changed',
      was: scene.other,
      now: scene.evidence,
      changes: ['auc 0.86 → 0.85'],
      people: [],
    },
    scene.gathered(),
  );
  expect(decide(facts(voided), people.bob, onOlder)).toEqual({
    kind: 'refused',
    refusal: {
      kind: 'stale-evidence',
      shown: shortDigest(scene.other),
      now: shortDigest(scene.evidence),
      changes: ['auc 0.86 → 0.85'],
    },
  });
});

test('rule 4: the loser of a race hears who won and when', () => {
  const answer = decide(facts(scene.inExecuting), people.pia, approve);
  expect(answer).toMatchObject({ refusal: { kind: 'wrong-phase', phase: 'executing', by: people.pat, at: 1_003 } });
  const rejected = decide(facts(scene.inRejected), people.pia, approve);
  expect(rejected).toMatchObject({ refusal: { phase: 'rejected', by: people.own, at: 1_002 } });
});

test('stopping says what stopping means now', () => {
  const before = decide(facts(scene.inExecuting), people.own, stop);
  const moved = scene.released(...scene.approvedLog, scene.started(), ...scene.upTo('set-champion'));
  expect(before).toMatchObject({ answer: { liveTouched: false } });
  expect(decide(facts(moved), people.own, stop)).toMatchObject({ answer: { liveTouched: true } });
});
