import type { Message } from '../blocks/message.ts';
import type { HandlerDeps } from './deps.ts';
import { tellPerson } from './tell-person.ts';

/** Where an answer goes: Slack's address for it, or else the person, in the channel where they asked. */
export interface Asker {
  readonly url: string | undefined;
  readonly person: string;
  readonly channel: string | null;
}

const withinMs = 5_000;

/** Answers one person privately. `replacing` puts the answer where the pressed message was. An answer that cannot be delivered is logged: what was done is done. */
export async function respond(
  { clients, answerHost, log }: HandlerDeps,
  asker: Asker,
  message: Message,
  how: 'new' | 'replacing' = 'new',
): Promise<void> {
  try {
    if (asker.url === undefined) return await tellPerson(clients.posts, asker.person, asker.channel, message);
    const { host } = new URL(asker.url);
    if (answerHost !== null && host !== answerHost) throw new Error(`Answers do not go to ${host}`);
    const response = await fetch(asker.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: how === 'replacing', ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
    if (!response.ok) throw new Error(`Slack took no answer: ${response.status}`);
  } catch (error) {
    log.warn({ person: asker.person, error }, 'Answer not delivered');
  }
}

/** The host that Slack's answer addresses have, or null where the Web API is a stand-in for Slack. */
export function answerHostOf(apiUrl: string): string | null {
  const { hostname } = new URL(apiUrl);
  return hostname === 'slack.com' || hostname.endsWith('.slack.com') ? 'hooks.slack.com' : null;
}
