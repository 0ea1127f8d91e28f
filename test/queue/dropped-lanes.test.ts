import { expect, test } from 'vitest';
import { tellDroppedLanes } from '../../src/main/dropped-lanes.ts';
import { redisStore } from '../../src/store/store.ts';
import { emptyMemory } from '../fakes/memory.ts';
import { recordingNotifier } from '../fakes/notifier.ts';
import { policiesOf } from '../fakes/policies.ts';
import { policyText } from '../features/support.ts';
import { batch, id, opened, rejected } from '../store/events.ts';
import { freshDatabase } from '../store/fixture.ts';

test('a lane that the policy dropped while a release is open there is told to the admins, and no other', async () => {
  const store = redisStore(await freshDatabase());
  const { notifier, heard } = recordingNotifier(emptyMemory());
  const [full, dropped] = [policyText, policyText.replace('path: [staging, production]', 'path: [staging]')].map(
    policiesOf,
  );
  if (full === undefined || dropped === undefined) throw new Error('no policies');
  await tellDroppedLanes(store, dropped, notifier);
  await store.append(batch(id(1), 0, [opened(1)]));
  await tellDroppedLanes(store, full, notifier);
  expect(heard.admin.size).toBe(0);
  await tellDroppedLanes(store, dropped, notifier);
  expect([...heard.admin]).toEqual([['dropped:churn/production:1', expect.stringContaining(`${id(1)} is open there`)]]);
  await store.append(batch(id(1), 1, [rejected]));
  heard.admin.clear();
  await tellDroppedLanes(store, dropped, notifier);
  expect(heard.admin.size).toBe(0);
});
