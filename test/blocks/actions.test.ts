import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approveRelease,
  confirmRollback,
  moreOfRelease,
  moreVerbs,
  pressed,
  requestNext,
  resumeScope,
  submitted,
} from '../../blocks/actions.ts';
import { limits } from '../../blocks/limits.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { digest, release, version } from './scenes.ts';

const everything = [...pressed, ...submitted];

test('ids are unique, noun.verb, and fit', () => {
  const ids = everything.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(\.[a-z-]+){1,2}$/);
  expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(limits.view.callback);
});

test('what a button carries comes back', () => {
  const approval = { release: release('a'), evidence: shortDigest(digest('a')) };
  expect(approveRelease.decode(approveRelease.encode(approval))).toEqual(approval);
  const rollback = {
    model: 'prod.ml.churn',
    environment: 'production',
    version: version(12),
    reason: 'errors “doubled” <!channel>',
  };
  expect(confirmRollback.decode(confirmRollback.encode(rollback))).toEqual(rollback);
});

test.each(moreVerbs)('the option %s fits where Slack takes 75 characters', (verb) => {
  const value = moreOfRelease.encode({ verb, release: release('a') });
  expect(value?.length).toBeLessThanOrEqual(limits.overflow.value);
  expect(moreOfRelease.decode(value)).toEqual({ verb, release: release('a') });
});

test('what does not fit is not offered', () => {
  expect(resumeScope.encode({ scope: 'x'.repeat(3000) })).toBeNull();
  expect(requestNext.encode({ release: release('a'), environment: 'x'.repeat(3000) })).toBeNull();
});

describe('values that are not ours', () => {
  test.each([
    undefined,
    null,
    7,
    '',
    '{',
    '[]',
    '"x"',
    '{"release":"r-"}',
    '{"release":"r-aaaaaaaaaa"}',
    '{"__proto__":{}}',
    '{"release":"r-aaaaaaaaaa","evidence":"aaaaaaaaaaaa","extra":1}',
  ])('%j is refused by approve', (value) => {
    expect(approveRelease.decode(value)).toBeNull();
  });

  test('nothing makes decoding throw', () => {
    const garbage = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.anything());
    fc.assert(
      fc.property(garbage, fc.constantFrom(...everything), (value, action) => {
        action.decode(value);
      }),
    );
  });
});
