import { expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { Reply } from '../../src/ports-releases.ts';
import { takeUpOrphans } from '../../src/queue/orphans.ts';
import type { Delivery } from '../../src/release/command.ts';
import { CommandId } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { silent } from '../fakes/log.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { policyText } from '../features/support.ts';
import { byPat } from '../store/events.ts';
import { freshDatabase } from '../store/fixture.ts';

const took = 1_790_000_000_000;
const noted: Reply = { outcome: { kind: 'answer', answer: { kind: 'noted' } }, release: null, card: null };

function asked(name: string): Delivery {
  const request = { kind: 'resume', scope: 'churn', reason: null } as const;
  return { id: CommandId.parse(name), at: took, by: byPat, where: 'C0PROD', request };
}

/** A worker that finds these deliveries, a minute after their process died. */
async function worker(names: readonly string[]) {
  const db = await freshDatabase();
  const clock = () => took + 60_000;
  const inbox = redisInbox(db);
  const answered: string[] = [];
  const lines: object[] = [];
  for (const name of names) await inbox.take(asked(name));
  const service = releaseService({
    store: redisStore(db),
    due: redisDue(db),
    posts: redisPostBook(db),
    policies: policiesOf(policyText),
    directory: fakeDirectory(emptyWorkspace(), clock),
    outsiders: nobodyOutside,
    registries: new Map(),
    clock,
    log: silent,
  });
  const handle = async ({ id }: Delivery) => {
    if (id.startsWith('down')) throw new ReleaseError('registry_unreachable');
    if (id.startsWith('elsewhere')) throw new ReleaseError('environment_elsewhere');
    return noted;
  };
  const answer = async ({ id }: Delivery) => {
    if (id.startsWith('unheard')) throw new ReleaseError('slack_unreachable');
    answered.push(id);
  };
  const log = { ...silent, warn: (data: object) => void lines.push(data) };
  const left = new Set<CommandId>();
  return { inbox, clock, answered, lines, releases: { ...service, handle }, notifier: { answer }, log, left };
}

test('rule 9: who asked hears it from a worker when the process that was asked died, and only once', async () => {
  const on = await worker(['one', 'two']);
  await Promise.all([takeUpOrphans(on), takeUpOrphans(on)]);
  await takeUpOrphans({ ...on, clock: () => took + 120_000 });
  expect(on.answered.sort()).toEqual(['one', 'two']);
  expect(await on.inbox.oldest()).toBeNull();
});

test('rule 13: one that cannot be finished yet is found again, holds up no other, and each is named in the log', async () => {
  const on = await worker(['down-1', 'down-2', 'one', 'unheard']);
  await takeUpOrphans(on);
  expect(on.answered).toEqual(['one']);
  expect(on.lines.map((line) => ('command' in line ? line.command : null)).sort()).toEqual([
    'down-1',
    'down-2',
    'unheard',
  ]);
  const left = await on.inbox.orphans(took + 120_000, 10);
  expect(left.map(({ id }) => id).sort()).toEqual(['down-1', 'down-2']);
});

test('one that this process has no login for is given back at once, and then kept out of the way of what it can do', async () => {
  const on = await worker(['elsewhere', 'one']);
  const orphans = (after: number) => on.inbox.orphans(took + after, 10);
  await takeUpOrphans(on);
  expect(on.answered).toEqual(['one']);
  expect(await orphans(31_000)).toEqual([asked('elsewhere')]);
  await takeUpOrphans({ ...on, clock: () => took + 120_000 });
  expect(on.lines).toHaveLength(1);
  expect(await orphans(91_000)).toEqual([]);
  expect(await orphans(121_000)).toEqual([asked('elsewhere')]);
});
