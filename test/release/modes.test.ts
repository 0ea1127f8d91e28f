import { expect, test } from 'vitest';
import { available } from '../../src/release/available.ts';
import { decide, decideFinding } from '../../src/release/decide.ts';
import { decideChampionSeen, decideTrustBaseline } from '../../src/release/decide-lane.ts';
import { decideRollback } from '../../src/release/decide-open.ts';
import { decidePromote } from '../../src/release/decide-promote.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import { evolve, fold } from '../../src/release/evolve.ts';
import type { LaneFacts } from '../../src/release/facts.ts';
import { shortDigest, type Version } from '../../src/release/ids.ts';
import { emptyLane, evolveLane } from '../../src/release/lane.ts';
import type { LanePolicy, PolicyMode } from '../../src/release/lane-policy.ts';
import { posts } from '../../src/release/posts.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { endWords } from '../../src/release/view-end.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { id, v, said } = scene;

const inMode = (mode: PolicyMode): LanePolicy => ({ ...scene.policy, mode });
const at = (mode: PolicyMode, over: Partial<LaneFacts> = {}) => scene.laneFacts({ policy: inMode(mode), ...over });
const opening = (by: 'person' | 'registry') => ({
  id: id(14),
  by: by === 'person' ? scene.by(people.own) : scene.registry,
  source: v(14),
  reason: null,
});
const advised = (...events: readonly ReleaseEvent[]) => scene.released(scene.opened({ mode: 'advise' }), ...events);

test.each(['observe', 'advise'] as const)(
  '%s: the registry’s news opens a release with that mark; people are told why they cannot',
  (mode) => {
    expect(decidePromote(at(mode), opening('registry'))).toMatchObject({
      appends: [{ events: [{ kind: 'opened', mode }] }],
    });
    expect(said(decidePromote(at(mode), opening('person')))).toBe('no: not-enforced');
    const back = { id: id(90), by: scene.by(people.one), version: null, reason: 'errors' };
    expect(said(decideRollback(at(mode), back))).toBe('no: not-enforced');
  },
);

test('what is enforced carries no mark', () => {
  const decision = decidePromote(at('enforce'), opening('person'));
  const [event] = decision.kind === 'accepted' ? (decision.appends[0]?.events ?? []) : [];
  expect(Object.keys(event ?? {})).not.toContain('mode');
});

test('advice is never approved, and never starts by itself', () => {
  const state = advised(scene.gathered());
  const facts = scene.facts(state, { policy: inMode('advise') });
  const yes = { kind: 'approve', release: state.id, evidence: shortDigest(scene.evidence), note: null } as const;
  expect(said(decide(facts, people.bob, yes))).toBe('no: not-enforced');
  const {
    kind: _,
    v: _v,
    blocked: _b,
    ...found
  } = scene.gathered({
    requirements: { ...scene.requirements, automatic: true, rules: [] },
  });
  const read = { ...found, kind: 'record-evidence', changes: [] } as const;
  expect(said(decideFinding(scene.facts(advised()), read))).toBe('v14 evidence-gathered');
  expect(available(state)).toEqual(['evidence', 'withdraw', 'check-again', 'history']);
});

test('a champion that moves by hand is recorded and pauses nothing, but where it is enforced', () => {
  expect(said(decideChampionSeen(at('advise'), v(14)))).toBe('lane:churn/production moved-outside');
  expect(said(decideChampionSeen(at('observe'), v(14)))).toBe('lane:churn/production moved-outside');
  expect(said(decideChampionSeen(at('enforce'), v(14)))).toBe(
    'lane:churn/production moved-outside, lane:churn/production paused',
  );
});

function conclude(
  state: ReleaseState,
  mode: PolicyMode,
  why: 'went-live' | 'mode-changed',
  live: Version | null = null,
): string {
  return said(decideFinding(scene.facts(state, { policy: inMode(mode) }), { kind: 'conclude', why, live }));
}

test.each<[string, string, string]>([
  ['what was advised on is live', conclude(advised(scene.gathered()), 'advise', 'went-live', v(14)), 'v14 concluded'],
  ['what is enforced does not end so', conclude(scene.inReview, 'enforce', 'went-live', v(14)), 'unchanged'],
  ['from advise to enforce', conclude(advised(scene.gathered()), 'enforce', 'mode-changed'), 'v14 concluded'],
  ['from enforce to observe', conclude(scene.inReview, 'observe', 'mode-changed'), 'v14 concluded'],
  ['approved, from enforce to advise', conclude(scene.inApproved, 'advise', 'mode-changed'), 'v14 concluded'],
  ['no change', conclude(scene.inReview, 'enforce', 'mode-changed'), 'unchanged'],
  ['what executes is not touched', conclude(scene.inExecuting, 'observe', 'mode-changed'), 'no: wrong-phase'],
])('the end of advice: %s', (_, words, expected) => {
  expect(words).toBe(expected);
});

test('an end by hand says so, and offers to ask again only where asking means something', () => {
  const went = advised(scene.gathered(), { kind: 'concluded', v: 1, why: 'went-live', live: v(14), mode: 'advise' });
  expect(went.phase).toBe('concluded');
  expect(JSON.stringify(endWords(went))).toContain('v14 is live since');
  expect(available(went)).not.toContain('request-again');
  const now = advised(scene.gathered(), { kind: 'concluded', v: 1, why: 'mode-changed', live: null, mode: 'enforce' });
  expect(JSON.stringify(endWords(now))).toContain('request it again');
  expect(available(now)).toContain('request-again');
});

test('what is observed is not posted; what is advised on is, and calls nobody', () => {
  const around = {
    lane: scene.lane(),
    pauses: [],
    path: [],
    next: null,
    label: null,
    notice: null,
    rescuers: ['platform'],
  };
  const shown = (mode: 'observe' | 'advise') => {
    const log = [scene.opened({ mode }), scene.gathered()].map((event, index) => ({
      at: 1,
      index,
      by: scene.registry,
      event,
    }));
    const state = fold(log);
    if (state === null) throw new Error('no log');
    return posts({ state, log, around }, scene.now).posts;
  };
  expect(shown('observe')).toEqual([]);
  expect(shown('advise').length).toBeGreaterThan(0);
  expect(shown('advise').flatMap(({ mentions }) => mentions)).toEqual([]);
});

const outside = scene.lane({ live: scene.liveVersion(14, null, 'outside') });

test.each<[string, ReturnType<typeof decideTrustBaseline>, string]>([
  ['what was moved there from outside', trust({ lane: outside }, v(14)), 'lane:churn/production baseline-trusted'],
  [
    'a lane that nobody has looked at',
    trust({ lane: emptyLane(scene.policy.lane) }, v(14)),
    'lane:churn/production baseline-trusted',
  ],
  ['another version than is live', trust({ lane: outside }, v(13)), 'no: baseline-differs'],
  ['what is trusted already', trust({}, v(12)), 'no: baseline-known'],
  ['a move that the log does not know yet', trust({}, v(14)), 'no: baseline-differs'],
  ['by somebody who may not resume', trust({ lane: outside }, v(14), people.out), 'no: not-allowed'],
])('a baseline: %s', (_, decision, words) => {
  expect(said(decision)).toBe(words);
});

function trust(over: Partial<LaneFacts>, champion: Version, by = people.own) {
  return decideTrustBaseline(scene.laneFacts(over), by, over.lane === outside ? v(14) : champion, champion);
}

test('a baseline named by hand is a rollback target, live since it came', () => {
  const happened = {
    at: 50,
    index: 1,
    by: scene.by(people.own),
    event: { kind: 'baseline-trusted', v: 1, version: v(14) },
  } as const;
  const after = evolveLane(outside, happened, null);
  expect(after.live).toEqual({ ...outside.live, standing: 'baseline' });
  expect(after.trusted.map(({ version }) => version)).toEqual([v(14), v(12)]);
});

test('a rollback remembers the commit, and the lane its open reviews', () => {
  const live = scene.released(
    scene.opened({ breakGlass: true }),
    scene.gathered({ findings: { ...scene.gathered().findings, commit: 'c0ffee' } }),
    scene.started(),
    scene.live(v(7)),
  );
  const step = (
    lane: ReturnType<typeof scene.lane>,
    state: ReleaseState,
    event: Parameters<typeof evolve>[1]['event'],
  ) => {
    const happened = { at: 9_000, index: state.length, by: scene.by(people.own), event };
    const next = evolve(state, happened);
    return { lane: evolveLane(lane, happened, next), next };
  };
  const owed = step(scene.lane(), live, { kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: 10_000 });
  expect(owed.lane.followUps).toEqual([id(14)]);
  const back = step(owed.lane, owed.next, {
    kind: 'rolled-back',
    v: 1,
    release: id(90),
    to: v(12),
    reason: 'errors',
    asker: null,
  });
  expect(back.lane.rolledBack[0]).toMatchObject({ version: v(7), commit: 'c0ffee' });
  expect(back.lane.followUps).toEqual([id(14)]);
  expect(step(back.lane, back.next, { kind: 'follow-up-closed', v: 1, note: 'x' }).lane.followUps).toEqual([]);
});
