import { expect, test } from 'vitest';
import { decideFinding } from '../../src/release/decide.ts';
import {
  decideBaseline,
  decideChampionSeen,
  decideLogBehind,
  decidePause,
  decideResume,
  type ScopeWish,
} from '../../src/release/decide-lane.ts';
import { decideRollback } from '../../src/release/decide-open.ts';
import { decidePromote } from '../../src/release/decide-promote.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import type { LaneFacts } from '../../src/release/facts.ts';
import type { PersonId } from '../../src/release/ids.ts';
import type { LaneState, OpenRelease } from '../../src/release/lane-state.ts';
import { laneStream } from '../../src/release/stream.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { by, id, lane, laneFacts, liveVersion, released, said, v } = scene;

const promote = (facts: LaneFacts, who: PersonId, version = 14) =>
  said(decidePromote(facts, { id: id(14), by: by(who), source: v(version), reason: null }));
const rollBack = (facts: LaneFacts, who: PersonId, version: number | null = null) =>
  said(
    decideRollback(facts, { id: id(90), by: by(who), version: version === null ? null : v(version), reason: 'bad' }),
  );

const on14: Partial<LaneState> = {
  live: liveVersion(7, id(14), 'watching'),
  trusted: [liveVersion(12, id(12)), liveVersion(11, id(11))],
};
const open = (over: Partial<OpenRelease>): Partial<LaneState> => ({
  open: [
    {
      release: id(80),
      kind: 'promotion',
      sourceVersion: v(14),
      automatic: false,
      phase: 'review',
      approvals: 0,
      ...over,
    },
  ],
});
const openBack = { kind: 'rollback', sourceVersion: v(12), phase: 'review' } as const;
const waitingBack = released(
  scene.opened({ ...scene.openedRollback, release: id(80), alone: false }),
  scene.gathered(),
);
const ownBack = released(scene.opened({ ...scene.openedRollback, release: id(80) }));
const nobodyThere = scene.electorate({ [people.pat]: 'deactivated', [people.pia]: 'deactivated' });
const backed = released(
  scene.opened({
    ...scene.openedRollback,
    release: id(12),
    version: v(9),
    source: { environment: 'production', registry: 'production', name: 'churn', version: v(9) },
  }),
);

test.each<readonly [string, string, string]>([
  ['anybody who is a member asks', promote(laneFacts(), people.out), 'v14 opened'],
  ['a guest does not', promote(laneFacts(), people.guest), 'no: not-a-member'],
  ['rule 5: asking twice is asking once', promote(laneFacts({ lane: lane(open({})) }), people.out), 'already-open'],
  [
    'rule 2: a quorum that nobody can reach is refused at once',
    promote(laneFacts({ electorate: nobodyThere }), people.out),
    'no: unreachable-quorum',
  ],
  [
    'rule 2: the requester is not counted on',
    promote(laneFacts({ electorate: scene.electorate({ [people.ann]: 'deactivated' }) }), people.bob),
    'no: unreachable-quorum',
  ],
  [
    'what is live is not asked for again',
    promote(laneFacts({ lane: lane(on14), releases: [scene.inWatching] }), people.out),
    'no: already-live',
  ],
  [
    'production v9, put back, is not staging v9',
    promote(laneFacts({ lane: lane({ live: liveVersion(9, id(12)) }), releases: [backed] }), people.out, 9),
    'v14 opened',
  ],
  [
    'after a rollback the same version may be asked for again',
    promote(laneFacts({ lane: lane() }), people.out),
    'v14 opened',
  ],
  [
    'rule 7: on-call alone, to the last verified version',
    rollBack(laneFacts({ lane: lane(on14) }), people.one),
    'back opened',
  ],
  ['rule 7: others need the approvals', rollBack(laneFacts({ lane: lane(on14) }), people.out), 'back opened'],
  [
    'rule 2: which somebody must be able to give',
    rollBack(
      laneFacts({
        lane: lane(on14),
        electorate: scene.electorate({
          [people.ann]: 'guest',
          [people.bob]: 'guest',
          [people.pat]: 'guest',
          [people.pia]: 'guest',
        }),
      }),
      people.out,
    ),
    'no: unreachable-quorum',
  ],
  [
    'rule 7: but not for on-call',
    rollBack(
      laneFacts({
        lane: lane(on14),
        electorate: scene.electorate({ [people.bob]: 'guest', [people.pat]: 'guest', [people.pia]: 'guest' }),
      }),
      people.one,
    ),
    'back opened',
  ],
  [
    'nothing is live and nothing was let in',
    rollBack(laneFacts({ lane: lane({ live: null, trusted: [] }) }), people.one),
    'no: nothing-live',
  ],
  [
    'somebody took the alias away: what was let in is put back',
    rollBack(laneFacts({ lane: lane({ live: null }) }), people.one),
    'back opened',
  ],
  [
    'rule 7: never to number minus one',
    rollBack(laneFacts({ lane: lane({ live: liveVersion(12, null), trusted: [liveVersion(12, null)] }) }), people.one),
    'no: no-rollback-target',
  ],
  ['to what is live already', rollBack(laneFacts({ lane: lane(on14) }), people.one, 7), 'no: already-live'],
  [
    'rule 4: asked twice it is one',
    rollBack(laneFacts({ lane: lane({ ...on14, ...open(openBack) }), releases: [ownBack] }), people.one),
    'already-open',
  ],
  [
    'rule 7: on-call does not wait for approvals somebody else’s needs',
    rollBack(laneFacts({ lane: lane({ ...on14, ...open(openBack) }), releases: [waitingBack] }), people.one),
    `back opened, ${id(80)} superseded`,
  ],
])('%s', (_, decided, expected) => expect(decided).toBe(expected));

test.each<readonly [string, PersonId, number | null, boolean]>([
  ['on-call, the last verified', people.one, null, true],
  ['on-call, the last verified by name', people.one, 12, true],
  ['on-call, another', people.one, 11, false],
  ['others', people.bob, null, false],
])('rule 7: whose word is enough: %s', (_, who, version, alone) => {
  const wish = { id: id(90), by: by(who), version: version === null ? null : v(version), reason: 'bad' };
  const decision = decideRollback(laneFacts({ lane: lane(on14) }), wish);
  const event = decision.kind === 'accepted' ? decision.appends[0]?.events[0] : undefined;
  expect(event).toMatchObject({ kind: 'opened', alone, undoes: id(14), source: { version: v(version ?? 12) } });
});

test('rule 7: a rollback during an execution that touched live goes back from what that sets', () => {
  const moving = released(...scene.approvedLog, scene.started(), ...scene.upTo('set-champion'));
  const seen = laneFacts({ lane: lane({ holder: moving.id }), releases: [moving] });
  const decision = decideRollback(seen, { id: id(90), by: by(people.one), version: null, reason: 'bad' });
  expect(decision).toMatchObject({
    appends: [{ events: [{ source: { version: v(12) }, undoes: moving.id, alone: true }] }],
  });
});

const held = laneFacts({
  lane: lane({ pauses: [{ cause: 'rollback', by: by(people.one), at: 1, why: 'bad', until: null, release: null }] }),
});
const wish = (who: PersonId, facts = laneFacts()): ScopeWish => ({
  scope: 'churn',
  stream: laneStream(facts.lane.lane),
  lanes: [facts],
  pauses: facts.lane.pauses,
  by: who,
});

test.each<readonly [string, string, string]>([
  ['pause', said(decidePause(wish(people.own), null, 'stock-taking')), 'lane:churn/production paused'],
  ['not by everybody', said(decidePause(wish(people.out), null, 'stock-taking')), 'no: not-allowed'],
  ['not without a reason', said(decidePause(wish(people.own), null, ' ')), 'no: reason-missing'],
  [
    'rule 7: a person resumes after a rollback',
    said(decideResume(wish(people.own, held), true, null)),
    'lane:churn/production resumed',
  ],
  ['not by everybody', said(decideResume(wish(people.out, held), true, null)), 'no: not-allowed'],
  ['nothing to resume', said(decideResume(wish(people.own), true, null)), 'no: not-paused'],
])('pause and resume: %s', (_, decided, expected) => expect(decided).toBe(expected));

test('who may resume where something is held need not be allowed where nothing is', () => {
  const elsewhere = laneFacts({ policy: { ...scene.policy, may: { ...scene.policy.may, resume: [] } } });
  const both = (facts: LaneFacts): ScopeWish => ({
    ...wish(people.own, held),
    lanes: [facts, elsewhere],
    pauses: [],
  });
  expect(said(decideResume(both(held), true, null))).toBe('lane:churn/production resumed');
  expect(said(decideResume({ ...both(held), pauses: held.lane.pauses }, true, null))).toBe('no: not-allowed');
});

const moving = released(
  ...scene.approvedLog,
  scene.started(),
  ...scene.upTo('set-previous'),
  scene.begun('set-champion'),
);
const holding = (release: typeof moving) => laneFacts({ lane: lane({ holder: release.id }), releases: [release] });
const foreign = 'lane:churn/production moved-outside, lane:churn/production paused';

test.each<readonly [string, string, string]>([
  [
    'rule 7: what was there before is trusted',
    said(decideBaseline(laneFacts({ lane: lane({ since: null }) }), v(12))),
    'lane:churn/production baseline-trusted',
  ],
  ['once', said(decideBaseline(laneFacts(), v(12))), 'unchanged'],
  [
    'first contact by a look',
    said(decideChampionSeen(laneFacts({ lane: lane({ since: null, live: null }) }), null)),
    'lane:churn/production baseline-trusted',
  ],
  ['as the log says', said(decideChampionSeen(laneFacts(), v(12))), 'unchanged'],
  ['rule 9: moved without us', said(decideChampionSeen(laneFacts(), v(99))), foreign],
  ['rule 9: deleted without us', said(decideChampionSeen(laneFacts(), null)), foreign],
  [
    'rule 3: what was approved against another champion is void',
    said(decideChampionSeen(laneFacts({ releases: [scene.inApproved] }), v(99))),
    `${foreign}, v14 approvals-voided`,
  ],
  [
    'what is not live any more is never verified',
    said(decideChampionSeen(laneFacts({ lane: lane(on14), releases: [scene.inWatching] }), v(99))),
    `${foreign}, v14 abandoned`,
  ],
  ['our own move, before our call returned', said(decideChampionSeen(holding(moving), v(7))), 'unchanged'],
  ['and not yet seen', said(decideChampionSeen(holding(moving), v(12))), 'unchanged'],
  ['a third one is foreign', said(decideChampionSeen(holding(moving), v(99))), foreign],
  ['before we touched it, our target is foreign', said(decideChampionSeen(holding(scene.inExecuting), v(7))), foreign],
  [
    'rule 13: a log behind the registry',
    said(decideLogBehind(laneFacts(), 'Redis is older')),
    'lane:churn/production paused',
  ],
])('the champion: %s', (_, decided, expected) => expect(decided).toBe(expected));

test('rule 13: is said once', () => {
  const pauses = [
    { cause: 'log-behind', by: scene.signalbox, at: 1, why: 'Redis is older', until: null, release: null } as const,
  ];
  expect(said(decideLogBehind(laneFacts({ lane: lane({ pauses }) }), 'Redis is older'))).toBe('unchanged');
});

test('rule 7: a rollback that goes live pauses promotions and ends what it undid, and whatever went live since', () => {
  const log: readonly ReleaseEvent[] = [
    scene.opened(scene.openedRollback),
    scene.gathered(),
    { kind: 'review-completed', v: 1, automatic: true, people: [] },
    scene.started({ from: v(7), to: v(12) }),
    ...scene.upTo('set-champion'),
    scene.begun('confirm-champion'),
  ];
  const rollback = released(...log);
  const since = released(
    ...[scene.opened({ release: id(15) }), ...scene.approvedLog.slice(1)],
    scene.started(),
    ...scene.upTo('confirm-champion'),
    scene.live(v(8)),
  );
  const finish = {
    kind: 'finish-step',
    step: 'confirm-champion',
    direction: 'do',
    worker: 'w1',
    already: true,
    version: null,
    bytes: null,
  } as const;
  const at = lane({ ...on14, live: liveVersion(8, id(15), 'watching'), holder: rollback.id });
  const decision = decideFinding(scene.facts(rollback, { lane: at, releases: [scene.inVerified, since] }), finish);
  expect(said(decision)).toBe(
    `back step-finished, back went-live, back verified, back follow-up-opened, v14 rolled-back, ${id(15)} rolled-back, lane:churn/production paused`,
  );
});

test('a promotion that replaces what is still watched supersedes it: that one was never verified', () => {
  const next = released(
    scene.opened({ release: id(15) }),
    ...scene.approvedLog.slice(1),
    scene.started({ from: v(7), to: v(8) }),
    ...scene.upTo('set-champion'),
    scene.begun('confirm-champion'),
  );
  const finish = {
    kind: 'finish-step',
    step: 'confirm-champion',
    direction: 'do',
    worker: 'w1',
    already: true,
    version: null,
    bytes: null,
  } as const;
  const decision = decideFinding(
    scene.facts(next, { lane: lane({ ...on14, holder: next.id }), releases: [scene.inWatching] }),
    finish,
  );
  expect(said(decision)).toContain('v14 superseded');
});
