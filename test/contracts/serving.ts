import { describe, expect, test } from 'vitest';
import type { Call } from '../../src/ports.ts';
import type { Serving, ServingOrder, ServingState } from '../../src/ports-serving.ts';
import type { Version } from '../../src/release/ids.ts';
import { until } from '../support/until.ts';
import { someRelease } from './some-release.ts';

/** What a test has to bring so that the contract can be tried on something that serves. */
export interface ServingWorld {
  readonly serving: Serving;
  /** The same, as another worker has it: they share nothing but what the other side keeps. */
  readonly again: Serving;
  /** One place where nothing is served yet. */
  readonly place: Pick<ServingOrder, 'model' | 'environment' | 'name'>;
  readonly versions: readonly [first: Version, second: Version];
  /** The other side, where there is one that keeps a version served; null where whoever loads the model follows the alias. */
  readonly server: null | {
    /** One that will never be served. */
    readonly broken: Version;
    /** How many moves really began so far, for whatever order. */
    begun(): Promise<number>;
    /** Sends an order as a worker does that dies before it hears the answer. */
    moveUnheard(order: ServingOrder): Promise<void>;
  };
  /** One that is asked and does not answer, and one that answers what nobody can read; null where nobody is asked. */
  readonly faulty: null | { silent(): Promise<Serving>; garbled(): Promise<Serving> };
}

/** What everything that serves promises. The tests are one story of one place: a move takes seconds where it is real. */
export function servingContract(kind: string, makeWorld: () => Promise<ServingWorld>): void {
  let made: Promise<ServingWorld> | undefined;
  const world = () => {
    made ??= makeWorld();
    return made;
  };
  const call = (): Call => ({ deadline: Date.now() + 20_000 });

  async function ordered(version: Version | null, from: Version | null): Promise<ServingOrder> {
    return { release: someRelease(), ...(await world()).place, version, from };
  }

  async function settled(order: ServingOrder): Promise<ServingState> {
    const { serving } = await world();
    return until(
      async () => {
        const state = await serving.state(order, call());
        return state.kind !== 'moving' && state;
      },
      { within: 120_000, every: 100 },
    );
  }

  async function served(order: ServingOrder): Promise<void> {
    expect(await settled(order)).toEqual({ kind: 'serving', version: order.version });
  }

  describe(`${kind} keeps the contract of what serves`, () => {
    test('before an order is sent, nothing is said of it', async () => {
      const { serving, server, versions } = await world();
      const order = await ordered(versions[0], null);
      expect(serving.kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(await serving.mayMove(order, call())).toEqual({ kind: 'yes' });
      if (server) expect(await serving.state(order, call())).toEqual({ kind: 'serving', version: null });
    });

    test('what is asked for is served, and one order that many send is one move', async () => {
      const { serving, again, server, versions } = await world();
      const before = await server?.begun();
      const order = await ordered(versions[0], null);
      await Promise.all([serving, again, serving].map((worker) => worker.move(order, call())));
      await served(order);
      await again.move(order, call());
      expect(await again.state(order, call())).toEqual({ kind: 'serving', version: order.version });
      if (server && before !== undefined) expect(await server.begun()).toBe(before + 1);
    });

    test('an order whose answer was never heard is carried out, and not again', async () => {
      const { serving, server, versions } = await world();
      const before = await server?.begun();
      const order = await ordered(versions[1], versions[0]);
      await (server?.moveUnheard(order) ?? serving.move(order, call()));
      await serving.move(order, call());
      await served(order);
      if (server && before !== undefined) expect(await server.begun()).toBe(before + 1);
    });

    test('a version that cannot be served leaves what is there, says so, and may be tried again', async () => {
      const { serving, again, server, versions } = await world();
      if (server === null) return;
      const before = await server.begun();
      const order = await ordered(server.broken, versions[1]);
      await serving.move(order, call());
      const state = await settled(order);
      expect(state).toMatchObject({ kind: 'failed', words: expect.stringMatching(/\w/), version: versions[1] });
      expect(await again.state(order, call())).toEqual(state);
      const other = await ordered(versions[0], versions[1]);
      expect(await serving.state(other, call())).toEqual({ kind: 'serving', version: versions[1] });
      await serving.move(order, call());
      await until(async () => (await server.begun()) === before + 2);
    });

    test('the way back is another order of the same release', async () => {
      const { serving, versions } = await world();
      const forth = await ordered(versions[1], versions[0]);
      await serving.move(forth, call());
      await served(forth);
      const back = { ...forth, version: versions[0], from: versions[1] };
      await serving.move(back, call());
      await served(back);
    });

    test('nothing can be asked for, too', async () => {
      const { serving, versions } = await world();
      const order = await ordered(null, versions[0]);
      await serving.move(order, call());
      await served(order);
    });

    test('the runs that scored with a version are told from the oldest on, all of that version and not older', async () => {
      const { serving, versions } = await world();
      const since = Date.parse('2026-03-03T00:00:00Z');
      const runs = await serving.scoredWith(await ordered(versions[0], versions[1]), versions[1], since, call());
      expect(runs.map(({ at }) => at)).toEqual(runs.map(({ at }) => at).toSorted((one, other) => one - other));
      for (const run of runs) expect([run.version, run.at >= since]).toEqual([versions[1], true]);
    });

    test('a call whose time is up asks nothing', async () => {
      const { serving, server, faulty, versions } = await world();
      const before = await server?.begun();
      const asked = everything(serving, await ordered(versions[1], null), { deadline: Date.now() - 1 });
      const late = await errorsOf(asked);
      expect(late.length > 0).toBe(faulty !== null);
      for (const error of late) expect(error).toMatchObject({ code: 'deadline_passed', retry: true });
      expect(await server?.begun()).toBe(before);
    });

    test('what nobody answers ends at its deadline, and leaves a doubt', async () => {
      const { faulty, versions } = await world();
      if (faulty === null) return;
      const deadline = Date.now() + 1_000;
      const doubts = await errorsOf(everything(await faulty.silent(), await ordered(versions[0], null), { deadline }));
      expect(doubts.length).toBeGreaterThan(0);
      for (const doubt of doubts) expect(doubt).toMatchObject({ code: 'serving_unreachable', retry: true });
      expect(Date.now() - deadline).toBeLessThan(8_000);
    });

    test('an answer that nobody can read is none', async () => {
      const { faulty, versions } = await world();
      if (faulty === null) return;
      const errors = await errorsOf(everything(await faulty.garbled(), await ordered(versions[0], null), call()));
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) expect(error).toMatchObject({ code: 'serving_answer_malformed', retry: false });
    });
  });
}

async function errorsOf(asked: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  return (await Promise.allSettled(asked)).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
}

function everything(serving: Serving, order: ServingOrder, call: Call): readonly Promise<unknown>[] {
  const version = order.version === null ? [] : [serving.scoredWith(order, order.version, 0, call)];
  return [serving.mayMove(order, call), serving.move(order, call), serving.state(order, call), ...version];
}
