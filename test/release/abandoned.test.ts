import { expect, test } from 'vitest';
import type { ReleaseEvent } from '../../src/release/event.ts';
import { evolveLane } from '../../src/release/lane.ts';
import { liveNow } from '../../src/release/view-facts.ts';
import { around } from '../blocks/scenes.ts';
import * as scene from './scene.ts';

const abandoned: ReleaseEvent = { kind: 'abandoned', v: 1, reason: 'repaired by hand' };

function after(...before: readonly ReleaseEvent[]) {
  const state = scene.released(...scene.approvedLog, scene.started(), ...before, abandoned);
  const holding = scene.lane({ holder: state.id });
  return { state, lane: evolveLane(holding, { at: 5, by: scene.signalbox, index: 9, event: abandoned }, state) };
}

test('a champion that had moved is live there, and no move from outside', () => {
  const { state, lane } = after(...scene.upTo('set-champion'), ...scene.failedAt('confirm-champion').slice(-2));
  expect(lane.live).toMatchObject({ version: '7', standing: 'outside', release: state.id });
  expect(lane.trusted.map(({ version }) => version)).toEqual(['12']);
  const words = liveNow(state, { ...around(state), lane }).map((leaf) => ('text' in leaf ? leaf.text : ''));
  expect(words.join('')).toContain('left by an abandoned release');
});

test('one that had not, or of which nobody knows, stays as the log knew it', () => {
  expect(after(...scene.failedAt('set-previous')).lane.live?.version).toBe('12');
  expect(after(...scene.failedAt('set-champion')).lane.live?.version).toBe('12');
});

test('one that was put back is live', () => {
  const { lane } = after(
    ...scene.upTo('set-champion'),
    scene.begun('set-champion', { direction: 'undo' }),
    scene.finished('set-champion', 'undo'),
  );
  expect(lane.live?.version).toBe('12');
});
