import { expect, test } from 'vitest';
import type { PersonId } from '../../../src/release/ids.ts';
import { decideOnIncident, type OnIncident } from '../../../src/release/incident/decide-person.ts';
import { autoRollback, decideReturn } from '../../../src/release/incident/return.ts';
import { people } from '../../world/policy.ts';
import { by, electorate, id, liveVersion } from '../scene.ts';
import { after, afterSignal, at, back, day, hour, incident, kinds, minute, scene, start } from './scene.ts';

const open = afterSignal(scene({ watching: back }));
const ack: OnIncident = { kind: 'acknowledge' };
const snooze = (ms: number): OnIncident => ({ kind: 'snooze', until: start + ms, asked: start });

function says(word: OnIncident, who: PersonId = people.own, facts = open): string {
  return kinds(decideOnIncident(facts, incident(facts), who, word)).join(' ');
}

test.each<readonly [keyof typeof people, string]>([
  ['own', 'incident-acknowledged'],
  ['bob', 'incident-acknowledged'],
  ['pat', 'incident-acknowledged'],
  ['one', 'incident-acknowledged'],
  ['out', 'no: not-allowed'],
  ['guest', 'no: not-a-member'],
  ['gone', 'no: not-a-member'],
  ['bot', 'no: not-a-member'],
])('where the policy names nobody, whoever answers for the lane may: %s %s', (who, expected) => {
  expect(says(ack, people[who])).toBe(expected);
});

test('where the policy names somebody, only they may, and whoever cannot be read is told so', () => {
  const facts = { ...open, policy: { ...open.policy, watching: { ...open.policy.watching, may: ['platform'] } } };
  expect(says(ack, people.pia, facts)).toBe('incident-acknowledged');
  expect(says(ack, people.own, facts)).toBe('no: not-allowed');
  const unread = { ...electorate(), unread: new Map([['platform', 'Slack is away']]) };
  expect(says(ack, people.own, { ...facts, electorate: unread })).toBe('no: not-a-member');
});

test.each<readonly [string, OnIncident, string]>([
  ['a quarter of an hour', snooze(15 * minute), 'incident-snoozed'],
  ['less', snooze(13 * minute), 'no: snooze-bounds'],
  ['a day', snooze(day), 'incident-snoozed'],
  ['more', snooze(day + 2 * minute), 'no: snooze-bounds'],
  ['a reason', { kind: 'dismiss', reason: 'a test ran' }, 'incident-dismissed'],
  ['no reason', { kind: 'dismiss', reason: ' ' }, 'no: reason-missing'],
  ['a countdown', { kind: 'cancel-return' }, 'countdown-cancelled'],
])('%s', (_, word, expected) => {
  expect(says(word)).toBe(expected);
});

test('what is over takes no word, and a second acknowledgement writes nothing', () => {
  expect(
    says(ack, people.bob, after(open, decideOnIncident(open, incident(open), people.own, ack), by(people.own))),
  ).toBe('');
  const resolved = afterSignal(open, { state: 'resolved' });
  for (const word of [ack, snooze(hour), { kind: 'dismiss', reason: 'x' } as const, { kind: 'cancel-return' } as const])
    expect(says(word, people.own, resolved)).toBe('no: incident-over');
  expect(says({ kind: 'cancel-return' }, people.own, at(afterSignal(scene()), start))).toBe('no: no-countdown');
});

test('Cancel after the end hears which rollback has begun, however the incident stands by then', () => {
  const over = at(open, start + minute);
  const begun = after(over, decideReturn(over, incident(over), id(77)), autoRollback);
  const cancel: OnIncident = { kind: 'cancel-return' };
  const late = (facts: typeof open) => decideOnIncident(facts, incident(facts), people.own, cancel);
  const tooLate = { kind: 'refused', refusal: { kind: 'return-begun', release: id(77) } };
  expect(late(begun)).toEqual(tooLate);
  expect(late(afterSignal(begun, { state: 'resolved' }))).toEqual(tooLate);
});

test('once another version is live there is nothing to cancel: that version may still go back', () => {
  const moved = { ...open, lane: { ...open.lane, live: liveVersion(15, id(15), 'watching') } };
  expect(says({ kind: 'cancel-return' }, people.own, moved)).toBe('no: no-countdown');
});
