import { randomUUID } from 'node:crypto';
import { cut, escapedWithin } from '../../blocks/text.ts';
import { digestOf } from './digest.ts';
import { type Keeping, type Kept, keepPost, type Wanted } from './keep-post.ts';
import { type NotifierParts, policyStream } from './parts.ts';

type Parts = Pick<NotifierParts, 'book' | 'clock' | 'admin'>;

const claimMs = 30_000;
const longestText = 3_000;

/** Says a sentence in the admin channel, once under its key, whoever else wants to say it at the same time. */
export async function tellOnce(parts: Parts, keeping: Keeping, key: string, words: string): Promise<Kept> {
  const { book, clock } = parts;
  const holder = randomUUID();
  if (!(await book.claim(policyStream, holder, claimMs))) return { kind: 'later', at: clock() + 1_000 };
  try {
    const posted = (await book.of(policyStream)).get(`admin:${key}`);
    return posted === undefined
      ? await keepPost(keeping, adminPost(parts, key, words), undefined)
      : { kind: 'kept', posted };
  } finally {
    await book.release(policyStream, holder);
  }
}

function adminPost({ admin, clock }: Parts, key: string, words: string): Wanted {
  const now = {
    text: escapedWithin(words, longestText),
    blocks: [
      { type: 'section' as const, text: { type: 'plain_text' as const, text: cut(words, longestText), emoji: false } },
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
