import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { bundleOf, partsOf } from '../../src/policy/bundle.ts';
import { lanePolicy, lanesOf } from '../../src/policy/lane-policy.ts';
import { inspectPolicy } from '../../src/policy/parse.ts';
import { alerting } from './alerting.ts';
import { good } from './good.ts';
import { growth, platform } from './rich.ts';
import { working } from './working.ts';

const now = Date.UTC(2026, 10, 22);

/** Where every key and value that is one word stands in a text. */
function scalars(text: string): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  visit(parseDocument(text), {
    Scalar(_, { range }) {
      if (range) found.push([range[0], range[1]]);
    },
  });
  return found;
}

const words = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '~',
    '0',
    '-1',
    '1e999',
    '.nan',
    'true',
    'none',
    'off',
    'everybody',
    '"\\ud800"',
    '"\\0"',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '"*"',
    'U0X1',
    '@x',
    'a@b.c',
    '99999999d',
    '{ a: [b] }',
    '[[x]]',
    'warn until 9999-99-99',
  ),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.string({ maxLength: 4 }),
);

const files = [good, platform, growth, working, alerting].map((text) => ({ text, spots: scalars(text) }));

function mutated(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: files.length - 1 }).chain((which) => {
    const { text, spots } = files[which] ?? { text: '', spots: [] };
    return fc.tuple(fc.integer({ min: 0, max: spots.length - 1 }), words).map(([spot, word]) => {
      const [from, to] = spots[spot] ?? [0, 0];
      const changed = text.slice(0, from) + word + text.slice(to);
      if (which === 0 || which > 2) return changed;
      return bundleOf({ name: 'policy.yaml', text: which === 1 ? changed : platform }, [
        { name: 'teams/growth.yaml', text: which === 2 ? changed : growth },
      ]);
    });
  });
}

test('whatever is put in the place of any word, there is a policy, or problems with lines in their files and a cure', () => {
  fc.assert(
    fc.property(mutated(), (text) => {
      const { problems, notes, read } = inspectPolicy(text, 'policy.yaml', now);
      expect(read === null).toBe(problems.length > 0);
      const lines = new Map(partsOf(text, 'policy.yaml').map((part) => [part.name, part.text.split('\n').length]));
      for (const { file, line, col, words: said } of [...problems, ...notes]) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.get(file) ?? 0);
        expect(col).toBeGreaterThanOrEqual(1);
        expect(said).toMatch(/[.?]$/);
        expect(said).not.toMatch(/undefined|\[object|NaN/);
      }
      if (read === null) return;
      for (const { model, environment } of lanesOf(read.policy))
        expect(lanePolicy(read.policy, 1, model, environment).digest).toMatch(/^[0-9a-f]{64}$/);
    }),
    { numRuns: 400 },
  );
});
