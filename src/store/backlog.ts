import type { Backlog, Waiting } from '../ports-meters.ts';
import { phases } from '../release/state.ts';
import { reading } from './connection.ts';
import { type Database, pipelined, textOrNull, texts } from './database.ts';
import { parseHead } from './entries.ts';

type Question = readonly [command: string, ...args: (string | number)[]];

/** Reads what waits and what there is, in one round trip. Looks and shows that are not due yet do not wait. */
export async function backlog({ redis, keys }: Database, now: number): Promise<Backlog> {
  const questions: readonly Question[] = [
    ['HMGET', keys.phases, ...phases],
    ['GET', keys.head],
    ['HGET', keys.policy, 'number'],
    ...waitingIn(keys.due('look'), now),
    ...waitingIn(keys.due('show'), now),
    ...waitingIn(keys.inbox.taken, now),
  ];
  const [counts, head, policy, ...waits] = await reading(redis, () =>
    pipelined(redis, questions, (pipeline, [command, ...args]) => pipeline.call(command, ...args)),
  );
  const found = Array.isArray(counts) ? counts : [];
  return {
    phases: new Map(phases.map((phase, at) => [phase, Number(found[at] ?? 0)])),
    entries: parseHead(textOrNull(head) ?? '').seq,
    policy: Number(textOrNull(policy) ?? 0),
    look: waiting(waits[0], waits[1]),
    show: waiting(waits[2], waits[3]),
    inbox: waiting(waits[4], waits[5]),
  };
}

function waitingIn(key: string, now: number): readonly Question[] {
  return [
    ['ZCOUNT', key, '-inf', now],
    ['ZRANGEBYSCORE', key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 1],
  ];
}

function waiting(count: unknown, first: unknown): Waiting {
  const score = (Array.isArray(first) ? texts(first.flat()) : []).at(-1);
  return { count: Number(count), oldest: score === undefined ? null : Number(score) };
}
