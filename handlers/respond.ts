import type { Message } from '../blocks/message.ts';
import { ReleaseError } from '../src/errors.ts';
import { answering } from './answering.ts';
import type { HandlerDeps } from './deps.ts';
import { tellPerson } from './tell-person.ts';

/** Where an answer goes: Slack's address for it, or else the person, in the channel where they asked. */
export interface Asker {
  readonly url: string | undefined;
  readonly person: string;
  readonly channel: string | null;
}

const method = 'response_url';
const withinMs = 5_000;

/** Answers one person privately. `replacing` puts the answer where the pressed message was. Nothing is thrown: what was done is done. */
export function respond(
  { clients, answerHost, log }: HandlerDeps,
  { url, person, channel }: Asker,
  message: Message,
  how: 'new' | 'replacing' = 'new',
): Promise<void> {
  return answering(log, person, async () => {
    if (url === undefined) return tellPerson(clients.posts, person, channel, message);
    const { host } = new URL(url);
    if (answerHost !== null && host !== answerHost) throw new Error(`Answers do not go to ${host}`);
    const answer = { response_type: 'ephemeral', replace_original: how === 'replacing', ...message };
    const { ok, status, headers } = await sent(url, answer);
    if (!ok) throw notTaken(status, Number(headers.get('retry-after')));
  });
}

async function sent(url: string, answer: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(answer),
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
  } catch (cause) {
    throw new ReleaseError('slack_unreachable', { method }, { cause });
  }
}

function notTaken(status: number, retryAfter: number): ReleaseError {
  if (status === 429)
    return new ReleaseError('slack_rate_limited', { method, retryAfterMs: (retryAfter || 1) * 1_000 });
  return new ReleaseError(status >= 500 ? 'slack_unreachable' : 'slack_refused', { method, status });
}

/** The host that Slack's answer addresses have, or null where the Web API is a stand-in for Slack. */
export function answerHostOf(apiUrl: string): string | null {
  const { hostname } = new URL(apiUrl);
  return hostname === 'slack.com' || hostname.endsWith('.slack.com') ? 'hooks.slack.com' : null;
}
