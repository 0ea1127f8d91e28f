import type { Clock, Log } from '../../src/ports.ts';
import type { Bucket, Tokens } from '../../src/ports-store.ts';
import { type SlackFailure, slackFailure } from '../slack-failure.ts';

/** What came of a call: its answer, a definite no, come back later, or nobody knows whether it was carried out. */
export type Called<T> =
  | { readonly kind: 'done'; readonly answer: T }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'unknown'; readonly at: number };

/** Slack's methods that the notifier calls, with the tokens of each: capacity, and how many come back a second. */
const rates = {
  'chat.postMessage': { capacity: 20, perSecond: 4 },
  'chat.update': { capacity: 10, perSecond: 50 / 60 },
  'conversations.history': { capacity: 10, perSecond: 50 / 60 },
  'conversations.replies': { capacity: 10, perSecond: 50 / 60 },
  'conversations.join': { capacity: 10, perSecond: 50 / 60 },
  'conversations.info': { capacity: 10, perSecond: 50 / 60 },
  'conversations.members': { capacity: 10, perSecond: 100 / 60 },
  'users.info': { capacity: 40, perSecond: 1 },
  'files.getUploadURLExternal': { capacity: 10, perSecond: 100 / 60 },
  'files.completeUploadExternal': { capacity: 10, perSecond: 100 / 60 },
} as const;

export type Method = keyof typeof rates;

/** Whether somebody has to see it at once, or it only tells how far things are. */
export type Haste = 'now' | 'can-wait';

/** Calls Slack once, within all limits that the app has in common, and never waits. What can wait leaves half of the method's tokens to the rest. */
export type CallSlack = <T>(
  method: Method,
  own: readonly Bucket[],
  run: () => Promise<T>,
  haste?: Haste,
) => Promise<Called<T>>;

/** How long to wait after a call of which nobody knows whether it was carried out. */
const afterUnknownMs = 5_000;

/** Those who wait for one token come back apart: at the same millisecond it would always be the same one who loses. */
const apartMs: Readonly<Record<Haste, number>> = { now: 200, 'can-wait': 2_000 };

export function slackCalls(tokens: Tokens, clock: Clock, log: Log): CallSlack {
  return async (method, own, run, haste = 'now') => {
    const buckets = [...own, methodBucket(method, haste)];
    const wait = await tokens.takeAll(buckets, clock());
    if (wait > 0) return { kind: 'later', at: clock() + wait + Math.floor(Math.random() * apartMs[haste]) };
    try {
      return { kind: 'done', answer: await run() };
    } catch (error) {
      const failure = slackFailure(error);
      log.warn({ method, failure }, 'Slack call failed');
      return becameOf(failure, buckets, clock());
    }
  };

  async function becameOf(failure: SlackFailure, buckets: readonly Bucket[], now: number): Promise<Called<never>> {
    if (failure.kind === 'refused') return failure;
    if (failure.kind === 'unknown') return { kind: 'unknown', at: now + afterUnknownMs };
    await Promise.all(buckets.map(({ name }) => tokens.block(name, now + failure.waitMs)));
    return { kind: 'later', at: now + failure.waitMs };
  }
}

function methodBucket(method: Method, haste: Haste): Bucket {
  const bucket = { name: `slack:${method}`, ...rates[method] };
  return haste === 'now' ? bucket : { ...bucket, leave: bucket.capacity / 2 };
}

/** Who posts where a channel is busy: cards, then what a thread asks of somebody, then its other lines, then what is only noted. */
export type Turn = 'first' | 'asking' | 'in-thread' | 'noted';

const turns = {
  first: { rank: 0 },
  asking: { rank: 1 },
  'in-thread': { rank: 2, politeMs: 300 },
  noted: { rank: 2, politeMs: 600 },
} as const satisfies Record<Turn, Pick<Bucket, 'rank' | 'politeMs'>>;

/** One message a second in a channel. */
export function channelBucket(channel: string, turn: Turn): Bucket {
  return { name: `slack:channel:${channel}`, capacity: 1, perSecond: 1, ...turns[turn] };
}

/** One edit of a message every three seconds. */
export function editBucket(channel: string, ts: string): Bucket {
  return { name: `slack:edit:${channel}:${ts}`, capacity: 1, perSecond: 1 / 3 };
}
