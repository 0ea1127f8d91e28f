import { expect, test } from 'vitest';
import { checkOf, ofWhatIsLive, ownSource } from '../../../src/release/incident/own-live.ts';
import type { OwnCheck } from '../../../src/release/lane-policy.ts';
import { liveVersion } from '../scene.ts';
import { minute, policyWith } from './scene.ts';

const check: OwnCheck = {
  name: 'error rate',
  kind: 'prometheus',
  of: 'errors',
  severity: 'warning',
  ask: 'sum(errors)',
  server: 'main',
  samples: null,
  leastSamples: 0,
  bound: { sign: '≤', value: 0.01 },
  windowMs: 5 * minute,
  everyMs: minute,
  breaches: 2,
};
const since = 100 * minute;
const values = [since - minute, since + 4 * minute, since + 5 * minute].map((at) => ({ at, value: 1 }));

test.each<[what: string, over: Partial<OwnCheck>, standing: 'watching' | 'baseline', left: number]>([
  ['a window that began before it was live does not count', {}, 'watching', 1],
  ['nor one of answers that are slow', { of: 'latency' }, 'watching', 1],
  ['a question about its version is about nothing else', { ask: 'errors{version="{version}"}' }, 'watching', 3],
  ['inputs are the same whatever is live', { of: 'input-drift' }, 'watching', 3],
  ['what was logged is logged of the version', { kind: 'metric', ask: 'auc' }, 'watching', 3],
  ['of a baseline nobody knows since when it is live', {}, 'baseline', 3],
])('%s', (_, over, standing, left) => {
  const live = { ...liveVersion(14, null, standing), since };
  expect(ofWhatIsLive({ ...check, ...over }, live, { values, samples: null }).values).toHaveLength(left);
});

test('a symptom is known to be of a check of the policy, by its source and name', () => {
  const policy = policyWith({ checks: [check] });
  expect(checkOf(policy, { source: ownSource, key: 'check:error rate' })).toBe(check);
  expect(checkOf(policy, { source: ownSource, key: 'check:gone' })).toBeNull();
  expect(checkOf(policy, { source: 'am', key: 'check:error rate' })).toBeNull();
});
