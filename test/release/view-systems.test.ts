import { expect, test } from 'vitest';
import type { ReleaseEvent } from '../../src/release/event.ts';
import type { StepKind } from '../../src/release/event-step.ts';
import { systemLines } from '../../src/release/view-systems.ts';
import {
  begun,
  completed,
  finished,
  gathered,
  inFailed,
  opened,
  openedRollback,
  released,
  started,
  v,
} from './scene.ts';

const steps: readonly StepKind[] = [
  'validate',
  'tag-version',
  'set-previous',
  'set-champion',
  'confirm-champion',
  'set-stage',
  'move-serving',
  'await-serving',
];

/** A rollback v14 → v12 that failed at one of its steps. */
function failedAt(step: StepKind, served?: number): readonly string[] {
  const execution = started({ from: v(14), to: v(12) });
  if (execution.kind !== 'execution-started') throw new Error('no execution');
  const targets = { ...execution.targets, stage: 'Production' };
  const done = steps.slice(0, steps.indexOf(step)).flatMap((one) => [begun(one), finished(one)]);
  const told = served === undefined ? {} : { served: v(served) };
  const failed: ReleaseEvent = {
    kind: 'failed',
    v: 1,
    step,
    direction: 'do',
    attempt: 1,
    code: 'refused',
    words: 'no',
    ...told,
  };
  const state = released(
    opened(openedRollback),
    gathered({ candidate: { ...gathered().candidate, version: v(12) }, champion: v(14) }),
    completed,
    { ...execution, targets, steps: [...steps] },
    ...done,
    begun(step),
    failed,
  );
  return systemLines(state).map((words) => words.map((leaf) => ('text' in leaf ? leaf.text : '')).join(''));
}

test.each<[StepKind, string, number?]>([
  [
    'tag-version',
    'champion v14, not moved, previous v11, not moved, stage Production v14, not moved, endpoint v14, not moved',
  ],
  ['set-champion', 'champion v14 or v12, not confirmed, previous v14, stage Production v14, not moved'],
  ['set-stage', 'champion v12, previous v14, stage Production v14 or v12, not confirmed, endpoint v14, not moved'],
  ['move-serving', 'champion v12, previous v14, stage Production v12, endpoint v14 or v12, not confirmed'],
  ['await-serving', 'stage Production v12, endpoint v14, as it says', 14],
  ['await-serving', 'endpoint v12, not confirmed'],
])('failed at %s: %s', (step, words, served) => {
  expect(failedAt(step, served)[0]).toContain(words);
});

test('it says what to click and what to type', () => {
  const [, next] = failedAt('set-champion');
  for (const words of [
    'Retry to go on to v12',
    'Put v14 back',
    'Commands by hand',
    'rollback churn@<version> in production',
  ])
    expect(next).toContain(words);
});

test('of a promotion its card says enough', () => {
  expect(systemLines(inFailed)).toEqual([]);
});
