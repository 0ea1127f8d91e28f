import { expect, test } from 'vitest';
import { lookAt } from '../../src/queue/look.ts';
import { CommandId } from '../../src/release/ids.ts';
import { autoRollback } from '../../src/release/incident/return.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { id, opened, openedRollback, registry, v } from '../release/scene.ts';
import { newWorld, start } from '../world/world.ts';

test('a rollback by rule is read at once, whatever newer candidate is being read', async () => {
  const world = newWorld();
  const { deps } = start(world);
  const newer = { version: v(14), environment: 'staging', registry: 'staging', name: 'churn' };
  const expiresAt = world.clock.now() + 3_600_000;
  const releases = [
    { by: registry, event: opened({ release: id(14), source: newer, expiresAt }) },
    { by: autoRollback, event: opened({ ...openedRollback, expiresAt }) },
  ];
  for (const { by, event } of releases) {
    const appends = [{ stream: releaseStream(event.release), expected: 0, events: [event] }];
    const command = CommandId.parse(`open:${event.release}`);
    await deps.store.append({ command, by, at: world.clock.now(), policy: 1, appends, basedOn: [] });
  }
  await lookAt(deps, id(90));
  const kinds = (await deps.store.load(releaseStream(id(90)))).map(({ event }) => event.kind);
  expect(kinds).toEqual(['opened', 'gathering-noted']);
});
