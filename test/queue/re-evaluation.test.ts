import { expect, test } from 'vitest';
import { reEvaluationTelling } from '../../src/queue/re-evaluation.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import { reEvaluationPost } from '../../src/release/re-evaluation.ts';
import { recordingNotifier } from '../fakes/notifier.ts';
import { id, lane, liveVersion, policy } from '../release/scene.ts';
import { people } from '../world/policy.ts';
import { start } from '../world/world.ts';
import { minute, trainingStage } from './training.ts';

const day = 24 * 60 * minute;
const live = { ...liveVersion(14, id(14)), since: 0 };
const monthly = { ...policy, reevaluateMs: 30 * day };

test.each<[what: string, Partial<LanePolicy>, Partial<LaneState>, number, string | null]>([
  ['not yet due', {}, {}, 29 * day, null],
  ['due', {}, {}, 31 * day, ':1'],
  ['due again', {}, {}, 61 * day, ':2'],
  ['asked by nobody', { reevaluateMs: null }, {}, 99 * day, null],
  ['nothing live', {}, { live: null }, 99 * day, null],
])('%s', (_, over, state, now, key) => {
  const post = reEvaluationPost({ ...monthly, ...over }, lane({ live, ...state }), now);
  expect(post?.key.slice(post.key.lastIndexOf(':')) ?? null).toBe(key);
});

test('the channel is asked once a period, whichever worker asks, and not while something newer is asked for', async () => {
  const it = await trainingStage({}, undefined, (one) => ({ ...one, reevaluateMs: 30 * day }));
  await it.live(0.9);
  const { notifier, heard } = recordingNotifier(it.world.memory);
  const workers = [start(it.world), start(it.world)].map(({ deps }) => {
    const tell = reEvaluationTelling(notifier);
    return () => tell(deps);
  });
  const tell = () => Promise.all(workers.map((worker) => worker()));
  await tell();
  expect([...heard.daily]).toEqual([]);
  await it.pass(31 * day);
  await tell();
  await tell();
  expect([...heard.daily.values()].map(({ channel }) => channel)).toEqual(['C0PROD']);
  const words = JSON.stringify([...heard.daily.values()]);
  expect(words).toContain('v1 has been live for ');
  expect(words).toContain('retrain ');
  await it.pass(30 * day);
  await it.ask(people.own, { kind: 'retrain', model: 'churn', environment: 'production', reason: 'it is time' });
  await tell();
  expect(heard.daily.size).toBe(1);
});
