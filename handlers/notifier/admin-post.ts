import { digestOf } from './digest.ts';
import { type Keeping, type Kept, keepPost, type Wanted } from './keep-post.ts';
import { type NotifierParts, policyStream } from './parts.ts';

/** Says a sentence in the admin channel, once under its key. */
export async function tellOnce(parts: NotifierParts, keeping: Keeping, key: string, words: string): Promise<Kept> {
  const posted = (await parts.book.of(policyStream)).get(`admin:${key}`);
  return posted === undefined ? keepPost(keeping, adminPost(parts, key, words), undefined) : { kind: 'kept', posted };
}

function adminPost({ admin, clock }: NotifierParts, key: string, words: string): Wanted {
  const now = {
    text: words,
    blocks: [
      { type: 'section' as const, text: { type: 'plain_text' as const, text: words.slice(0, 3_000), emoji: false } },
    ],
  };
  return {
    stream: policyStream,
    key: `admin:${key}`,
    spot: { channel: admin(), thread: null },
    root: null,
    since: clock() - 24 * 3_600_000,
    shown: digestOf(now),
    now,
    first: () => Promise.resolve(now),
  };
}

/** Answers of Slack that mean: nothing can be posted in this channel. */
export const unreachable = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'no_permission',
];

/** What to do about such a channel. */
export function unreachableWords(channel: string, error: string): string {
  const why: Readonly<Record<string, string>> = {
    is_archived: 'it is archived. Name another channel in the policy file, or unarchive it.',
    channel_not_found: 'Slack does not show it to me. Invite me there, or correct its id in the policy file.',
    not_in_channel: 'I am not in it. Invite me there.',
  };
  return `I cannot post in ${channel}: ${why[error] ?? `Slack says ${error}.`} Until then its cards are here.`;
}
