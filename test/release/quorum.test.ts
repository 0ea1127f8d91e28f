import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Requirements } from '../../src/release/event.ts';
import { PersonId } from '../../src/release/ids.ts';
import { couldStillFill, quorum, reachable, seats } from '../../src/release/quorum.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const none: Requirements = { automatic: false, rules: [], excluded: [], unknown: [], extra: 0 };
const two: Requirements = {
  ...none,
  rules: [
    { from: ['reviewers'], min: 1, required: false },
    { from: ['platform'], min: 1, required: true },
  ],
};
const vote = (person: PersonId, ...groups: readonly string[]) => ({ person, groups });
const { ann, bob, pat } = people;

test.each<readonly [string, Requirements, readonly ReturnType<typeof vote>[], string]>([
  ['nobody yet', two, [], '0 of 2'],
  ['one of two', two, [vote(ann, 'reviewers')], '1 of 2'],
  ['both', two, [vote(ann, 'reviewers'), vote(pat, 'platform')], '2 of 2, satisfied'],
  ['rule 1: one person fills one seat, though in both groups', two, [vote(ann, 'reviewers', 'platform')], '1 of 2'],
  [
    'whoever can sit twice moves over',
    two,
    [vote(ann, 'reviewers', 'platform'), vote(bob, 'reviewers')],
    '2 of 2, satisfied',
  ],
  ['in any order', two, [vote(bob, 'reviewers'), vote(ann, 'reviewers', 'platform')], '2 of 2, satisfied'],
  ['two of one group are one', two, [vote(ann, 'reviewers'), vote(bob, 'reviewers')], '1 of 2'],
  [
    'rule 1: one more for somebody whom nobody can name',
    { ...two, extra: 1 },
    [vote(ann, 'reviewers'), vote(pat, 'platform')],
    '2 of 3',
  ],
  ['rule 2: automatic asks nobody', { ...none, automatic: true, extra: 1 }, [], '0 of 0, satisfied'],
])('%s', (_, requirements, votes, expected) => {
  const { have, need, satisfied } = quorum(requirements, votes);
  expect(`${have} of ${need}${satisfied ? ', satisfied' : ''}`).toBe(expected);
});

test('rule 2: guests, bots, people who left and the excluded reach no quorum', () => {
  expect(reachable(two, scene.electorate()).satisfied).toBe(true);
  const excluded = [ann, bob].map((person) => ({ person, why: 'run-author' as const }));
  expect(reachable({ ...two, excluded }, scene.electorate()).satisfied).toBe(false);
  expect(reachable(two, scene.electorate({ [people.pat]: 'guest', [people.pia]: 'bot' })).satisfied).toBe(false);
});

test('as many seats are filled as any seating could fill', () => {
  const group = fc.constantFrom('a', 'b', 'c');
  const rules = fc.array(
    fc.record({
      from: fc.uniqueArray(group, { minLength: 1 }),
      min: fc.integer({ min: 1, max: 2 }),
      required: fc.boolean(),
    }),
    { maxLength: 3 },
  );
  const votes = fc
    .array(fc.uniqueArray(group), { maxLength: 5 })
    .map((all) => all.map((groups, at) => vote(PersonId.parse(`U0P${at}`), ...groups)));
  fc.assert(
    fc.property(rules, votes, (some, all) => {
      const requirements = { ...none, rules: some };
      expect(quorum(requirements, all).have).toBe(
        most(
          seats(requirements).map(({ from }) => from),
          all,
        ),
      );
    }),
    { numRuns: 300, seed: 1 },
  );
});

/** The best seating, by trying every one. */
function most(wanted: readonly (readonly string[])[], votes: readonly ReturnType<typeof vote>[]): number {
  const [seat, ...rest] = wanted;
  if (seat === undefined) return 0;
  const taken = votes.flatMap((one, at) =>
    one.groups.some((group) => seat.includes(group)) ? [1 + most(rest, votes.toSpliced(at, 1))] : [],
  );
  return Math.max(most(rest, votes), ...taken);
}

test.each<readonly [string, Requirements, readonly ReturnType<typeof vote>[], readonly PersonId[]]>([
  ['everybody in the groups, but for guests, bots and people who left', two, [], [ann, bob, pat, people.pia]],
  ['only those of the seat that is open', two, [vote(bob, 'reviewers')], [pat, people.pia]],
  ['nobody when all is approved', two, [vote(bob, 'reviewers'), vote(pat, 'platform')], []],
  ['not the excluded', { ...two, excluded: [{ person: ann, why: 'run-author' }] }, [vote(pat, 'platform')], [bob]],
  ['also those who let somebody else move over', two, [vote(people.pia, 'reviewers', 'platform')], [ann, bob, pat]],
  ['nobody where nobody is asked', { ...none, automatic: true }, [], []],
])('who is missing: %s', (_, requirements, votes, expected) => {
  expect(couldStillFill(requirements, votes, scene.electorate())).toEqual(expected);
});
