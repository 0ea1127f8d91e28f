import { expect, test } from 'vitest';
import { beforeMoves } from '../../src/release/before-moves.ts';
import { decideAdopt } from '../../src/release/decide-adopt.ts';
import { decideTrustBaseline } from '../../src/release/decide-lane.ts';
import { goingLive } from '../../src/release/decide-live.ts';
import { decideForeignChampion } from '../../src/release/decide-steps.ts';
import { foundOutside } from '../../src/release/moved-outside.ts';
import { pauseOn } from '../../src/release/pause-words.ts';
import type { PauseCause, ScopeEvent } from '../../src/release/scope-event.ts';
import { people } from '../world/policy.ts';
import {
  begun,
  completed,
  facts,
  finished,
  gathered,
  id,
  lane,
  laneFacts,
  liveVersion,
  opened,
  policy,
  released,
  said,
  signalbox,
  started,
  v,
} from './scene.ts';

const outside = lane({ live: liveVersion(13, null, 'outside') });
const asked = { id: id(50), by: { kind: 'person' as const, id: people.own }, version: v(13), reason: null };
const adoption = opened({
  release: id(50),
  releaseKind: 'adoption',
  version: v(13),
  source: { environment: 'production', registry: 'production', name: 'churn', version: v(13) },
});
const inReview = released(
  adoption,
  gathered({ candidate: { ...gathered().candidate, version: v(13) }, champion: v(12) }),
);
const execution = started({ from: v(13), to: v(13) });
const executing = released(
  adoption,
  gathered({ candidate: { ...gathered().candidate, version: v(13) }, champion: v(12) }),
  completed,
  {
    ...execution,
    ...(execution.kind === 'execution-started' ? { steps: ['validate', 'tag-version', 'confirm-champion'] } : {}),
  },
  begun('validate'),
  finished('validate'),
  begun('tag-version'),
  finished('tag-version'),
  begun('confirm-champion'),
);
const openIn = (state: typeof inReview) => ({
  ...outside,
  open: [
    {
      release: state.id,
      kind: state.kind,
      sourceVersion: state.source.version,
      automatic: false,
      phase: state.phase,
      approvals: 0,
    },
  ],
});

test.each([
  ['what came from outside', decideAdopt(laneFacts({ lane: outside }), asked), `${id(50)} opened`],
  ['what is trusted', decideAdopt(laneFacts({ lane: lane() }), { ...asked, version: v(12) }), 'no: nothing-to-adopt'],
  ['what is not live', decideAdopt(laneFacts({ lane: outside }), { ...asked, version: v(9) }), 'no: adopt-differs'],
  ['where nothing is live', decideAdopt(laneFacts({ lane: lane({ live: null }) }), asked), 'no: adopt-differs'],
  [
    'where nothing is enforced',
    decideAdopt(laneFacts({ lane: outside, policy: { ...policy, mode: 'advise' } }), asked),
    'no: not-enforced',
  ],
  [
    'by a guest',
    decideAdopt(laneFacts({ lane: outside }), { ...asked, by: { kind: 'person', id: people.guest } }),
    'no: not-a-member',
  ],
  [
    'by who may not ask here',
    decideAdopt(
      laneFacts({ lane: outside, policy: { ...policy, may: { ...policy.may, request: ['platform'] } } }),
      asked,
    ),
    'no: not-allowed',
  ],
  ['twice', decideAdopt(laneFacts({ lane: openIn(inReview), releases: [inReview] }), asked), 'already-open'],
])('to adopt %s', (_, decided, expected) => expect(said(decided)).toBe(expected));

test('going live, it ends the pause that the move brought and no other, and replaced what it was compared with', () => {
  const appends = goingLive(
    facts(executing, { lane: { ...outside, holder: executing.id } }),
    finished('confirm-champion'),
  );
  expect(appends.flatMap(({ events }) => events)).toMatchObject([
    { kind: 'step-finished' },
    { kind: 'went-live', version: '13', replaced: '12', replacedSince: null },
    { kind: 'resumed', cause: 'outside-move' },
  ]);
});

test('moved again while it is carried out: it stops, which takes its tags back, and approves nothing', () => {
  const found = { kind: 'foreign-champion' as const, found: v(14), worker: 'w1' };
  const decided = decideForeignChampion(facts(executing, { lane: { ...outside, holder: executing.id } }), found);
  if (decided.kind === 'refused') throw new Error(decided.refusal.kind);
  expect(decided.appends[0]?.events).toMatchObject([
    { kind: 'step-retrying', code: 'foreign' },
    { kind: 'stop-requested' },
  ]);
  expect(decided.appends[1]?.events).toMatchObject([
    { kind: 'moved-outside', from: '13', to: '14' },
    { kind: 'paused' },
  ]);
});

test('moved again before that: it is withdrawn, with the reason', () => {
  const appends = foundOutside(laneFacts({ lane: openIn(inReview), releases: [inReview] }), v(13), v(14));
  expect(appends.at(-1)).toMatchObject({
    stream: id(50),
    events: [{ kind: 'withdrawn', reason: 'champion moved to v14, so v13 is no longer what is live' }],
  });
});

test.each<readonly [PauseCause, boolean]>([
  ['outside-move', false],
  ['person', true],
  ['calendar', true],
  ['rollback', true],
  ['log-behind', true],
])('a pause by %s holds an adoption: %s', (cause, holds) => {
  const pause = { cause, by: signalbox, at: 1, why: 'so', until: null, release: null };
  expect(pauseOn(inReview, [pause]) !== null).toBe(holds);
});

test('named as trusted by hand, there is nothing left to adopt', () => {
  const decided = decideTrustBaseline(
    laneFacts({ lane: openIn(inReview), releases: [inReview] }),
    people.own,
    v(13),
    v(13),
  );
  if (decided.kind === 'refused') throw new Error(decided.refusal.kind);
  expect(decided.appends.map(({ events }) => events.map(({ kind }) => kind))).toEqual([
    ['baseline-trusted'],
    ['withdrawn'],
  ]);
});

const moved = (from: number | null, to: number | null): ScopeEvent => ({
  kind: 'moved-outside',
  v: 1,
  alias: 'champion',
  from: from === null ? null : v(from),
  to: to === null ? null : v(to),
});

test.each<readonly [string, readonly ScopeEvent[], readonly number[], string | null | undefined]>([
  ['no move', [], [12], undefined],
  ['one move', [moved(12, 13)], [12], '12'],
  ['nothing before', [moved(null, 13)], [], null],
  ['moved on by hand', [moved(12, 13), moved(13, 14)], [12], '12'],
  ['moved on by hand, from what was watched and not verified', [moved(15, 13), moved(13, 14)], [12], '15'],
  ['what was moved was adopted meanwhile', [moved(12, 13), moved(13, 14)], [13, 12], '13'],
  ['an older story', [moved(9, 10), moved(12, 13)], [12], '12'],
])('what was live before: %s', (_, events, trusted, expected) => {
  expect(beforeMoves(events, lane({ trusted: trusted.map((one) => liveVersion(one, null)) }))).toBe(expected);
});
