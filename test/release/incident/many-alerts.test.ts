import { expect, test } from 'vitest';
import type { Event, Happened } from '../../../src/release/event.ts';
import { IncidentId } from '../../../src/release/ids.ts';
import { decideSignals } from '../../../src/release/incident/decide-signals.ts';
import type { IncidentEvent } from '../../../src/release/incident/event.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import { isIncidentEvent } from '../../../src/release/incident/lane-incidents.ts';
import type { Mapped } from '../../../src/release/incident/mapping.ts';
import { incidentThread } from '../../../src/release/incident/posts-thread.ts';
import type { Signal, SignalKind } from '../../../src/release/incident/signal.ts';
import { mostOfSource } from '../../../src/release/incident/symptoms.ts';
import { numberLines } from '../../../src/release/incident/view-numbers.ts';
import type { Decision } from '../../../src/release/outcome.ts';
import { aroundIncident } from '../../blocks/incident-scenes.ts';
import { v } from '../scene.ts';
import { after, at, back, incident, kinds, mapped, minute, scene, start, take } from './scene.ts';

interface Said {
  readonly source?: string;
  readonly signed?: boolean;
  readonly severity?: Mapped['severity'];
}

let made = 0;

/** One message with an alert of each of these keys, at the facts' own moment. */
function says(facts: IncidentFacts, keys: readonly string[], over: Partial<Signal> = {}, who: Said = {}): Decision {
  made += 1;
  const { source = 'am', signed = true, severity = 'warning' } = who;
  const idFor = (of: SignalKind) => IncidentId.parse(`i-${`${of.length}${made}`.padStart(10, '0')}`);
  const signals = keys.map((key) => mapped({ key, title: key, at: facts.now, ...over }, { severity }));
  return decideSignals(facts, { source, signed, by: { kind: 'signalbox', rule: 'signals' }, idFor }, signals);
}

const keysOf = (from: number, count: number) => Array.from({ length: count }, (_, n) => `k${from + n}`);

/** 1,000 different alerts in ten messages, each of which is sent five times. */
function storm(first: IncidentFacts) {
  const written: string[] = [];
  let facts = first;
  for (let repeat = 0; repeat < 5; repeat += 1)
    for (let part = 0; part < 10; part += 1) {
      facts = at(facts, facts.now + minute);
      const decision = says(facts, keysOf(part * 100, 100));
      written.push(...kinds(decision));
      facts = after(facts, decision);
    }
  return { facts, written };
}

function happenedIn(events: readonly Event[]): readonly Happened<IncidentEvent>[] {
  const by = { kind: 'signalbox' as const, rule: 'signals' };
  return events.flatMap((event, index) => (isIncidentEvent(event) ? [{ event, at: start, by, index }] : []));
}

test('a storm of different alerts grows an incident to its bound, and is counted beyond it', () => {
  const { facts, written } = storm(scene());
  const { symptoms, beyond } = incident(facts);
  expect(facts.incidents.size).toBe(1);
  expect(symptoms).toHaveLength(mostOfSource);
  expect(beyond).toBe(100);
  expect(
    Object.fromEntries([...Map.groupBy(written, (kind) => kind)].map(([kind, all]) => [kind, all.length])),
  ).toEqual({
    'incident-opened': 1,
    'symptom-changed': mostOfSource - 1,
    'alerts-beyond': 2,
  });
  expect(JSON.stringify(numberLines(incident(facts)))).toContain('At least 100 more are only counted');
});

test('its thread says once that there are more', () => {
  let facts = scene();
  const log = Array.from({ length: 3 }, (_, part) => {
    const decision = says(facts, keysOf(part * 200, 200));
    facts = after(facts, decision);
    return decision.kind === 'accepted' ? decision.appends.flatMap(({ events }) => events) : [];
  }).flat();
  const lines = incidentThread({ log: happenedIn(log), around: aroundIncident() }).map(({ push }) =>
    JSON.stringify(push),
  );
  expect(lines.filter((line) => line.includes('Another alert'))).toHaveLength(9);
  expect(lines.filter((line) => line.includes('the others are counted'))).toHaveLength(1);
  expect(lines).toHaveLength(10);
});

test('what is over of those that were only counted is not written down', () => {
  const { facts } = storm(scene());
  expect(kinds(says(facts, keysOf(100, 900), { state: 'resolved' }))).toEqual([]);
});

test('one that makes it worse is kept all the same', () => {
  const { facts } = storm(scene());
  const decision = says(facts, ['worse'], {}, { severity: 'critical' });
  expect(kinds(decision)).toEqual(['symptom-changed']);
  expect(incident(after(facts, decision)).severity).toBe('critical');
});

test('no source can fill an incident so that another is not heard: what brings the version back still does', () => {
  const open = says(scene({ watching: back }), keysOf(0, 500), {}, { source: 'open', signed: false });
  const facts = after(scene({ watching: back }), open);
  const signed = says(facts, ['errors']);
  expect(kinds(signed)).toEqual(['symptom-changed', 'countdown-started']);
});

test('nor can alerts of another version keep out the one that brings the version back', () => {
  const first = scene({ watching: back });
  const facts = after(first, says(first, keysOf(0, 60), { startedAt: start - 500 * minute }));
  expect(incident(facts).countdown).toBeNull();
  expect(kinds(says(facts, ['errors']))).toEqual(['symptom-changed', 'countdown-started']);
});

test('once the kept ones are over it is over; one that was only counted and goes on opens one of its own', () => {
  const { facts: stormed } = storm(scene());
  const over = after(stormed, says(stormed, keysOf(0, 50), { state: 'resolved' }));
  expect(incident(over).phase).toBe('resolved');
  const facts = at(over, over.now + minute);
  const again = says(facts, ['k700', 'k701']);
  expect(kinds(again)).toEqual(['incident-opened', 'symptom-changed']);
  expect(after(facts, again).lane.incidents.map(({ phase }) => phase)).toEqual(['open']);
  expect(kinds(says(facts, ['k7']))).toEqual(['incident-reopened']);
});

test('what is said of another version than the live one says so, in the message and in its thread', () => {
  const state = (version: string | null) => {
    const own = scene();
    const signals = [mapped({ at: own.now }, { version: version === null ? null : v(Number(version)) })];
    return incident(after(own, take(own, signals)));
  };
  expect(JSON.stringify(numberLines(state('13')))).toContain('Said of v13, which was not live');
  for (const version of ['14', null]) expect(JSON.stringify(numberLines(state(version)))).not.toContain('Said of');
});

test('and in its thread', () => {
  const first = scene();
  const signals = [mapped(), mapped({ key: 'b' }, { version: v(13) })];
  const decision = take(first, signals);
  const events = decision.kind === 'accepted' ? decision.appends.flatMap((one) => one.events) : [];
  expect(JSON.stringify(incidentThread({ log: happenedIn(events), around: aroundIncident() }))).toContain(
    'said of v13',
  );
});
