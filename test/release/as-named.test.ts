import { expect, test } from 'vitest';
import { PersonId } from '../../src/release/ids.ts';
import { asNamed, type Electorate, membersOf, type Standing } from '../../src/release/people.ts';
import { reachable } from '../../src/release/quorum.ts';
import { refuseStranger } from '../../src/release/rights.ts';

const kim = PersonId.parse('U0KIM');
const lee = PersonId.parse('U0LEE');

function electorate(standing: Standing, read: 'read' | 'silent', others: Standing = 'member'): Electorate {
  return {
    standing: new Map([
      [kim, standing],
      [lee, others],
    ]),
    members: new Map([['reviewers', [kim, lee]]]),
    unread: new Map(read === 'silent' ? [[kim, 'Slack does not answer']] : []),
  };
}

test.each<[Standing, 'read' | 'silent', boolean]>([
  ['member', 'read', true],
  ['guest', 'read', false],
  ['bot', 'read', false],
  ['deactivated', 'read', false],
  ['stranger', 'read', false],
  // Slack was asked and knows nobody of this id.
  ['unknown', 'read', false],
  ['unknown', 'silent', true],
  // What Slack said of somebody is not undone by a later silence.
  ['guest', 'silent', false],
  ['deactivated', 'silent', false],
])('rule 1: %s, %s: whom a key proved counts %s', (standing, read, counts) => {
  const now = asNamed(electorate(standing, read), [kim]);
  expect(membersOf(now, ['reviewers']).has(kim)).toBe(counts);
  expect(refuseStranger({ electorate: now }, kim) === null).toBe(counts);
});

test('a key proves one person and says nothing of others, nor of groups that nobody could read', () => {
  const both = electorate('unknown', 'silent', 'unknown');
  const unread = new Map([...both.unread, [lee, 'Slack does not answer'], ['@platform', 'Slack does not answer']]);
  const now = asNamed({ ...both, unread }, [kim]);
  expect([...membersOf(now, ['reviewers', '@platform'])]).toEqual([kim]);
  expect([...now.unread.keys()]).toEqual([lee, '@platform']);
});

test.each<[string, Standing, 'read' | 'silent', boolean]>([
  ['Slack says nothing of one of them', 'unknown', 'silent', true],
  ['Slack knows nobody of that id', 'unknown', 'read', false],
  ['one of them has left', 'deactivated', 'read', false],
])('a quorum of two can be reached unless somebody knows better: %s', (_, standing, read, satisfied) => {
  const rules = [{ from: ['reviewers'], min: 2, required: false }];
  const requirements = { automatic: false, rules, excluded: [], unknown: [], extra: 0 };
  expect(reachable(requirements, electorate(standing, read)).satisfied).toBe(satisfied);
});
