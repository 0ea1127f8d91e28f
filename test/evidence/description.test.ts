import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSections, withSection } from '../../src/evidence/description.ts';

const said = ['**Signalbox**, production:', '- Approved by U0KIM'];
const marked = '<!-- signalbox:production -->\n**Signalbox**, production:\n- Approved by U0KIM\n<!-- /signalbox -->';

test.each([
  ['nothing was written', '', marked],
  ['after what people wrote', 'Retrained.', `Retrained.\n\n${marked}`],
  ['in place of what we said before', `Retrained.\n\n${marked.replace('U0KIM', 'U0LEE')}`, `Retrained.\n\n${marked}`],
  [
    'beside what we said about another environment',
    'Retrained.\n\n<!-- signalbox:staging -->\nfine\n<!-- /signalbox -->',
    `Retrained.\n\n<!-- signalbox:staging -->\nfine\n<!-- /signalbox -->\n\n${marked}`,
  ],
])('%s', (_, before, after) => {
  expect(withSection(before, 'production', said)).toBe(after);
  expect(withSection(after, 'production', said)).toBe(after);
});

test('is taken out again, to the letter', () => {
  const one = withSection('Retrained.\n', 'production', said);
  expect(withSection(one, 'production', [])).toBe('Retrained.\n');
  expect(withoutSections(withSection(one, 'staging', said))).toBe('Retrained.\n');
});

test('what people wrote is never cut, whatever they wrote, and our words never end our section', () => {
  const text = fc.string({ maxLength: 6_000, size: 'max' }).filter((words) => !words.includes('<!-- signalbox:'));
  const property = fc.property(
    text,
    fc.array(fc.string({ maxLength: 3_000, size: 'max' }), { minLength: 1, maxLength: 9 }),
    (before, words) => {
      const after = withSection(before, 'production', [...words, '<!-- /signalbox --> and more']);
      expect(withoutSections(after)).toBe(before);
      expect(after.length).toBeLessThanOrEqual(Math.max(5_000, before.length));
    },
  );
  fc.assert(property, { numRuns: 300, seed: 1 });
});
