import { expect, test } from 'vitest';
import { mineIn } from '../../src/queue/mine.ts';
import { dueHere } from '../../src/queue/pump.ts';
import { StreamId } from '../../src/release/event.ts';
import { CommandId, type LaneKey, laneKey, type ReleaseId } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisStore } from '../../src/store/store.ts';
import { policiesOf } from '../fakes/policies.ts';
import { policyText } from '../features/support.ts';
import { byPat, id, opened, rejected } from '../store/events.ts';
import { freshDatabase } from '../store/fixture.ts';

const at = 1_790_000_000_000;

async function world() {
  const db = await freshDatabase();
  const [store, due] = [redisStore(db), redisDue(db)];
  const time = { now: at };
  let reads = 0;
  async function write(
    n: number,
    events: Parameters<typeof store.append>[0]['appends'][number]['events'],
    expected: number,
  ) {
    const command = CommandId.parse(`c-${n}-${expected}`);
    const appends = [{ stream: releaseStream(id(n)), expected, events }];
    await store.append({ command, by: byPat, at, policy: 1, basedOn: [], appends });
  }
  const counting = {
    releases(ids: readonly ReleaseId[]) {
      reads += ids.length;
      return store.releases(ids);
    },
  };
  const deps = { store: counting, policies: policiesOf(policyText), clock: () => time.now };
  return {
    due,
    time,
    reads: () => reads,
    limited: (...environments: readonly string[]) => mineIn(environments, deps),
    open: (n: number, lane: LaneKey) => write(n, [opened(n, lane)], 0),
    reject: (n: number) => write(n, [rejected], 1),
  };
}

const stream = (text: string) => StreamId.parse(text);
const staging = laneKey('churn', 'staging');
const production = laneKey('churn', 'production');

test('a release is its environment’s, and so is what is told of it; a model goes wherever its path leads', async () => {
  const on = await world();
  await on.open(1, staging);
  await on.open(2, production);
  const releases = [releaseStream(id(1)), releaseStream(id(2))];
  const told = ['lane:churn/staging', 'lane:churn/production', 'env:staging', 'model:churn', 'model:gone', 'policy'];
  const all = [...releases, ...told.map(stream)];
  const everybody = ['model:churn', 'model:gone', 'policy'];
  expect(await on.limited('staging')('show', all)).toEqual([id(1), 'lane:churn/staging', 'env:staging', ...everybody]);
  expect(await on.limited('production')('show', all)).toEqual([id(2), 'lane:churn/production', ...everybody]);
  expect(await on.limited('elsewhere')('look', releases)).toEqual([]);
  expect(await on.limited('staging', 'production')('look', releases)).toEqual(releases);
});

test('a rejection is written to its version by those who may write where it came from', async () => {
  const on = await world();
  await on.open(1, production);
  const [from, to] = [on.limited('staging'), on.limited('production')];
  const release = [releaseStream(id(1))];
  expect([await from('look', release), await to('look', release)]).toEqual([[], release]);
  await on.reject(1);
  on.time.now += 2_000;
  expect([await from('look', release), await to('look', release)]).toEqual([release, []]);
  expect([await from('show', release), await to('show', release)]).toEqual([[], release]);
});

test('what others leave undone for days keeps nobody from what is theirs, and is not read again and again', async () => {
  const on = await world();
  for (let n = 1; n <= 220; n++) await on.open(n, laneKey('churn', 'dev'));
  for (let n = 221; n <= 225; n++) await on.open(n, staging);
  for (let n = 1; n <= 225; n++) await on.due.wake('look', releaseStream(id(n)), at - 1_000 + n);
  const mine = on.limited('staging');
  const ours = () => dueHere(on.due, 'look', mine, at);
  expect(await ours()).toEqual(Array.from({ length: 5 }, (_, index) => id(221 + index)));
  const reads = on.reads();
  on.time.now += 1_000;
  expect(await ours()).toHaveLength(5);
  expect(on.reads() - reads).toBe(0);
});
