import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ReleaseError } from '../../src/errors.ts';
import type { Call } from '../../src/ports.ts';
import type { Trainer, TrainingOrder, TrainingRef, TrainingState } from '../../src/ports-trainers.ts';
import { Version } from '../../src/release/ids.ts';
import { until } from '../support/until.ts';

/** How a training goes. `goes-on` lasts until it is cancelled or let end. */
export type Play = 'ends-well' | 'fails' | 'goes-on';

/** What a trainer's test has to bring so that the contract can be tried on it. */
export interface TrainerWorld {
  readonly trainer: Trainer;
  /** The same, as another worker has it: they share nothing but what the trainer keeps outside of the process. */
  readonly again: Trainer;
  /** A new order that will be trained like that. */
  order(play: Play): Promise<TrainingOrder>;
  /** Lets a training that goes on end well. */
  letEnd(order: TrainingOrder): Promise<void>;
  /** How often this order has really been trained so far. */
  trained(order: TrainingOrder): Promise<number>;
  /** Starts it as a worker does that dies before it hears the answer, or whose answer gets lost. */
  startUnheard(order: TrainingOrder): Promise<void>;
  /** Makes the other side forget a training. */
  forget(order: TrainingOrder, ref: TrainingRef): Promise<void>;
  /** One whose other side never answers a start. */
  silent(): Promise<Trainer>;
  /** One whose other side answers what nobody can read about this training. */
  garbled(order: TrainingOrder): Promise<{ readonly trainer: Trainer; readonly ref: TrainingRef }>;
  /** Whether the other side itself takes an order only once; where it does not, the lease of the step keeps two workers apart. */
  readonly once: 'for-all-workers' | 'for-one-worker';
  /** What the trainer passes on. `words`: what a training that fails says of itself. */
  readonly tells: {
    readonly log: boolean;
    readonly words: string | null;
    readonly registered: readonly Version[] | null;
  };
}

/** A line that trainings which end well print, where the trainer has their log. */
export const printedLine = 'trained: 模型 "naïve" ✓ 😀';

const ends: readonly TrainingState['kind'][] = ['succeeded', 'failed', 'cancelled', 'lost'];

/** What every trainer promises. */
export function trainerContract(kind: string, makeWorld: () => Promise<TrainerWorld>): void {
  let made: Promise<TrainerWorld> | undefined;
  const world = () => {
    made ??= makeWorld();
    return made;
  };
  const call = (): Call => ({ deadline: Date.now() + 20_000 });

  async function started(play: Play) {
    const { trainer, order: ordered } = await world();
    const order = await ordered(play);
    return { order, ref: (await trainer.start(order, call())).ref };
  }

  async function seen(ref: TrainingRef, ...kinds: readonly TrainingState['kind'][]): Promise<TrainingState> {
    const { trainer } = await world();
    const awaited = [...kinds, ...ends];
    const state = await until(
      async () => {
        const now = await trainer.look(ref, call());
        return awaited.includes(now.kind) && now;
      },
      { within: 30_000 },
    );
    expect(kinds).toContain(state.kind);
    return state;
  }

  describe(`${kind} keeps the trainer's contract`, () => {
    test('an order that was never started is not found', async () => {
      const { trainer, order } = await world();
      expect(trainer.kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(await trainer.find(await order('ends-well'), call())).toBeNull();
    });

    test('it starts once for many calls', async () => {
      const { trainer, again, order: ordered, trained } = await world();
      const order = await ordered('ends-well');
      const first = await trainer.start(order, call());
      expect(first.already).toBe(false);
      expect(await trainer.start(order, call())).toEqual({ ref: first.ref, already: true });
      expect(await again.start(order, call())).toEqual({ ref: first.ref, already: true });
      expect(await again.find(order, call())).toBe(first.ref);
      await seen(first.ref, 'succeeded');
      expect(await trainer.start(order, call())).toEqual({ ref: first.ref, already: true });
      expect(await trained(order)).toBe(1);
    });

    test('it starts once for many calls at one time', async () => {
      const { trainer, again, once, order: ordered, trained } = await world();
      const order = await ordered('ends-well');
      const workers = once === 'for-all-workers' ? [trainer, again, trainer, again] : [trainer, trainer, trainer];
      const answers = await Promise.all(workers.map((worker) => worker.start(order, call())));
      const [ref = ''] = new Set(answers.map((answer) => answer.ref));
      expect(answers.map((answer) => answer.ref)).toEqual(answers.map(() => ref));
      expect(answers.filter(({ already }) => !already)).toHaveLength(1);
      await seen(ref, 'succeeded');
      expect(await trained(order)).toBe(1);
    });

    test('one whose answer was never heard is found, and not started again', async () => {
      const { trainer, order: ordered, startUnheard, trained, letEnd } = await world();
      const order = await ordered('goes-on');
      await startUnheard(order);
      const ref = await until(() => trainer.find(order, call()), { within: 30_000 });
      expect(await trainer.start(order, call())).toEqual({ ref, already: true });
      await seen(ref, 'running');
      await letEnd(order);
      await seen(ref, 'succeeded');
      expect(await trained(order)).toBe(1);
    });

    test('it goes on until it has ended well, for every worker', async () => {
      const { trainer, again, letEnd } = await world();
      const { order, ref } = await started('goes-on');
      await seen(ref, 'running');
      expect((await again.look(ref, call())).kind).toBe('running');
      await letEnd(order);
      const state = await seen(ref, 'succeeded');
      expect(await trainer.look(ref, call())).toEqual(state);
      expect(await again.look(ref, call())).toEqual(state);
    });

    test('one that fails says so each time', async () => {
      const { trainer, tells } = await world();
      const { ref } = await started('fails');
      const state = await seen(ref, 'failed');
      expect(state).toMatchObject({ words: expect.stringContaining(tells.words ?? '') });
      expect(state).toMatchObject({ words: expect.stringMatching(/\w/) });
      expect(await trainer.look(ref, call())).toEqual(state);
    });

    test('it is cancelled, also when asked twice, and is not started by asking again', async () => {
      const { trainer, again, trained } = await world();
      const { order, ref } = await started('goes-on');
      await seen(ref, 'running');
      await trainer.cancel(ref, call());
      await again.cancel(ref, call());
      await seen(ref, 'cancelled');
      await trainer.cancel(ref, call());
      expect((await trainer.look(ref, call())).kind).toBe('cancelled');
      expect(await trainer.start(order, call())).toEqual({ ref, already: true });
      expect(await trained(order)).toBeLessThanOrEqual(1);
    });

    test('cancelling what has ended changes nothing', async () => {
      const { trainer } = await world();
      const { ref } = await started('ends-well');
      const state = await seen(ref, 'succeeded');
      await trainer.cancel(ref, call());
      expect(await trainer.look(ref, call())).toEqual(state);
    });

    test('another attempt is another training', async () => {
      const { trainer, trained } = await world();
      const { order, ref } = await started('fails');
      await seen(ref, 'failed');
      const next = { ...order, attempt: order.attempt + 1 };
      expect(await trainer.find(next, call())).toBeNull();
      const second = await trainer.start(next, call());
      expect(second.already).toBe(false);
      expect(second.ref).not.toBe(ref);
      await seen(second.ref, 'failed', 'succeeded');
      expect([await trained(order), await trained(next)]).toEqual([1, 1]);
      expect(await trainer.find(order, call())).toBe(ref);
    });

    test('a validation of the same release is another order, and so is one of another version', async () => {
      const { trainer, again, order: ordered, trained } = await world();
      const order = await ordered('ends-well');
      const training = await trainer.start(order, call());
      const check: TrainingOrder = { ...order, purpose: 'validate', version: Version.parse('7') };
      expect(await trainer.find(check, call())).toBeNull();
      const started = await trainer.start(check, call());
      expect(started.already).toBe(false);
      expect(started.ref).not.toBe(training.ref);
      expect(await again.find(check, call())).toBe(started.ref);
      expect(await again.find(order, call())).toBe(training.ref);
      expect(await trainer.find({ ...check, version: Version.parse('8') }, call())).toBeNull();
      expect(await trainer.start(check, call())).toEqual({ ref: started.ref, already: true });
      await seen(started.ref, 'succeeded');
      await seen(training.ref, 'succeeded');
      expect(await trained(order)).toBeGreaterThan(0);
    });

    test('one that the other side no longer knows is lost', async () => {
      const { trainer, forget } = await world();
      const { order, ref } = await started('ends-well');
      await seen(ref, 'succeeded');
      await forget(order, ref);
      expect(await trainer.look(ref, call())).toMatchObject({ kind: 'lost', words: expect.stringMatching(/\w/) });
      await trainer.cancel(ref, call());
    });

    test('its log is what it printed', async () => {
      const { trainer, tells } = await world();
      const { ref } = await started('ends-well');
      await seen(ref, 'succeeded');
      const log = await trainer.log(ref, call());
      expect(log !== null).toBe(tells.log);
      if (log === null) return;
      expect(log.name).toMatch(/^[\w.-]+$/);
      expect(await text(log.content)).toContain(printedLine);
    });

    test('it says which versions it registered, or that it does not say', async () => {
      const { trainer, tells } = await world();
      const { ref } = await started('ends-well');
      await seen(ref, 'succeeded');
      expect(await trainer.registered(ref, call())).toEqual(tells.registered);
    });

    test('a call whose time is up asks nothing', async () => {
      const { trainer, order: ordered, trained } = await world();
      const order = await ordered('ends-well');
      const late = { deadline: Date.now() - 1 };
      const tooLate = { code: 'deadline_passed', retry: true };
      await expect(trainer.start(order, late)).rejects.toMatchObject(tooLate);
      await expect(trainer.find(order, late)).rejects.toMatchObject(tooLate);
      expect(await trainer.find(order, call())).toBeNull();
      expect(await trained(order)).toBe(0);
      const { ref } = await started('ends-well');
      await expect(trainer.look(ref, late)).rejects.toMatchObject(tooLate);
      await expect(trainer.cancel(ref, late)).rejects.toMatchObject(tooLate);
      await seen(ref, 'succeeded');
    });

    test('a start that nobody answers ends at its deadline', async () => {
      const { silent, order } = await world();
      const deadline = Date.now() + 1_500;
      const outcome = await (await silent()).start(await order('ends-well'), { deadline }).catch((error) => error);
      expect(outcome).toBeInstanceOf(ReleaseError);
      expect(outcome).toMatchObject({ retry: true });
      expect(Date.now() - deadline).toBeLessThan(8_000);
    });

    test('an answer that nobody can read is no state', async () => {
      const { garbled } = await world();
      const { order } = await started('ends-well');
      const { trainer, ref } = await garbled(order);
      await expect(trainer.look(ref, call())).rejects.toMatchObject({ code: 'trainer_answer_malformed', retry: false });
    });
  });
}
