import { answerWords } from '../../blocks/answers.ts';
import { readActingToolConfig } from '../config.ts';
import { identitiesIn } from '../policy/keys.ts';
import type { Reply } from '../ports-releases.ts';
import type { Delivery } from '../release/command.ts';
import { PersonId } from '../release/ids.ts';
import { releaseService } from '../release-service.ts';
import { type ActingDesk, actingDesk } from './desk.ts';
import { lineText, refusalText } from './line-text.ts';
import { type ExitCode, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean } from './words.ts';

/** Runs a command that asks for something on a person's behalf. `model` is what it is about, null for all. */
export async function atDesk(model: string | null, run: (desk: ActingDesk) => Promise<ExitCode>): Promise<ExitCode> {
  const config = readActingToolConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const { SLACK_BOT_TOKEN, SLACK_API_URL } = config.value;
  return withDatabase(async (db) => run(await actingDesk(db, { SLACK_BOT_TOKEN, SLACK_API_URL }, model)));
}

/** A person, or why the words name none. */
export type Named =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'nobody'; readonly words: string };

/** Whoever has this Slack id, stands behind this identity in the policy's `people`, or has this e-mail in Slack. */
export async function personNamed(
  { people, directory }: Pick<ActingDesk, 'people' | 'directory'>,
  text: string,
): Promise<Named> {
  const id = PersonId.safeParse(text);
  if (id.success) return { kind: 'person', id: id.data };
  const identities = identitiesIn(people);
  const behind = Object.hasOwn(identities, text) ? identities[text] : undefined;
  if (behind === 'machine')
    return { kind: 'nobody', words: `${clean(text)} is a machine. Name the person on whose behalf it asks.` };
  if (behind !== undefined) return { kind: 'person', id: behind };
  const found = text.includes('@') ? (await directory.byEmail([text], 'fresh')).get(text) : null;
  if (found != null) return { kind: 'person', id: found };
  return {
    kind: 'nobody',
    words: `Nobody knows who ${clean(text)} is. Write a Slack member id such as U0PAT, or name them under people: in the policy.`,
  };
}

/** Writes a request down, carries it out, and answers what came of it: once, however often it is sent. */
export async function carryOut(desk: ActingDesk, delivery: Delivery): Promise<Reply> {
  await desk.inbox.take(delivery);
  const reply = await releaseService(desk).handle(delivery);
  await desk.inbox.done(delivery.id);
  return reply;
}

/** What came of it, in the words that Slack would show. */
export function replyText({ outcome }: Reply): string {
  return outcome.kind === 'answer' ? lineText(answerWords(outcome.answer)) : refusalText(outcome.refusal);
}
