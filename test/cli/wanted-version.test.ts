import { expect, test } from 'vitest';
import { wantedVersion } from '../../src/cli/wanted-version.ts';

test.each([
  [['churn@14'], {}, { version: { kind: 'number', version: '14' } }, null, null],
  [['churn'], { at: 'v1.2.0' }, { version: null }, 'v1.2.0', null],
  [['churn'], { reuse: 'v14' }, { version: null }, null, '14'],
] as const)('%j with %j is understood', (typed, values, asked, at, reuse) => {
  expect(wantedVersion(typed, values)).toMatchObject({ asked, at, reuse, wait: null });
});

test.each([
  [[], {}, 'Write a model'],
  [['churn', 'fraud'], {}, 'Write a model'],
  [['churn@14'], { at: 'v1.2.0' }, 'Name one'],
  [['churn@14'], { reuse: '13' }, 'Name one'],
  [['churn'], { at: 'v1.2.0', reuse: '13' }, 'Name one'],
  [['churn'], { reuse: 'newest' }, 'Reuse which version?'],
  [['churn'], { wait: 'ever' }, 'Wait for what?'],
] as const)('%j with %j is answered with what to write', (typed, values, words) => {
  expect(wantedVersion(typed, values)).toContain(words);
});
