import { expect, test } from 'vitest';
import { decide, decideFinding } from '../../src/release/decide.ts';
import { decideBreakGlass } from '../../src/release/decide-break-glass.ts';
import type { Event, ReleaseEvent } from '../../src/release/event.ts';
import type { LaneFacts } from '../../src/release/facts.ts';
import type { PersonId } from '../../src/release/ids.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import type { OpenRelease, Pause } from '../../src/release/lane-state.ts';
import type { Decision } from '../../src/release/outcome.ts';
import type { PauseCause } from '../../src/release/scope-event.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { view } from '../../src/release/view.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { id, v, said } = scene;

const policy: LanePolicy = { ...scene.policy, breakGlass: ['platform'] };

function ask(by: PersonId, over: Partial<LaneFacts> = {}, reason: string | null = 'revenue stops'): Decision {
  const opening = { id: id(50), by: { kind: 'person', id: by } as const, source: v(14), reason };
  return decideBreakGlass(scene.laneFacts({ policy, ...over }), opening);
}

function standingOf({ id: release, kind, source, phase, approvals }: ReleaseState): OpenRelease {
  return { release, kind, sourceVersion: source.version, automatic: false, phase, approvals: approvals.length };
}

function standing(state: ReleaseState): Partial<LaneFacts> {
  return { lane: scene.lane({ open: [standingOf(state)] }), others: new Map([[state.id, state]]) };
}

const broken = (...events: readonly ReleaseEvent[]) => scene.released(scene.opened({ breakGlass: true }), ...events);

test.each<[string, Decision, string]>([
  ['somebody of the group', ask(people.pat), `${id(50)} opened`],
  ['an approver outside the group', ask(people.bob), 'no: not-break-glass'],
  ['a bot in the group', ask(people.bot), 'no: not-a-member'],
  ['where the policy names nobody', ask(people.pat, { policy: scene.policy }), 'no: not-break-glass'],
  ['without a reason', ask(people.pat, {}, '  '), 'no: reason-missing'],
  ['with nothing said at all', ask(people.pat, {}, null), 'no: reason-missing'],
  ['where models are advised on', ask(people.pat, { policy: { ...policy, mode: 'advise' } }), 'no: not-enforced'],
  ['a request in review gives way', ask(people.pat, standing(scene.inReview)), `${id(50)} opened, v14 superseded`],
  ['a blocked one, too', ask(people.pat, standing(scene.inBlocked)), `${id(50)} opened, v14 superseded`],
  ['an approved one, too', ask(people.pat, standing(scene.inApproved)), `${id(50)} opened, v14 superseded`],
  ['one that executes is there already', ask(people.pat, standing(scene.inExecuting)), 'already-open'],
  ['one that failed has to be mended first', ask(people.pat, standing(scene.inFailed)), 'already-open'],
  ['asking twice', ask(people.pat, standing(broken())), 'already-open'],
])('break-glass: %s', (_, decision, words) => {
  expect(said(decision)).toBe(words);
});

test('the first event carries the mark, and nothing else does', () => {
  const decision = ask(people.pat);
  expect(decision).toMatchObject({
    appends: [{ events: [{ kind: 'opened', breakGlass: true, reason: 'revenue stops' }] }],
  });
});

const failing = scene.gathered({
  findings: {
    ...scene.gathered().findings,
    verdicts: [{ gate: 'auc ≥ 0.80', status: 'fail', reason: '0.61', cure: null }],
  },
});

test('failed gates and missing approvals are recorded, and hold nothing', () => {
  const { kind: _, v: _v, blocked: _b, ...found } = failing;
  const decision = decideFinding(scene.facts(broken()), { kind: 'record-evidence', ...found, changes: [] });
  expect(said(decision)).toBe('v14 evidence-gathered, v14 review-completed');
  expect(decision).toMatchObject({ appends: [{ events: [{ blocked: false }, { automatic: true, people: [] }] }] });
});

test('what passed no gate supersedes nothing that waits', () => {
  const older = scene.released(
    scene.opened({ release: id(13), source: { ...scene.opened().source, version: v(13) } }),
    scene.gathered(),
  );
  const open: OpenRelease = { ...standingOf(older), automatic: true };
  const { kind: _, v: _v, blocked: _b, ...found } = failing;
  const read = { ...found, kind: 'record-evidence', changes: [] } as const;
  const facts = scene.facts(broken(), {
    lane: scene.lane({ open: [open] }),
    releases: [{ ...older, opened: { ...older.opened, by: scene.registry } }],
  });
  expect(said(decideFinding(facts, read))).toBe('v14 evidence-gathered, v14 review-completed');
});

function paused(cause: PauseCause): Pause {
  return { cause, by: scene.signalbox, at: 1, why: 'why', until: null, release: null };
}

test.each<[PauseCause, string]>([
  ['person', 'v14 execution-started'],
  ['calendar', 'v14 execution-started'],
  ['rollback', 'v14 execution-started'],
  ['outside-move', 'v14 waiting'],
  ['log-behind', 'v14 waiting'],
])('a pause because of %s: %s', (cause, words) => {
  const state = broken(scene.gathered(), { kind: 'review-completed', v: 1, automatic: true, people: [] });
  const targets = scene.started();
  if (targets.kind !== 'execution-started') throw new Error('no targets');
  const begin = {
    kind: 'begin-execution',
    evidence: scene.evidence,
    targets: targets.targets,
    counting: [],
    accepting: [],
  } as const;
  expect(said(decideFinding(scene.facts(state, { pauses: [paused(cause)] }), begin))).toBe(words);
});

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

test('who is told reads first why', () => {
  const around = { lane: scene.lane(), pauses: [], path: [], next: null, label: null, notice: null, rescuers: [] };
  const push = (state: ReleaseState) =>
    JSON.stringify(view({ ...state, opened: { ...state.opened, reason: 'revenue stops' } }, around).push);
  const completed = { kind: 'review-completed', v: 1, automatic: true, people: [] } as const;
  expect(push(broken())).toContain('revenue stops');
  expect(push(broken(failing, completed))).toContain('revenue stops');
  expect(push(scene.inApproved)).not.toContain('revenue stops');
});
