import { expect, test } from 'vitest';
import type { Event, Happened, ReleaseEvent } from '../../src/release/event.ts';
import type { WaitCause } from '../../src/release/event-waiting.ts';
import { evolve, fold } from '../../src/release/evolve.ts';
import { emptyLane, evolveLane, rollbackTarget } from '../../src/release/lane.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { askAgainMs, nextLook, nextLookAfter, rereadMs } from '../../src/release/next-look.ts';
import { planOf } from '../../src/release/plan.ts';
import { emptyScope, evolveScope, holding } from '../../src/release/scope.ts';
import type { Phase, ReleaseState } from '../../src/release/state.ts';
import { noWorkings } from '../fakes/workings.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { approvedLog, id, now, released, started, upTo, v } = scene;
const stop: ReleaseEvent = { kind: 'stop-requested', v: 1, forRollback: null };
const executing = [...approvedLog, started()];
const live = [...executing, ...upTo('confirm-champion'), scene.live(v(7))];
const waitingFor = (cause: WaitCause) =>
  released(...approvedLog, { kind: 'waiting', v: 1, cause, words: 'x', until: null });
const stopped = (liveTouched: boolean): ReleaseEvent => ({
  kind: 'stopped',
  v: 1,
  liveTouched,
  live: v(12),
  handedTo: null,
});
const failed = [...executing, ...scene.failedAt('set-champion')];

test.each<readonly [readonly ReleaseEvent[], Phase]>([
  [[scene.opened()], 'gathering'],
  [[scene.opened(), { kind: 'gathering-noted', v: 1, note: 'running', since: 1, unreachable: false }], 'gathering'],
  [[scene.opened(), scene.gathered()], 'review'],
  [[scene.opened(), scene.gathered({ blocked: true })], 'blocked'],
  [[scene.opened(), scene.gathered(), scene.yes], 'review'],
  [approvedLog, 'approved'],
  [[...approvedLog, { kind: 'waiting', v: 1, cause: 'paused', words: 'x', until: null }], 'approved'],
  [[...approvedLog, { kind: 'newer-ready', v: 1, release: id(15), version: v(15) }], 'approved'],
  [[scene.opened(), { kind: 'withdrawn', v: 1, reason: null }], 'withdrawn'],
  [[scene.opened(), { kind: 'expired', v: 1 }], 'expired'],
  [[scene.opened(), { kind: 'superseded', v: 1, release: id(15), version: v(15) }], 'superseded'],
  [[scene.opened(), scene.gathered(), { kind: 'rejected', v: 1, reason: 'no' }], 'rejected'],
  [executing, 'executing'],
  [[...executing, ...upTo('validate'), stop], 'executing'],
  [[...executing, stop, stopped(false)], 'withdrawn'],
  [[...executing, ...upTo('set-champion'), stop, stopped(true)], 'rolled-back'],
  [failed, 'failed'],
  [[...failed, { kind: 'retry-requested', v: 1 }], 'executing'],
  [[...failed, { kind: 'put-back-requested', v: 1 }], 'executing'],
  [[...failed, { kind: 'abandoned', v: 1, reason: 'x' }], 'abandoned'],
  [live, 'watching'],
  [[...live, { kind: 'verified', v: 1 }], 'verified'],
])('%#: a log folds to its phase: %o', (log, phase) => {
  const state = released(...log);
  expect(state).toMatchObject({ phase, length: log.length });
});

test('rule 3: voided approvals are gone, and who gave them is kept', () => {
  const voids: ReleaseEvent = {
    kind: 'approvals-voided',
    v: 1,
    cause: 'champion-moved',
    was: scene.evidence,
    now: null,
    changes: ['champion v12 → v13'],
    people: [people.bob],
  };
  const state = released(...executing, voids);
  expect(state).toMatchObject({ phase: 'gathering', execution: null, voided: [{ people: [people.bob] }] });
  expect(state.approvals.map(({ person }) => person)).toEqual([people.pat]);
});

test('a log that does not begin with its opening is a bug', () => {
  const happened: Happened<ReleaseEvent> = { at: 1, index: 0, by: scene.signalbox, event: scene.gathered() };
  expect(() => evolve(null, happened)).toThrow("starts with 'opened'");
  expect(fold([])).toBeNull();
});

test.each<readonly [string, ReleaseState, number, number | null]>([
  ['gathering is looked at at once', scene.inGathering, now, 1_000],
  ['review is read again', scene.inReview, now, now + rereadMs],
  ['but not beyond its end', scene.inReview, scene.inReview.expiresAt - 1, scene.inReview.expiresAt],
  ['what is late is due', scene.inReview, scene.inReview.expiresAt + 5, scene.inReview.expiresAt + 5],
  ['approved begins at once', scene.inApproved, now, now],
  ['approved waits for a person as long as need be', waitingFor('paused'), now, now + rereadMs],
  ['approved asks again soon who may approve', waitingFor('people-unread'), now, now + askAgainMs],
  ['approved asks a registry again soon', waitingFor('registry-unreachable'), now, now + askAgainMs],
  ['a step is done at once', scene.inExecuting, now, now],
  ['a step under a lease is let end', released(...executing, scene.begun('validate')), now, now + 10_000],
  ['watching is looked at when it ends', scene.inWatching, now, now + 60_000],
  ['failed waits for a person', scene.inFailed, now, null],
  ['verified waits for nothing', scene.inVerified, now, null],
])('rule 13: when to look: %s', (_, state, at, expected) => expect(nextLook(state, at)).toBe(expected));

test('a look that changed nothing does not come back at once', () => {
  for (const state of [scene.inGathering, scene.inReview, scene.inApproved, scene.inExecuting]) {
    expect(nextLookAfter(state, now)).toBeGreaterThan(now);
  }
});

test('what is adopted is served, too, where something serves: whoever moved the alias may have told nobody', () => {
  const adopted = { ...scene.inApproved, kind: 'adoption' as const };
  expect(planOf(adopted, noWorkings)).toEqual(['validate', 'tag-version', 'confirm-champion']);
  expect(planOf(adopted, { ...noWorkings, serving: { kind: 'http' } }).slice(-2)).toEqual([
    'move-serving',
    'await-serving',
  ]);
});

test('rule 8: tags before aliases, champion last, looked at twice', () => {
  const copied = planOf(scene.inApproved, noWorkings);
  expect(copied).toEqual([
    'copy-version',
    'validate',
    'tag-version',
    'set-previous',
    'set-champion',
    'confirm-champion',
  ]);
  expect(planOf(released(scene.opened(scene.openedRollback)), noWorkings)).toEqual(copied.slice(1));
});

function laneOf(log: readonly ReleaseEvent[], from: LaneState = scene.lane()): LaneState {
  let lane = from;
  for (const [index, event] of log.entries()) {
    const happened: Happened<Event> = { at: index, index, by: scene.by(people.own), event };
    lane = evolveLane(lane, happened, released(...log.slice(0, index + 1)));
  }
  return lane;
}

test.each<readonly [string, readonly ReleaseEvent[], Partial<LaneState>]>([
  ['open until it is live', [scene.opened()], { holder: null, queue: [] }],
  ['approved waits in the queue', approvedLog, { holder: null, queue: [id(14)] }],
  ['executing holds', executing, { holder: id(14), queue: [] }],
  ['failed keeps holding', failed, { holder: id(14), queue: [] }],
  ['live frees', live, { holder: null, queue: [], open: [] }],
  ['stopped frees', [...executing, stop, stopped(false)], { holder: null, open: [] }],
])('rule 5: a lane: %s', (_, log, expected) => expect(laneOf(log)).toMatchObject(expected));

test('rule 7: what is verified is trusted, what is rolled back is not; a rollback goes to the newest trusted that is not live', () => {
  const verified = laneOf([...live, { kind: 'verified', v: 1 }]);
  expect(verified.trusted.map(({ version }) => version)).toEqual([v(7), v(12)]);
  expect(rollbackTarget(verified)?.version).toBe(v(12));
  const back: ReleaseEvent = {
    kind: 'rolled-back',
    v: 1,
    release: id(90),
    to: v(12),
    reason: 'bad',
    asker: people.one,
  };
  const taken = laneOf([...live, { kind: 'verified', v: 1 }, back]);
  expect(taken.trusted.map(({ version }) => version)).toEqual([v(12)]);
  expect(taken.rolledBack).toMatchObject([{ version: v(7), release: id(90), why: 'bad' }]);
});

test('a lane that did not change keeps its revision', () => {
  const lane = laneOf(executing);
  const happened: Happened<Event> = { at: 99, index: 99, by: scene.signalbox, event: scene.begun('validate') };
  expect(evolveLane(lane, happened, released(...executing, scene.begun('validate')))).toBe(lane);
  expect(emptyLane(scene.policy.lane).rev).toBe(0);
});

test('a pause holds until its time, or until somebody resumes', () => {
  const at = (event: Event, index: number): Happened<Event> => ({ at: index, index, by: scene.by(people.own), event });
  const paused: Event = { kind: 'paused', v: 1, cause: 'person', why: 'x', until: 50, release: null };
  const scope = evolveScope(emptyScope, at(paused, 0));
  expect(holding(scope.pauses, 49)).toHaveLength(1);
  expect(holding(scope.pauses, 50)).toHaveLength(0);
  expect(evolveScope(scope, at({ kind: 'resumed', v: 1, why: null }, 1))).toEqual({ length: 2, pauses: [] });
});
