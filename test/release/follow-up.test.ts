import { expect, test } from 'vitest';
import { decide, decideFinding } from '../../src/release/decide.ts';
import type { Event, ReleaseEvent } from '../../src/release/event.ts';
import type { PersonId } from '../../src/release/ids.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { v, said } = scene;

const policy: LanePolicy = { ...scene.policy, breakGlass: ['platform'] };

const finish = {
  kind: 'finish-step',
  step: 'confirm-champion',
  direction: 'do',
  worker: 'w1',
  already: false,
  version: null,
  bytes: null,
} as const;

function liveAfter(state: ReleaseState, now: number): readonly Event[] {
  const decision = decideFinding({ ...scene.facts(state), now }, finish);
  return decision.kind === 'accepted' ? decision.appends.flatMap(({ events }) => events) : [];
}

const almost = (opened: ReleaseEvent) =>
  scene.released(opened, ...scene.approvedLog.slice(1), scene.started(), ...scene.upTo('set-champion'), {
    ...scene.begun('confirm-champion'),
  });

test('what went live alone opens a review, due in two working days; what was approved opens none', () => {
  const friday = Date.parse('2026-11-20T18:00:00Z');
  const followUp = { kind: 'follow-up-opened', dueAt: Date.parse('2026-11-24T18:00:00Z') };
  expect(liveAfter(almost(scene.opened({ breakGlass: true })), friday)).toContainEqual(
    expect.objectContaining({ ...followUp, why: 'break-glass' }),
  );
  expect(liveAfter(almost(scene.opened(scene.openedRollback)), friday)).toContainEqual(
    expect.objectContaining({ ...followUp, why: 'on-call-rollback' }),
  );
  const others = [scene.opened(), scene.opened({ ...scene.openedRollback, alone: false })];
  for (const opened of others)
    expect(liveAfter(almost(opened), friday).map(({ kind }) => kind)).not.toContain('follow-up-opened');
});

test.each([
  ['confirm-champion', true],
  ['set-champion', true],
  ['tag-version', false],
] as const)('break-glass that failed at %s and is abandoned: owed %s', (step, isOwed) => {
  const log = [scene.opened({ breakGlass: true }), ...scene.approvedLog.slice(1), scene.started()];
  const state = scene.released(...log, ...scene.failedAt(step));
  const abandon = { kind: 'abandon', release: state.id, reason: 'repaired by hand' } as const;
  const expected = isOwed ? 'v14 abandoned, v14 follow-up-opened' : 'v14 abandoned';
  expect(said(decide(scene.facts(state, { policy }), people.own, abandon))).toBe(expected);
});

const dueAt = scene.now + 1_000;
const owed = scene.released(
  scene.opened({ breakGlass: true }),
  scene.gathered(),
  { kind: 'review-completed', v: 1, automatic: true, people: [] },
  scene.started(),
  ...scene.upTo('confirm-champion'),
  scene.live(v(7)),
  { kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt },
);
const closed = { kind: 'follow-up-closed', v: 1, note: 'looked' } as const;

function close(by: PersonId, note = 'the slice was empty', state = owed): string {
  return said(decide(scene.facts(state, { policy }), by, { kind: 'close-follow-up', release: state.id, note }));
}

test.each<[string, string, string]>([
  ['another approver', close(people.bob), 'v14 follow-up-closed'],
  ['on-call', close(people.one), 'v14 follow-up-closed'],
  ['somebody of the group', close(people.pia), 'v14 follow-up-closed'],
  ['the one who acted, although they own the model', close(people.own), 'no: own-follow-up'],
  ['somebody who does not answer for it', close(people.out), 'no: not-allowed'],
  ['a guest among the reviewers', close(people.guest), 'no: not-a-member'],
  ['without saying what they found', close(people.bob, ' '), 'no: reason-missing'],
  ['where nothing is owed', close(people.bob, 'looked', scene.inVerified), 'no: no-follow-up'],
])('closing a review: %s', (_, words, expected) => {
  expect(words).toBe(expected);
});

test('a review is closed once, and told overdue once, whatever became of the release', () => {
  const ended = [owed, { ...owed, phase: 'rolled-back' }, { ...owed, phase: 'superseded' }] as const;
  for (const state of ended) {
    const tell = (now: number) =>
      said(decideFinding({ ...scene.facts(state), now }, { kind: 'follow-up-due', people: [people.bob] }));
    expect(tell(dueAt - 1)).toBe('unchanged');
    expect(tell(dueAt)).toBe('v14 follow-up-overdue');
  }
  const told = { ...owed, followUp: owed.followUp === null ? null : { ...owed.followUp, overdueTold: true } };
  const again = decideFinding({ ...scene.facts(told), now: dueAt }, { kind: 'follow-up-due', people: [] });
  expect(said(again)).toBe('unchanged');
  const by = { kind: 'person', id: people.bob } as const;
  const done = {
    ...owed,
    followUp: owed.followUp === null ? null : { ...owed.followUp, closed: { by, at: 1, note: closed.note } },
  };
  expect(close(people.pia, 'me too', done)).toBe('no: no-follow-up');
});
