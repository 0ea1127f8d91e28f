import { nobody } from '../blocks/leaves.ts';
import type { Message } from '../blocks/message.ts';
import { notWrittenDown, replyMessage, sentence } from '../blocks/replies.ts';
import { ReleaseError } from '../src/errors.ts';
import type { Delivery, Request } from '../src/release/command.ts';
import { line } from '../src/release/view-words.ts';
import { deliveryOf, type Origin } from './deliveries.ts';
import type { HandlerDeps } from './deps.ts';
import { peopleIn } from './people.ts';

/** How one kind of interaction is acknowledged and answered. */
export interface Exchange {
  readonly origin: Origin;
  /** Tells Slack that we have it. */
  ack(): Promise<void>;
  /** Acknowledges with a sentence, because the request could not be written down. */
  refuse(words: string): Promise<void>;
  /** Answers the person privately; `channel` is where the card is. */
  say(message: Message, channel: string | null): Promise<void>;
  /** A reason not to carry it out that only the edge can see; asked after it is acknowledged. */
  unfit?(request: Request): Promise<string | null>;
}

const notSure =
  'My database went away while I wrote this down, so it may or may not count. Look at the card or at status before you try again.';
const later = 'This is written down. I cannot finish it now and will as soon as I can: ';

const broken = 'Something in me broke. A platform owner finds it in the log.';

/** Stores a request, acknowledges it, carries it out and answers: once, however often Slack delivers it. */
export async function carryOut(deps: HandlerDeps, exchange: Exchange, request: Request): Promise<void> {
  const delivery = deliveryOf(exchange.origin, request, deps.clock());
  const claim = await taken(deps, delivery);
  if (claim.kind === 'lost') return exchange.refuse(claim.words);
  await exchange.ack();
  if (claim.kind === 'seen') return;
  const { message, channel } = await handled(deps, exchange, delivery);
  await exchange.say(message, channel);
}

/** A plain sentence of ours as a message. */
export function words(text: string): Message {
  return sentence(line(text), nobody);
}

type Claim = { readonly kind: 'ours' } | { readonly kind: 'seen' } | { readonly kind: 'lost'; readonly words: string };

async function taken({ inbox, log }: HandlerDeps, delivery: Delivery): Promise<Claim> {
  try {
    return { kind: await inbox.take(delivery) };
  } catch (error) {
    log.error({ delivery: delivery.id, error }, 'Request could not be stored');
    const unknown = error instanceof ReleaseError && error.code === 'store_outcome_unknown';
    return { kind: 'lost', words: unknown ? notSure : notWrittenDown };
  }
}

interface Answered {
  readonly message: Message;
  readonly channel: string | null;
}

/** What could not be finished stays in the inbox, is taken up by a worker, and answered then. */
async function handled(deps: HandlerDeps, exchange: Exchange, delivery: Delivery): Promise<Answered> {
  try {
    const unfit = (await exchange.unfit?.(delivery.request)) ?? null;
    return unfit === null ? await carriedOut(deps, delivery) : await turnedAway(deps, delivery, unfit);
  } catch (error) {
    deps.log.error({ delivery: delivery.id, error }, 'Request is stored and will be handled later');
    return { message: words(`${later}${replyTo(error)}`), channel: null };
  }
}

async function carriedOut({ releases, inbox, directory }: HandlerDeps, delivery: Delivery): Promise<Answered> {
  const reply = await releases.handle(delivery);
  await inbox.done(delivery.id);
  return {
    message: replyMessage(reply, await peopleIn(directory, reply.outcome)),
    channel: reply.card?.channel ?? reply.release?.channel ?? null,
  };
}

async function turnedAway({ inbox }: HandlerDeps, { id }: Delivery, unfit: string): Promise<Answered> {
  await inbox.done(id);
  return { message: words(unfit), channel: null };
}

/** What a person reads of something that went wrong, a bug included: silence would say that all is well. */
export function replyTo(error: unknown): string {
  return error instanceof ReleaseError ? error.reply : broken;
}
