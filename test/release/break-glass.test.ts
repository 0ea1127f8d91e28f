import { expect, test } from 'vitest';
import { decideFinding } from '../../src/release/decide.ts';
import { decideBreakGlass } from '../../src/release/decide-break-glass.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
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

/** Slack does not say who is in the group. */
const unread: Partial<LaneFacts> = {
  electorate: {
    standing: scene.electorate().standing,
    members: new Map(),
    unread: new Map([['platform', 'timeout']]),
  },
};

const broken = (...events: readonly ReleaseEvent[]) => scene.released(scene.opened({ breakGlass: true }), ...events);

test.each<[string, Decision, string]>([
  ['somebody of the group', ask(people.pat), `${id(50)} opened`],
  ['an approver outside the group', ask(people.bob), 'no: not-break-glass'],
  ['while nobody can say who is in the group', ask(people.pat, unread), 'no: not-a-member'],
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
  expect(said(beginning([people.own], { pauses: [paused(cause)] }))).toBe(words);
});

test('whoever lost the right to it before it starts lets nothing in', () => {
  expect(said(beginning([]))).toBe('v14 withdrawn');
  const decision = beginning([people.own]);
  expect(decision).toMatchObject({ appends: [{ events: [{ kind: 'execution-started', approvedBy: [] }] }] });
});

/** It is about to start, and these still may break the glass. */
function beginning(counting: readonly PersonId[], over: Partial<LaneFacts> = {}): Decision {
  const state = broken(scene.gathered(), { kind: 'review-completed', v: 1, automatic: true, people: [] });
  const started = scene.started();
  if (started.kind !== 'execution-started') throw new Error('no targets');
  const { targets } = started;
  const begin = { kind: 'begin-execution', evidence: scene.evidence, targets, counting, accepting: [] } as const;
  return decideFinding(scene.facts(state, over), begin);
}

test('who is told reads first why', () => {
  const around = { lane: scene.lane(), pauses: [], path: [], next: null, label: null, notice: null, rescuers: [] };
  const push = (state: ReleaseState) =>
    JSON.stringify(view({ ...state, opened: { ...state.opened, reason: 'revenue stops' } }, around).push);
  const completed: ReleaseEvent = { kind: 'review-completed', v: 1, automatic: true, people: [] };
  expect(push(broken())).toContain('revenue stops');
  expect(push(broken(failing, completed))).toContain('revenue stops');
  expect(push(scene.inApproved)).not.toContain('revenue stops');
});
