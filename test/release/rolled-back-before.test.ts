import { expect, test } from 'vitest';
import type { ReleaseState } from '../../src/release/state.ts';
import { warningLines } from '../../src/release/view-context.ts';
import type { Around } from '../../src/release/view-shape.ts';
import {
  approvedLog,
  gathered,
  id,
  inApproved,
  inFailed,
  inGathering,
  inRejected,
  inReview,
  inWatching,
  lane,
  opened,
  released,
  started,
  v,
} from './scene.ts';

const around = (taken: Partial<ReturnType<typeof lane>['rolledBack'][number]>): Around => ({
  lane: lane({
    rolledBack: [
      { version: v(7), source: v(14), commit: 'c0ffee', release: id(90), at: 5, why: 'errors rose', ...taken },
    ],
  }),
  pauses: [],
  path: ['staging', 'production'],
  next: null,
  label: null,
  notice: null,
  rescuers: [],
});

function told(state: ReleaseState, taken: Parameters<typeof around>[0] = {}): string {
  return warningLines(state, around(taken))
    .flat()
    .map((leaf) => ('text' in leaf ? leaf.text : ''))
    .join('');
}

const ofCommit = released(opened(), gathered({ findings: { ...gathered().findings, commit: 'c0ffee' } }));

test.each<readonly [string, ReleaseState]>([
  ['while it is read', inGathering],
  ['while it is decided on', inReview],
  ['while it waits', inApproved],
  ['while it goes out by itself', released(...approvedLog, started())],
  ['when it failed', inFailed],
  ['when it is live and watched', inWatching],
])('a card says %s that its version was rolled back before', (_, state) => {
  expect(told(state)).toContain('was rolled back here on : errors rose');
});

test('another version of the same commit says so, too; of another one it does not', () => {
  expect(told(ofCommit, { version: v(6), source: v(13) })).toContain('v6, of the same commit, was rolled back here');
  expect(told(inReview, { version: v(6), source: v(13) })).toBe('');
});

test('a card on which nothing is decided any more does not', () => {
  expect(told(inRejected)).toBe('');
});

test.each([
  ['staging', v(14), null, 'v14 was rolled back in staging on : errors rose'],
  ['staging', v(13), 'c0ffee', 'v13, of the same commit, was rolled back in staging on : errors rose'],
  ['dev', v(14), 'c0ffee', 'v14, of the same commit, was rolled back in dev on : errors rose'],
  ['dev', v(14), 'beef', ''],
])('rolled back in %s as v%s at %s: %s', (environment, version, commit, words) => {
  const entry = { version, source: null, commit, release: id(90), at: 5, why: 'errors rose' };
  const nothingHere = { ...around({ version: v(1), source: null, commit: null }) };
  const story: Around = { ...nothingHere, elsewhere: [{ environment, rolledBack: [entry] }] };
  const text = warningLines(ofCommit, story)
    .flat()
    .map((leaf) => ('text' in leaf ? leaf.text : ''))
    .join('');
  expect(text).toBe(words);
});
