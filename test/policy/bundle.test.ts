import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyDigest } from '../../src/policy/active.ts';
import { bundleOf, includes, partsOf } from '../../src/policy/bundle.ts';
import { includedPatterns } from '../../src/policy/include.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { good } from './good.ts';
import { changedRich } from './rich.ts';

const root = { name: 'policy.yaml', text: 'admin: C0\n' };

test('a policy of one file is that file, as every policy was before there were several', () => {
  expect(bundleOf({ name: 'policy.yaml', text: good }, [])).toBe(good);
  expect(partsOf(good, 'conf/policy.yaml')).toEqual([{ name: 'conf/policy.yaml', text: good }]);
});

test('the same files give the same text and digest, whatever order they come in', () => {
  const [a, b] = [
    { name: 'teams/a.yaml', text: 'team: a\n' },
    { name: 'teams/b.yaml', text: 'team: b\n' },
  ] as const;
  expect(bundleOf(root, [b, a])).toBe(bundleOf(root, [a, b]));
  expect(policyDigest(bundleOf(root, [a]))).not.toBe(policyDigest(bundleOf(root, [b])));
  expect(partsOf(bundleOf(root, [b, a]), 'conf/main.yaml').map(({ name }) => name)).toEqual([
    'conf/main.yaml',
    'conf/teams/a.yaml',
    'conf/teams/b.yaml',
  ]);
});

test('whatever the files hold, they are found again', () => {
  const part = fc.record({ name: fc.string({ minLength: 1 }), text: fc.string({ unit: 'grapheme' }) });
  fc.assert(
    fc.property(part, fc.uniqueArray(part, { selector: ({ name }) => name }), (first, others) => {
      const [back, ...rest] = partsOf(bundleOf(first, others), 'p');
      expect(back.text).toBe(first.text);
      expect(rest.map(({ text }) => text).sort()).toEqual(others.map(({ text }) => text).sort());
    }),
  );
});

test('a file that begins like a bundle and is none, is a file', () => {
  const [first] = bundleOf(root, [{ name: 'a.yaml', text: 'x' }]).split('\n');
  for (const text of [`${first}\n`, `${first}`, `${first?.slice(0, -3)}\n${root.text}`]) {
    expect(partsOf(text, 'p')).toEqual([{ name: 'p', text }]);
    expect(partsOf(bundleOf({ name: 'p', text }, []), 'p')).toEqual([{ name: 'p', text }]);
  }
});

test.each([
  ['teams/*.yaml', 'teams/a.yaml', true],
  ['teams/*.yaml', 'teams/deep/a.yaml', false],
  ['*/*.yaml', 'teams/a.yaml', true],
  ['*.yaml', 'teams/a.yaml', false],
  ['team-*.yaml', 'team-a.yaml', true],
])('%s and %s: %s', (pattern, path, is) => {
  expect(includes(pattern, path)).toBe(is);
});

test.each([
  ['include: teams/*.yaml', ['teams/*.yaml']],
  ['admin: C0\ninclude: [a.yaml, "../b.yaml", 3, c.yml]', ['a.yaml', 'c.yml']],
  ['"include": a.yaml', ['a.yaml']],
  ['include: {', []],
  ['include:', []],
  ['- include: a.yaml', []],
])('%j includes %j', (text, patterns) => {
  expect(includedPatterns(text)).toEqual(patterns);
});

test('a text that was right is not read twice, of several files neither', () => {
  const [one, two] = [1, 2].map(() => parsePolicy(changedRich(), 'policy.yaml'));
  expect(one).toMatchObject({ ok: true });
  if (one?.ok && two?.ok) expect(two.policy).toBe(one.policy);
});
