import type { WebClient } from '@slack/web-api';
import type { Message } from '../blocks/message.ts';
import { asReleaseError, slackFailure } from './slack-failure.ts';

/** Tells one person something privately: in the channel where it is about, or by direct message where they are not in it. Throws a `ReleaseError`. */
export async function tellPerson(
  client: WebClient,
  person: string,
  channel: string | null,
  { text, blocks }: Message,
): Promise<void> {
  try {
    if (channel !== null && (await tellIn(client, person, channel, { text, blocks }))) return;
    await client.chat.postMessage({ channel: person, text, blocks, unfurl_links: false, unfurl_media: false });
  } catch (error) {
    throw asReleaseError(slackFailure(error), 'chat.postEphemeral');
  }
}

/** False where Slack says that this person, or the app, is not in the channel. */
async function tellIn(client: WebClient, person: string, channel: string, { text, blocks }: Message): Promise<boolean> {
  try {
    await client.chat.postEphemeral({ channel, user: person, text, blocks });
    return true;
  } catch (error) {
    const failure = slackFailure(error);
    if (failure.kind === 'refused') return false;
    throw error;
  }
}
