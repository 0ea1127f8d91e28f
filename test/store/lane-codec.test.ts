import { expect, test } from 'vitest';
import { laneKey, ReleaseId, Version } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import { decodeLane, encodeLane } from '../../src/store/lane-codec.ts';

const key = laneKey('churn', 'production');

test('a lane reads back as it was written; what covers a pause is not part of it', () => {
  const release = ReleaseId.parse('r-0000000001');
  const lane = {
    ...emptyLane(key),
    rev: 7,
    followUps: [release],
    rolledBack: [{ version: Version.parse('9'), source: null, commit: 'c0ffee', release, at: 5, why: 'errors' }],
  };
  expect(decodeLane(key, encodeLane(lane))).toEqual(lane);
});

test('a lane written before reviews were owed has none, and knows no commits', () => {
  const { followUps: _, ...before } = emptyLane(key);
  const release = 'r-0000000001';
  const old = { ...before, rev: 3, rolledBack: [{ version: '9', source: null, release, at: 5, why: 'errors' }] };
  const read = decodeLane(key, `3 ${JSON.stringify(old)}`);
  expect(read.followUps).toEqual([]);
  expect(read.rolledBack[0]?.commit).toBeNull();
});
