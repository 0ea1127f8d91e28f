import { expect, test } from 'vitest';
import { decideLook, looking } from '../../../src/release/incident/decide-look.ts';
import { decideOnIncident, type OnIncident } from '../../../src/release/incident/decide-person.ts';
import type { IncidentEvent } from '../../../src/release/incident/event.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import { nextIncidentLook } from '../../../src/release/incident/next-look.ts';
import type { Decision } from '../../../src/release/outcome.ts';
import { people } from '../../world/policy.ts';
import { by, liveVersion } from '../scene.ts';
import { after, afterSignal, at, day, hour, incident, kinds, mapped, minute, scene, start, take } from './scene.ts';

const watching = { remindMs: [15 * minute, 30 * minute, hour], tell: ['growth'], second: ['platform'] };
const open = afterSignal(scene({ watching }));

/** Looks as they fall due until nothing is left to look for, or the time is over: `minute: what`. */
function looks(facts: IncidentFacts, until: number): readonly string[] {
  const next = nextIncidentLook(incident(facts), facts.policy.watching);
  if (next === null || next > until) return [];
  const due = at(facts, next);
  const decision = decideLook(due, incident(due));
  if (decision.kind === 'refused' || decision.appends.length === 0) throw new Error(`nothing is due at ${next}`);
  return [`${(next - start) / minute}: ${told(decision)}`, ...looks(after(due, decision, looking), until)];
}

function told(decision: Extract<Decision, { kind: 'accepted' }>): string {
  return decision.appends
    .flatMap(({ events }) => events)
    .map((event) => (event.kind === 'incident-reminded' ? `${event.round} ${event.groups.join(' ')}` : event.kind))
    .join(', ');
}

function says(facts: IncidentFacts, word: OnIncident): IncidentFacts {
  return after(facts, decideOnIncident(facts, incident(facts), people.own, word), by(people.own));
}

const all = ['15: 1 growth', '30: 2 growth platform', '60: 3 growth platform'];

test('those told first are reminded, from the second time on the second group too; then nobody', () => {
  expect(looks(open, start + 60 * day)).toEqual(all);
});

test('acknowledged, nobody is reminded', () => {
  expect(looks(says(open, { kind: 'acknowledge' }), start + 60 * day)).toEqual([]);
});

test('a late look gives the latest reminder only', () => {
  const late = at(open, start + 40 * minute);
  expect(looks(after(late, decideLook(late, incident(late)), looking), start + 60 * day)).toEqual(all.slice(2));
});

test('a snooze keeps quiet to its end, also where somebody had acknowledged, and then asks anew', () => {
  const snoozed = says(says(open, { kind: 'acknowledge' }), { kind: 'snooze', until: start + 2 * hour, asked: start });
  expect(looks(snoozed, start + 2 * hour + 30 * minute)).toEqual([
    '120: 1 growth',
    '135: 2 growth platform',
    '150: 3 growth platform',
  ]);
  expect(looks(says(snoozed, { kind: 'acknowledge' }), start + 60 * day)).toEqual([]);
});

test('what opens again asks again, from then on', () => {
  const over = afterSignal(at(says(open, { kind: 'acknowledge' }), start + minute), { state: 'resolved' });
  expect(looks(over, start + 60 * day)).toEqual([]);
  const again = afterSignal(at(over, start + 10 * minute));
  expect(looks(again, start + 30 * minute)).toEqual(['25: 1 growth']);
});

test('nobody named: the owner', () => {
  const facts = afterSignal(scene({ watching: { ...watching, tell: [], second: [] } }));
  expect(looks(facts, start + 20 * minute)).toEqual([`15: 1 ${people.own}`]);
});

test('a dismissal ends after 30 days', () => {
  expect(looks(says(open, { kind: 'dismiss', reason: 'a test' }), start + 60 * day)).toEqual([
    `${30 * 24 * 60}: dismissal-ended`,
  ]);
});

test('another version that goes live ends what is the version’s own, and every dismissal', () => {
  const v15 = { ...liveVersion(15, null, 'outside'), since: start + minute };
  const drift = after(scene(), take(scene(), [mapped({}, { of: 'input-drift' })]));
  const moved = (facts: IncidentFacts) => at({ ...facts, lane: { ...facts.lane, live: v15 } }, start + minute);
  const cases = [
    open,
    says(open, { kind: 'dismiss', reason: 'a test' }),
    drift,
    says(drift, { kind: 'dismiss', reason: 'x' }),
  ];
  expect(cases.map(moved).map((facts) => kinds(decideLook(facts, incident(facts))))).toEqual([
    ['incident-ended'],
    ['dismissal-ended'],
    [],
    ['dismissal-ended'],
  ]);
});

test('each event says when its incident wants the next look', () => {
  const decision = take(scene({ watching }), [mapped(), mapped({ state: 'resolved', at: start + 1 })]);
  const events = decision.kind === 'accepted' ? decision.appends.flatMap((one) => one.events) : [];
  const looked = events.map((event) => ('look' in event ? (event satisfies IncidentEvent).look : undefined));
  expect(looked).toEqual([start + 15 * minute, start + 15 * minute, null]);
});
