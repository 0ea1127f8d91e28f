import { misunderstoodMessage } from '../../blocks/help.ts';
import { nobody, type People } from '../../blocks/leaves.ts';
import type { Message } from '../../blocks/message.ts';
import { refusalMessage } from '../../blocks/replies.ts';
import type { Asked } from '../../src/ports-releases.ts';
import { type Exchange, replyTo, words } from '../carry-out.ts';
import { originOfCommand } from '../deliveries.ts';
import type { HandlerDeps } from '../deps.ts';
import { peopleIn } from '../people.ts';
import { respond } from '../respond.ts';
import type { TypedCommand } from '../slack-wire.ts';
import { refusalToRead } from '../standing-check.ts';
import type { Verb } from './grammar.ts';
import { type Misunderstood, misunderstoodText } from './misunderstood.ts';
import type { Parsed } from './parse.ts';

/** A slash command with its acknowledgement, which may carry the answer. */
export interface Typed {
  readonly command: TypedCommand;
  ack(answer?: Message): Promise<void>;
}

/** What one verb does with a command that was understood. */
export type OnVerb<V extends Verb> = (
  deps: HandlerDeps,
  typed: Typed,
  said: Extract<Parsed, { verb: V }>,
) => Promise<void>;

/** The exchange of a typed command: answered privately in its channel. */
export function exchangeOf(deps: HandlerDeps, typed: Typed): Exchange {
  return {
    origin: originOfCommand(typed.command),
    ack: () => typed.ack(),
    refuse: (text) => typed.ack(words(text)),
    say: (message) => sayTo(deps, typed, message),
  };
}

export function sayTo(deps: HandlerDeps, { command }: Typed, message: Message): Promise<void> {
  return respond(deps, { url: command.response_url, person: command.user_id, channel: command.channel_id }, message);
}

/** Says what was not understood, and what can be typed instead, in the acknowledgement itself. */
export function explain(deps: HandlerDeps, typed: Typed, problem: Misunderstood): Promise<void> {
  return typed.ack(misunderstoodMessage(misunderstoodText(problem, deps.command), nobody));
}

/** Answers a question: acknowledged at once, told to people of our workspace only, refusals in words. */
export async function answerQuestion<T>(
  deps: HandlerDeps,
  typed: Typed,
  ask: () => Promise<Asked<T>>,
  draw: (found: T, people: People) => Message,
): Promise<void> {
  await typed.ack();
  const stranger = await refusalToRead(deps, typed.command.user_id);
  await sayTo(deps, typed, stranger === null ? await answered(deps, ask, draw) : words(stranger));
}

async function answered<T>(
  deps: HandlerDeps,
  ask: () => Promise<Asked<T>>,
  draw: (found: T, people: People) => Message,
): Promise<Message> {
  try {
    const asked = await ask();
    if (asked.kind === 'refused') return refusalMessage(asked.refusal, await peopleIn(deps.directory, asked.refusal));
    return draw(asked.found, await peopleIn(deps.directory, asked.found));
  } catch (error) {
    deps.log.error({ error }, 'Question not answered');
    return words(replyTo(error));
  }
}

/** One handler a verb. */
export type Commands = { readonly [V in Verb]: OnVerb<V> };

/** Runs what a command that was understood asks for. */
export function runCommand<V extends Verb>(
  commands: { readonly [K in V]: OnVerb<K> },
  deps: HandlerDeps,
  typed: Typed,
  said: Extract<Parsed, { verb: V }> & { readonly verb: V },
): Promise<void> {
  const run: OnVerb<V> = commands[said.verb];
  return run(deps, typed, said);
}
