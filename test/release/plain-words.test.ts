import { expect, test } from 'vitest';
import { CommandId, LaneKey } from '../../src/release/ids.ts';
import { scopePosts } from '../../src/release/posts-scope.ts';
import { laneStream } from '../../src/release/stream.ts';
import { rowsOf, stepWords } from '../../src/release/view-steps.ts';
import type { Line } from '../../src/release/view-words.ts';
import { approvedLog, begun, evidence, finished, inExecuting, registry, released, started } from './scene.ts';

test('the copy has no number before it is made', () => {
  const targets = found(inExecuting.execution).targets;
  const unmade = { ...targets, version: null, champion: { ...targets.champion, to: null } };
  expect(stepWords({ kind: 'set-champion', direction: 'do' }, unmade)).toBe('Point champion at the new version');
});

test('a step that only looks was never done already', () => {
  const looked = { ...finished('validate'), already: true };
  const state = released(...approvedLog, started(), begun('validate'), looked);
  const row = rowsOf(found(state.execution)).find(({ label }) => label === 'Check what arrived');
  expect(row).toMatchObject({ mark: 'done', note: null });
});

test('a first look is told in one sentence, with the lane as people say it', () => {
  const at = { stream: laneStream(LaneKey.parse('churn/production')), index: 0, at: 0 };
  const event = { kind: 'baseline-trusted' as const, v: 1 as const, version: null };
  const command = CommandId.parse('look');
  const entry = { ...at, seq: 1, command, by: registry, policy: 1, prev: evidence, event };
  const [post] = scopePosts(at.stream, [entry], []);
  expect(words(found(post).push)).toBe('First look at churn in production: nothing is live.');
});

function found<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('missing');
  return value;
}

function words(line: Line): string {
  return line.map((leaf) => ('text' in leaf ? leaf.text : '')).join('');
}
