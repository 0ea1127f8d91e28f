import { expect, test } from 'vitest';
import { advise } from '../../../src/release/incident/advice.ts';
import type { SignalKind } from '../../../src/release/incident/signal.ts';
import { id, liveVersion, v } from '../scene.ts';
import { afterSignal, day, incident, minute, scene, start, watched, watchedLane } from './scene.ts';

type Facts = NonNullable<Parameters<typeof scene>[0]>;
const trains: Facts = { policy: { pattern: 'deploy-code', trainer: { kind: 'command' } } };
const verified = (ago: number): Facts => ({
  lane: watchedLane({ live: { ...liveVersion(14, watched.id, 'verified'), since: start - ago } }),
});
const suspect: Facts = {
  lane: watchedLane({ suspects: [{ incident: incident(afterSignal(scene())).id, of: 'errors', version: v(12) }] }),
};
const byRollback: Facts = {
  lane: watchedLane({ live: { ...liveVersion(14, id(90), 'watching'), since: start - 30 * minute } }),
  releases: [{ ...watched, id: id(90), kind: 'rollback' }],
};

const began = 'Began 29 min after v14 went live.';
const rows: readonly (readonly [SignalKind, Facts, number, string])[] = [
  ['errors', {}, minute, `roll-back: ${began} v12 is the last version that was trusted here.`],
  ['latency', {}, minute, `roll-back: ${began} v12 is the last version that was trusted here.`],
  ['performance', {}, minute, `roll-back: ${began} v12 is the last version that was trusted here.`],
  ['errors', suspect, minute, `look: ${began} Going back may not help: v12 had the same.`],
  ['errors', byRollback, minute, `look: ${began} What is live came back by a rollback itself.`],
  ['errors', { lane: watchedLane({ trusted: [] }) }, minute, `look: ${began} There is no version to go back to.`],
  [
    'errors',
    {},
    31 * minute,
    'look: Began 1 min before v14 went live, so probably not the release. Look at what else changed.',
  ],
  [
    'errors',
    verified(19 * day),
    minute,
    'look: No release in 18 days, so probably not the release. Look at what else changed.',
  ],
  [
    'errors',
    verified(20 * 60 * minute),
    minute,
    'roll-back: Began 19 h after v14 went live. v12 is the last version that was trusted here.',
  ],
  [
    'performance',
    verified(19 * day),
    minute,
    're-evaluate: No release in 18 days, so probably not the release. It may have grown old: evaluate it on newer data.',
  ],
  [
    'performance',
    { ...verified(19 * day), ...trains },
    minute,
    'retrain: No release in 18 days, so probably not the release. It may have grown old: train it again on newer data.',
  ],
  [
    'input-drift',
    {},
    minute,
    `re-evaluate: ${began} The version before would see the same inputs: evaluate it on newer data.`,
  ],
  [
    'input-drift',
    trains,
    minute,
    `retrain: ${began} The version before would see the same inputs: train it again on newer data.`,
  ],
  [
    'data-broken',
    {},
    minute,
    `mend-upstream: ${began} Its inputs are broken, and any version would see them: mend them upstream.`,
  ],
  [
    'prediction-drift',
    {},
    minute,
    `look: ${began} What it predicts has shifted: look why. That alone is no reason to act.`,
  ],
  ['errors', { lane: watchedLane({ live: null }) }, minute, 'look: Nothing is live. Look at what else changed.'],
  [
    'errors',
    { lane: watchedLane({ live: liveVersion(12, null, 'baseline') }) },
    minute,
    'look: v12 was live before Signalbox looked. Look at what else changed.',
  ],
];

test.each(rows)('%s', (of, facts, ago, expected) => {
  const { advice, why } = advise(scene(facts), of, start - ago);
  expect(`${advice}: ${why}`).toBe(expected);
});
