import { expect, test } from 'vitest';
import { decideOnIncident } from '../../../src/release/incident/decide-person.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import type { Mapped } from '../../../src/release/incident/mapping.ts';
import type { Signal, SignalKind } from '../../../src/release/incident/signal.ts';
import { people } from '../../world/policy.ts';
import { by, liveVersion } from '../scene.ts';
import {
  after,
  afterSignal,
  at,
  day,
  hour,
  incident,
  kinds,
  mapped,
  minute,
  scene,
  start,
  take,
  watchedLane,
} from './scene.ts';

type Message = readonly [minutes: number, ...signals: readonly Mapped[]];

const resolved = (over: Partial<Signal> = {}) => mapped({ state: 'resolved', ...over });
const said = (atMinute: number, over: Partial<Signal> = {}) => ({ at: start + atMinute * minute, ...over });

/** The messages one after another; what each did, with a bar between. */
function played(facts: IncidentFacts, messages: readonly Message[]): string {
  let now = facts;
  const told = messages.map(([minutes, ...signals]) => {
    now = at(now, start + minutes * minute);
    const decision = take(now, signals);
    now = after(now, decision);
    return kinds(decision).join(' ');
  });
  return told.join(' | ');
}

const rows: readonly (readonly [string, readonly Message[], string])[] = [
  [
    'a repetition is nothing',
    [
      [0, mapped()],
      [1, mapped(said(1))],
    ],
    'incident-opened | ',
  ],
  [
    'what is over before it was heard of opens nothing when it is',
    [
      [0, resolved()],
      [1, mapped()],
      [2, resolved()],
    ],
    'signal-calmed |  | ',
  ],
  [
    'another key is another symptom',
    [
      [0, mapped()],
      [1, mapped(said(1, { key: 'b' }))],
    ],
    'incident-opened | symptom-changed',
  ],
  ['several at once are one incident', [[0, mapped(), mapped({ key: 'b' })]], 'incident-opened symptom-changed'],
  [
    'another kind is another incident',
    [[0, mapped(), mapped({}, { of: 'latency' })]],
    'incident-opened incident-opened',
  ],
  [
    'worse is news',
    [
      [0, mapped({}, { severity: 'warning' })],
      [1, mapped(said(1))],
    ],
    'incident-opened | symptom-changed',
  ],
  [
    'a number that goes on changing is written every five minutes',
    [
      [0, mapped()],
      [1, mapped(said(1, { words: '5 %' }))],
      [5, mapped(said(5, { words: '6 %' }))],
    ],
    'incident-opened |  | symptom-changed',
  ],
  [
    'resolved once all of it is',
    [
      [0, mapped(), mapped({ key: 'b' })],
      [1, resolved(said(1))],
      [2, resolved(said(2, { key: 'b' }))],
    ],
    'incident-opened symptom-changed | symptom-resolved | symptom-resolved incident-resolved',
  ],
  [
    'resolved twice: what was said between comes late',
    [
      [0, mapped()],
      [1, resolved(said(1))],
      [2, resolved(said(1))],
      [3, resolved(said(3))],
      [4, mapped(said(2))],
      [5, mapped(said(5))],
    ],
    'incident-opened | symptom-resolved incident-resolved |  | signal-calmed |  | incident-reopened',
  ],
  [
    'again within an hour is the same',
    [
      [0, mapped()],
      [1, resolved(said(1))],
      [61, mapped(said(61))],
    ],
    'incident-opened | symptom-resolved incident-resolved | incident-reopened',
  ],
  [
    'later it is a new one',
    [
      [0, mapped()],
      [1, resolved(said(1))],
      [62, mapped(said(62))],
    ],
    'incident-opened | symptom-resolved incident-resolved | incident-opened',
  ],
  [
    'fired and resolved in one message, in any order',
    [[2, resolved(said(1)), mapped()]],
    'incident-opened symptom-resolved incident-resolved',
  ],
  [
    'at the same moment, resolved has the last word',
    [[0, resolved(), mapped()]],
    'incident-opened symptom-resolved incident-resolved',
  ],
  [
    'one that fired before it was resolved comes late',
    [
      [0, mapped()],
      [3, resolved(said(3))],
      [4, mapped(said(2))],
    ],
    'incident-opened | symptom-resolved incident-resolved | ',
  ],
  [
    'one that was resolved before it fired comes late',
    [
      [0, mapped()],
      [9, mapped(said(9, { words: 'x' }))],
      [10, resolved(said(5))],
    ],
    'incident-opened | symptom-changed | ',
  ],
];

test.each(rows)('%s', (_, messages, expected) => {
  expect(played(scene(), messages)).toBe(expected);
});

test('the longer it lasts, the less often a number that goes on changing is written', () => {
  const from = afterSignal(scene());
  const written = Array.from({ length: 288 }, (_, n) => start + (n + 1) * 5 * minute).reduce(
    ({ facts, times }, now, n) => {
      const decision = take(at(facts, now), [mapped({ at: now, words: `${n} %` })]);
      return { facts: after(at(facts, now), decision), times: times + kinds(decision).length };
    },
    { facts: from, times: 0 },
  );
  expect(written.times).toBeGreaterThan(30);
  expect(written.times).toBeLessThan(100);
});

test('what goes on began when it was first said to, and keeps the worst of its severity', () => {
  const first = afterSignal(scene());
  const second = afterSignal(at(first, start + hour), { words: 'worse', startedAt: start + hour });
  expect(incident(second)).toMatchObject({
    severity: 'critical',
    symptoms: [{ startedAt: start - minute, words: 'worse' }],
  });
});

test('a kind that somebody called no problem swallows signals until its time is over, and then opens anew', () => {
  const open = afterSignal(scene());
  const word = decideOnIncident(open, incident(open), people.own, { kind: 'dismiss', reason: 'a test' });
  const quiet = after(open, word, by(people.own));
  for (const one of [mapped({ key: 'new' }), mapped({ state: 'resolved', at: start + minute })])
    expect(kinds(take(quiet, [one]))).toEqual([]);
  expect(kinds(take(quiet, [mapped({}, { of: 'latency' })]))).toEqual(['incident-opened']);
  const late = at(quiet, start + 30 * day);
  expect(kinds(take(late, [mapped({ at: late.now })]))).toEqual(['dismissal-ended', 'incident-opened']);
});

const v15 = { ...liveVersion(15, null, 'outside'), since: start + minute };

test.each<readonly [SignalKind, readonly string[]]>([
  ['errors', ['incident-ended', 'incident-opened']],
  ['prediction-drift', ['incident-ended', 'incident-opened']],
  ['input-drift', []],
  ['data-broken', []],
])('%s goes on under another version as it should', (of, expected) => {
  const open = after(scene(), take(scene(), [mapped({}, { of })]));
  const later = { ...open, lane: { ...open.lane, live: v15 }, now: start + 2 * minute };
  expect(kinds(take(later, [mapped({ at: later.now }, { of })]))).toEqual(expected);
});

test('what was resolved under another version is not opened again', () => {
  const over = afterSignal(afterSignal(scene()), { state: 'resolved' });
  const later = { ...over, lane: { ...over.lane, live: v15 }, now: start + 2 * minute };
  expect(kinds(take(later, [mapped({ at: later.now })]))).toEqual(['incident-opened']);
});

test('what was said of the version before comes late', () => {
  const facts = scene({ lane: watchedLane({ live: v15 }), now: start + 2 * minute });
  expect(kinds(take(facts, [mapped({ at: start })]))).toEqual([]);
  expect(kinds(take(facts, [mapped({ at: start }, { of: 'data-broken' })]))).toEqual(['incident-opened']);
});
