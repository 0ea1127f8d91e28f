import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import { type PollDeps, poll } from '../../src/queue/poll.ts';
import type { Delivery } from '../../src/release/command.ts';
import { laneKey } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { silent } from '../fakes/log.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { fakeRegistry, fakeServer, loggedNothing, register } from '../fakes/registry.ts';
import { memoryRegistryBook } from '../fakes/registry-book.ts';
import { memoryTokens } from '../fakes/tokens.ts';
import { policyText } from '../features/support.ts';
import { freshDatabase } from '../store/fixture.ts';

/** A poller of the staging registry, whose news are handled as told; each poll is half a minute after the last. */
async function poller(handle: (delivery: Delivery) => Promise<void> = async () => {}) {
  const db = await freshDatabase();
  const time = { now: 1_790_000_000_000 };
  const clock = () => time.now;
  const server = fakeServer('staging');
  const registry = fakeRegistry('mlflow-staging', server, clock);
  const core = {
    store: redisStore(db),
    due: redisDue(db),
    posts: redisPostBook(db),
    policies: policiesOf(policyText),
    directory: fakeDirectory(emptyWorkspace(), clock),
    outsiders: nobodyOutside,
    registries: new Map([[registry.name, registry]]),
    clock,
    log: silent,
  };
  const service = releaseService(core);
  const deps: PollDeps = {
    ...core,
    book: memoryRegistryBook(),
    inbox: redisInbox(db),
    tokens: memoryTokens(),
    newId: randomUUID,
    pollMs: 30_000,
    releases: {
      ...service,
      async handle(delivery) {
        await handle(delivery);
        return service.handle(delivery);
      },
    },
  };
  return {
    ...deps,
    server,
    version: () => register(server, 'churn', { files: { 'model.bin': randomUUID() }, at: clock(), ...loggedNothing }),
    async poll() {
      time.now += 30_000;
      await poll(deps, registry);
    },
  };
}

test('rule 9: what was there at the first contact opens nothing; what came after it is found without a webhook', async () => {
  const heard: string[] = [];
  const on = await poller(async ({ request }) => void heard.push(request.kind));
  on.version();
  await on.poll();
  expect(heard).toEqual([]);
  on.version();
  on.server.models.get('churn')?.aliases.set('candidate', on.version());
  await on.poll();
  expect(heard).toEqual(['version-registered', 'version-registered', 'alias-moved']);
  await on.poll();
  expect(heard).toHaveLength(3);
});

test('rule 9: one finding that cannot be handled holds up neither the others nor the watch over what is live', async () => {
  const heard: string[] = [];
  const on = await poller(async ({ request }) => {
    if (request.kind === 'version-registered' && request.version === '2') throw new ReleaseError('registry_refused');
    heard.push(request.kind);
  });
  on.version();
  await on.poll();
  on.version();
  on.server.models.get('churn')?.aliases.set('champion', on.version());
  await on.poll();
  expect(heard).toEqual(['version-registered', 'alias-moved']);
  expect((await on.store.lane(laneKey('churn', 'staging'))).pauses).toMatchObject([{ cause: 'outside-move' }]);
  expect(await on.inbox.orphans(on.clock() + 31_000, 10)).toHaveLength(1);
});
