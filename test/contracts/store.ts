import { describe, expect, test } from 'vitest';
import type { Batch, Due, Inbox, Store } from '../../src/ports-store.ts';
import type { Delivery } from '../../src/release/command.ts';
import type { Event } from '../../src/release/event.ts';
import { CommandId } from '../../src/release/ids.ts';
import { laneStream, releaseStream } from '../../src/release/stream.ts';
import { after, mapped, minute, scene, start, take } from '../release/incident/scene.ts';
import {
  by,
  completed,
  evidence,
  gathered,
  id,
  live,
  opened,
  policy,
  started,
  upTo,
  v,
  yes,
} from '../release/scene.ts';
import { people } from '../world/policy.ts';

export interface StoreWorld {
  readonly store: Store;
  readonly due: Due;
  readonly inbox: Inbox;
}

const stream = releaseStream(id(14));
const rejected: Event = { kind: 'rejected', v: 1, reason: 'recall' };
let commands = 0;

function batch(events: readonly Event[], expected: number, over: Partial<Batch> = {}): Batch {
  commands += 1;
  const command = CommandId.parse(`contract-${commands}`);
  return {
    command,
    by: by(people.own),
    at: 1_000,
    policy: 1,
    appends: [{ stream, expected, events }],
    basedOn: [],
    ...over,
  };
}

function delivery(name: string, at: number): Delivery {
  return { id: CommandId.parse(name), at, by: by(people.bob), where: null, request: { kind: 'stop', release: id(14) } };
}

/** What every store, due set and inbox promises, the fake ones as the real. */
export function storeContract(kind: string, world: () => Promise<StoreWorld>): void {
  describe(`${kind} keeps the store's contract`, () => {
    test('all streams or none', async () => {
      const { store } = await world();
      const other = { stream: releaseStream(id(15)), expected: 1, events: [rejected] };
      const both = batch([], 0, { appends: [{ stream, expected: 0, events: [opened()] }, other] });
      expect(await store.append(both)).toEqual({ kind: 'conflict' });
      expect(await store.load(stream)).toEqual([]);
      expect(await store.chainHead()).toMatchObject({ seq: 0 });
    });

    test('entries are numbered, chained and found again by the hash of their number', async () => {
      const { store } = await world();
      await store.append(batch([opened(), gathered()], 0));
      await store.append(batch([yes], 2));
      const entries = await store.load(stream);
      expect(entries.map(({ seq, index }) => [seq, index])).toEqual([
        [1, 0],
        [2, 1],
        [3, 2],
      ]);
      expect(new Set(entries.map(({ prev }) => prev)).size).toBe(3);
      const { seq, hash } = await store.chainHead();
      expect(await store.hasEntry(seq, hash)).toBe(true);
      expect(await store.hasEntry(seq, evidence)).toBe(false);
      expect(await store.hasEntry(seq + 1, hash)).toBe(false);
    });

    test('rule 4: a command writes once, whatever it expects later', async () => {
      const { store } = await world();
      const first = batch([opened()], 0);
      const result = await store.append(first);
      const entries = result.kind === 'appended' ? result.entries : [];
      expect(await store.append({ ...first, appends: [{ stream, expected: 7, events: [rejected] }] })).toEqual({
        kind: 'already',
        entries,
      });
      expect(await store.wrote(first.command)).toEqual(entries);
      expect(await store.wrote(CommandId.parse('nobody'))).toBeNull();
    });

    test('a stream or a lane that moved on is a conflict', async () => {
      const { store } = await world();
      const { rev } = await store.lane(policy.lane);
      await store.append(batch([opened()], 0));
      expect(await store.append(batch([gathered()], 0))).toEqual({ kind: 'conflict' });
      expect(await store.append(batch([gathered()], 1, { basedOn: [{ lane: policy.lane, rev }] }))).toEqual({
        kind: 'conflict',
      });
    });

    test('time never runs backwards', async () => {
      const { store } = await world();
      await store.append(batch([opened()], 0, { at: 5_000 }));
      await store.append(batch([gathered()], 1, { at: 4_000 }));
      expect((await store.load(stream)).map(({ at }) => at)).toEqual([5_000, 5_000]);
    });

    test('release, lane, history and due times follow from the append', async () => {
      const { store, due } = await world();
      await store.append(batch([opened()], 0));
      expect(await store.release(id(14))).toMatchObject({ phase: 'gathering', length: 1, lastAt: 1_000 });
      expect((await store.lane(policy.lane)).open).toMatchObject([{ release: id(14), phase: 'gathering' }]);
      expect(await store.history(policy.lane, 5)).toEqual([id(14)]);
      expect(await due.due('look', 1_000, 5)).toEqual([stream]);
      await store.append(batch([rejected], 1));
      expect(await due.at('look', stream)).toBe(1_000);
      await store.append(batch([{ kind: 'told-registry', v: 1 }], 2));
      expect(await due.at('look', stream)).toBeNull();
      expect(await due.at('show', stream)).toBe(1_000);
    });

    test('freeing a lane makes the next waiting release due', async () => {
      const { store, due } = await world();
      const next = releaseStream(id(15));
      const approved = [gathered(), yes, { ...yes, groups: ['platform'] }, completed];
      await store.append(batch([opened(), ...approved, started()], 0));
      await store.append(
        batch([], 0, { appends: [{ stream: next, expected: 0, events: [opened({ release: id(15) }), ...approved] }] }),
      );
      await due.looked('look', next, 5, 9_000_000);
      const stopped: Event = { kind: 'stopped', v: 1, liveTouched: false, live: null, handedTo: null };
      await store.append(batch([stopped], 6, { at: 2_000 }));
      expect(await due.due('look', 2_000, 5)).toContain(next);
    });

    test('an incident wants the look that its event says, guards its lane, and is looked at when another version goes live', async () => {
      const { store, due } = await world();
      const before = await store.lane(policy.lane);
      const decision = take(scene({ lane: before }), [mapped()]);
      const [first] = decision.kind === 'accepted' ? decision.appends : [];
      if (first === undefined) throw new Error('nothing opened');
      const basedOn = [{ lane: policy.lane, rev: before.rev }];
      const append = batch([], 0, { basedOn, appends: [{ ...first, expected: 0 }] });
      expect(await store.append(append)).toMatchObject({ kind: 'appended' });
      expect(await due.at('look', first.stream)).toBe(start + 15 * minute);
      expect(await store.lane(policy.lane)).toMatchObject({ incidents: [{ of: 'errors', phase: 'open' }] });
      expect(await store.append(batch([opened()], 0, { basedOn }))).toEqual({ kind: 'conflict' });
      const moved: Event = { kind: 'moved-outside', v: 1, alias: 'champion', from: null, to: v(9) };
      const outside = { stream: laneStream(policy.lane), expected: 0, events: [moved] };
      await store.append(batch([], 0, { at: 5_000, appends: [outside] }));
      expect(await due.at('look', first.stream)).toBe(5_000);
    });

    test('incidents of a lane are listed newest first, and its past has those that were open then', async () => {
      const { store } = await world();
      const facts = scene({ lane: await store.lane(policy.lane) });
      const decision = take(facts, [mapped(), { ...mapped({ key: 'slow' }), of: 'latency' }]);
      if (decision.kind === 'refused') throw new Error(decision.refusal.kind);
      const appends = decision.appends.map((one) => ({ ...one, expected: 0 }));
      await store.append(batch([], 0, { at: 5_000, appends }));
      const opened = decision.appends.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === 'incident-opened' ? [event.incident] : [])),
      );
      expect(opened).toHaveLength(2);
      expect(await store.incidents(policy.lane, 5)).toEqual(opened.toReversed());
      expect(await store.incidents(policy.lane, 1)).toEqual(opened.slice(1));
      expect((await store.laneAt(policy.lane, 4_999)).incidents).toEqual([]);
      expect(await store.laneAt(policy.lane, 5_000)).toEqual(await store.lane(policy.lane));
      expect((await store.laneAt(policy.lane, 5_000)).incidents).toHaveLength(2);
    });

    test('a watched release is looked at when what was wrong is over', async () => {
      const { store, due } = await world();
      const watching = [
        opened(),
        gathered(),
        started({ to: v(14) }),
        ...upTo('confirm-champion'),
        live(v(14), 9_000_000),
      ];
      await store.append(batch(watching, 0));
      const facts = { ...scene({ lane: await store.lane(policy.lane) }), now: 2_000 };
      const messages = [[mapped({ at: 2_000 })], [mapped({ at: 2_001, state: 'resolved' })]];
      let [now, length] = [facts, 0];
      for (const message of messages) {
        expect(await due.at('look', stream)).toBe(9_000_000);
        const decision = take(now, message);
        const [told] = decision.kind === 'accepted' ? decision.appends : [];
        if (told === undefined) throw new Error('nothing told');
        await store.append(batch([], 0, { at: 3_000, appends: [{ ...told, expected: length }] }));
        [now, length] = [after(now, decision), told.events.length];
      }
      expect(await due.at('look', stream)).toBe(3_000);
    });

    test('a look clears only what it saw', async () => {
      const { store, due } = await world();
      await store.append(batch([opened()], 0));
      expect(await due.looked('look', stream, 0, null)).toBe(false);
      const seen = await due.at('look', stream);
      await due.wake('look', stream, 500);
      expect(await due.looked('look', stream, 1, null, seen)).toBe(false);
      expect(await due.looked('look', stream, 1, 7_000, 500)).toBe(true);
      expect(await due.oldest('look')).toBe(7_000);
      expect(await due.looked('look', stream, 1, null)).toBe(true);
      expect(await due.oldest('look')).toBeNull();
    });

    test('rule 9: a delivery is taken once, and found again until it is done', async () => {
      const { inbox } = await world();
      expect(await inbox.take(delivery('a', 1_000))).toBe('ours');
      expect(await inbox.take(delivery('a', 2_000))).toBe('seen');
      expect(await inbox.orphans(1_000, 5)).toEqual([]);
      expect(await inbox.orphans(2_000, 5)).toEqual([delivery('a', 1_000)]);
      expect(await inbox.orphans(2_001, 5)).toEqual([]);
      await inbox.leave(CommandId.parse('a'));
      expect(await inbox.orphans(2_001, 5)).toEqual([delivery('a', 1_000)]);
      expect(await inbox.oldest()).toBe(1_000);
      await inbox.done(CommandId.parse('a'));
      expect(await inbox.oldest()).toBeNull();
      expect(await inbox.take(delivery('a', 3_000))).toBe('seen');
    });
  });
}
