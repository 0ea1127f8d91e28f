import { expect, test } from 'vitest';
import { Version } from '../../src/release/ids.ts';
import type { ModelServer } from '../../src/serving/mlflow-serve/model-server.ts';
import { mover } from '../../src/serving/mlflow-serve/mover.ts';
import type { Kept, Order } from '../../src/serving/mlflow-serve/schema.ts';
import { someRelease } from '../contracts/some-release.ts';
import { until } from '../support/until.ts';
import { broken, first, second } from './stage.ts';

const nothing: Kept = { order: null, failed: null, live: null };
const order = (version: Version | null): Order => ({ release: someRelease(), version });

/** A mover over processes in memory: `mute` does not answer through the front. */
function setting(before: Kept = nothing, { mute = null }: { mute?: Version | null } = {}) {
  const running = new Map<Version, () => void>();
  const done: string[] = [];
  let kept = before;
  let ports = 0;
  const held = new Map<Version, () => void>();
  const hold = new Set<Version>();
  const moving = mover(
    {
      async start(version, signal) {
        done.push(`start ${version}`);
        if (hold.has(version)) await new Promise<void>((resolve) => held.set(version, resolve));
        signal.throwIfAborted();
        if (version === broken) throw new Error('v15 did not start: broken on purpose');
        return process(version);
      },
      async turn(to) {
        done.push(`turn ${to?.version ?? 'off'}`);
        if (to !== null && to.version === mute) throw new Error('it does not answer');
      },
      async end(server) {
        done.push(`end ${server.version}`);
        await server.stop();
      },
      async keep(next) {
        kept = next;
      },
    },
    before,
  );
  function process(version: Version): ModelServer {
    ports += 1;
    const { promise: ended, resolve: die } = Promise.withResolvers<void>();
    running.set(version, die);
    const stop = async () => {
      running.delete(version);
      die();
    };
    return { version, port: ports, ended, stop };
  }
  const settled = (asked: Order) => until(() => stateOf(moving.look(asked)) !== 'moving' && moving.look(asked));
  return { moving, done, running, hold, held, settled, kept: () => kept };
}

function stateOf(told: object): unknown {
  return Reflect.get(told, 'state');
}

test('the new one is started and answers before the old one ends', async () => {
  const { moving, done, settled, kept } = setting();
  const before = order(first);
  await moving.take(before);
  await settled(before);
  const next = order(second);
  const asked = moving.take(next);
  expect(moving.look(next)).toMatchObject({ state: 'moving', version: first });
  await asked;
  expect(await settled(next)).toEqual({ state: 'live', version: second });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13', 'start 14', 'turn 14', 'end 13']);
  const back = order(first);
  await moving.take(back);
  await settled(back);
  expect(done.slice(6)).toEqual(['start 13', 'turn 13', 'end 14']);
  expect(kept()).toEqual({ order: back, failed: null, live: first });
});

test('one that does not start, or not answer, leaves what was there', async () => {
  const mute = Version.parse('16');
  const { moving, done, running, settled } = setting({ ...nothing, live: first }, { mute });
  const wrong = order(broken);
  await moving.take(wrong);
  expect(await settled(wrong)).toEqual({
    state: 'failed',
    version: first,
    words: 'v15 did not start: broken on purpose',
  });
  const silent = order(mute);
  await moving.take(silent);
  expect(await settled(silent)).toEqual({ state: 'failed', version: first, words: 'it does not answer' });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13', 'start 15', 'start 16', 'turn 16', 'turn 13']);
  expect([...running.keys()]).not.toContain(mute);
});

test('an order that comes while another is carried out takes its place', async () => {
  const { moving, done, hold, held, settled } = setting();
  hold.add(first);
  const early = order(first);
  await moving.take(early);
  const release = await until(() => held.get(first));
  const late = order(second);
  await moving.take(late);
  release();
  expect(await settled(late)).toEqual({ state: 'live', version: second });
  expect(moving.look(early)).toEqual({ state: 'live', version: second });
  expect(done).toEqual(['turn off', 'start 13', 'start 14', 'turn 14']);
});

test('after a death what was live is served again first, then the last order is carried out', async () => {
  const last = order(second);
  const { done, settled } = setting({ order: last, failed: null, live: first });
  expect(await settled(last)).toEqual({ state: 'live', version: second });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13', 'start 14', 'turn 14', 'end 13']);
});

test('after a death an order that had failed is not tried again by itself', async () => {
  const last = order(broken);
  const { done, settled } = setting({ order: last, failed: 'it broke', live: first });
  expect(await settled(last)).toEqual({ state: 'failed', version: first, words: 'it broke' });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13']);
});

test('one that dies by itself is started again', async () => {
  const { moving, done, running, settled } = setting();
  const only = order(first);
  await moving.take(only);
  await settled(only);
  running.get(first)?.();
  await until(() => done.filter((what) => what === 'turn 13').length === 2);
  expect(await settled(only)).toEqual({ state: 'live', version: first });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13', 'turn off', 'start 13', 'turn 13']);
});

test('one that dies while another is being started is not put back, unless the other does not start', async () => {
  const { moving, done, running, hold, held, settled } = setting({ ...nothing, live: first });
  await until(() => running.has(first));
  hold.add(second).add(broken);
  const next = order(second);
  await moving.take(next);
  const go = await until(() => held.get(second));
  running.get(first)?.();
  await until(() => Reflect.get(moving.look(next), 'version') === null);
  go();
  expect(await settled(next)).toEqual({ state: 'live', version: second });
  expect(done).toEqual(['turn off', 'start 13', 'turn 13', 'start 14', 'turn 14']);
  const wrong = order(broken);
  await moving.take(wrong);
  const fail = await until(() => held.get(broken));
  hold.clear();
  running.get(second)?.();
  fail();
  expect(await settled(wrong)).toMatchObject({ state: 'failed', version: second });
});
