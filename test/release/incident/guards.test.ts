import { expect, test } from 'vitest';
import { decideOnIncident } from '../../../src/release/incident/decide-person.ts';
import type { Symptom } from '../../../src/release/incident/event.ts';
import { guards, type Returning, withheldBy } from '../../../src/release/incident/guards.ts';
import { symptomOf } from '../../../src/release/incident/symptoms.ts';
import { people } from '../../world/policy.ts';
import { by, id, inExecuting, inVerified, liveVersion, opened, openedRollback, released, v } from '../scene.ts';
import {
  after,
  afterSignal,
  back,
  hour,
  incident,
  mapped,
  minute,
  scene,
  start,
  watched,
  watchedLane,
} from './scene.ts';

type Facts = NonNullable<Parameters<typeof scene>[0]>;
const reading = { name: 'errors', bound: null, trained: null, samples: null, unit: null };

function returning(facts: Facts = {}, symptom: Partial<Symptom> = {}, of: Returning['of'] = 'errors'): Returning {
  const all = scene({ watching: back, ...facts });
  return { facts: all, of, symptom: { ...symptomOf(mapped(), 'am', true), ...symptom } };
}

const rollback = released(opened(openedRollback));
const byRollback = { ...watched, id: id(90), kind: 'rollback' as const };
const liveFor = (over: object) => watchedLane({ live: { ...liveVersion(14, watched.id, 'watching'), ...over } });
const cancelled = () => {
  const open = afterSignal(scene({ watching: back }));
  return after(open, decideOnIncident(open, incident(open), people.own, { kind: 'cancel-return' }), by(people.own));
};

/** A minute after the end of the watch, with something open since then. */
function heldOpen(openedAt: number): Returning {
  const now = start + hour + minute;
  const { lane } = afterSignal(scene({ now: openedAt }), { at: openedAt });
  return returning({ now, lane }, { at: now });
}

const rows: readonly (readonly [string, string | null, Returning])[] = [
  ['nothing speaks against it', null, returning()],
  ['errors left to people', 'automated-kind', returning({ watching: { ...back, automates: ['latency'] } })],
  [
    'drift, whatever the policy says',
    'automated-kind',
    returning({ watching: { ...back, automates: ['input-drift'] } }, {}, 'input-drift'),
  ],
  [
    'predictions, whatever the policy says',
    'automated-kind',
    returning({ watching: { ...back, automates: ['prediction-drift'] } }, {}, 'prediction-drift'),
  ],
  ['only advised', 'enforced-lane', returning({ policy: { mode: 'advise' } })],
  ['unsigned', 'signed-source', returning({}, { signed: false })],
  ['information', 'more-than-information', returning({}, { severity: 'info' })],
  ['20 minutes old', null, returning({}, { at: start - 20 * minute })],
  ['older', 'fresh-signal', returning({}, { at: start - 20 * minute - 1 })],
  ['from the future', 'fresh-signal', returning({}, { at: start + hour })],
  ['no number', 'found-out', returning({}, { reading: { ...reading, value: 'NaN' } })],
  ['a number without end is one', null, returning({}, { reading: { ...reading, value: 'Infinity' } })],
  ['about what is live', null, returning({}, { version: v(14) })],
  ['about another version', 'about-what-is-live', returning({}, { version: v(13) })],
  ['nothing live', 'watched-release', returning({ lane: watchedLane({ live: null }) })],
  [
    'there before Signalbox',
    'watched-release',
    returning({ lane: watchedLane({ live: liveVersion(12, null, 'baseline') }) }),
  ],
  ['moved from outside', 'watched-release', returning({ lane: liveFor({ release: null, standing: 'outside' }) })],
  ['verified', 'watched-release', returning({ lane: liveFor({ standing: 'verified' }), releases: [inVerified] })],
  ['at the end of its watch', null, returning({ now: start + hour }, { at: start + hour })],
  [
    'after that, though nobody has called it verified yet',
    'watched-release',
    returning({ now: start + hour + 1 }, { at: start + hour }),
  ],
  ['after that, where something was wrong by then', null, heldOpen(start + hour)],
  ['after that, where something was wrong only later', 'watched-release', heldOpen(start + hour + 1)],
  ['not live through its release any more', 'watched-release', returning({ releases: [inExecuting] })],
  ['a rollback', 'no-rollback', returning({ lane: liveFor({ release: id(90) }), releases: [byRollback] })],
  ['began with the release', null, returning({}, { startedAt: start - 30 * minute })],
  ['began before it', 'began-after-release', returning({}, { startedAt: start - 30 * minute - 1 })],
  ['nowhere to go', 'somewhere-to-go', returning({ lane: watchedLane({ trusted: [] }) })],
  [
    'v12 had errors',
    'target-is-no-suspect',
    returning({
      lane: watchedLane({ suspects: [{ incident: incident(afterSignal(scene())).id, of: 'errors', version: v(12) }] }),
    }),
  ],
  [
    'v12 was slow, which is another thing',
    null,
    returning({
      lane: watchedLane({ suspects: [{ incident: incident(afterSignal(scene())).id, of: 'latency', version: v(12) }] }),
    }),
  ],
  [
    'v12 was rolled back',
    'target-is-no-suspect',
    returning({
      lane: watchedLane({
        rolledBack: [{ version: v(12), source: null, commit: null, release: id(3), at: 1, why: 'bad' }],
      }),
    }),
  ],
  ['something is carried out', 'lane-is-free', returning({ lane: watchedLane({ holder: id(3) }) })],
  [
    'a rollback is open',
    'lane-is-free',
    returning({
      lane: watchedLane({
        open: [
          {
            release: rollback.id,
            kind: 'rollback',
            sourceVersion: v(12),
            automatic: false,
            phase: 'review',
            approvals: 0,
          },
        ],
      }),
      releases: [watched, rollback],
    }),
  ],
  ['somebody cancelled it', 'nobody-cancelled', returning({ lane: cancelled().lane })],
];

test.each(rows)('%s: %s', (_, guard, one) => {
  expect(withheldBy(one)?.guard ?? null).toBe(guard);
});

test('every guard-rail forbids something here', () => {
  const seen = rows.map(([, guard]) => guard).filter((guard) => guard !== null);
  expect([...new Set(seen)].sort()).toEqual(Object.keys(guards).sort());
});
