import { randomUUID } from 'node:crypto';
import { ReleaseError } from '../src/errors.ts';
import type { Notifier } from '../src/ports.ts';
import type { Reply } from '../src/ports-releases.ts';
import type { Delivery } from '../src/release/command.ts';
import { answering } from './answering.ts';
import { tellOnce } from './notifier/admin-post.ts';
import { attachment } from './notifier/attachment.ts';
import { audience } from './notifier/audience.ts';
import { channelBucket, slackCalls } from './notifier/calls.ts';
import { tellDaily } from './notifier/daily-post.ts';
import { findFile, findPost } from './notifier/find-post.ts';
import type { FileKeeping } from './notifier/keep-files.ts';
import type { Keeping, Kept } from './notifier/keep-post.ts';
import type { NotifierParts } from './notifier/parts.ts';
import { sender } from './notifier/send.ts';
import type { Attach } from './notifier/show-files.ts';
import { showStream } from './notifier/show-stream.ts';
import { uploader } from './notifier/upload-files.ts';
import { tellPerson } from './tell-person.ts';

const claimMs = 30_000;

/** Keeps what Slack shows equal to what the log says: each post once under its key, edited in place, never waiting. */
export function slackNotifier(parts: NotifierParts): Notifier {
  const call = slackCalls(parts.tokens, parts.clock, parts.log);
  const { posts, reads } = parts.clients;
  const keeping: Keeping = {
    book: parts.book,
    sender: sender(posts, call, ({ channel, turn = 'first' }) => [channelBucket(channel, turn)]),
    find: (where, marker) => findPost(reads, call, where, marker),
  };
  const filing: FileKeeping = {
    ...keeping,
    sender: sender(posts, call, () => []),
    uploader: uploader(posts, call),
    findFile: (where, name) => findFile(reads, call, where, name),
  };
  const readers = { ...parts, audience: audience({ client: reads, call, ...parts }) };
  const attach: Attach = (file, channel) => attachment(readers, file, channel);
  const notifier: Notifier = {
    async show(stream) {
      const holder = randomUUID();
      if (!(await parts.book.claim(stream, holder, claimMs)))
        return { next: parts.clock() + 1_000, length: (await parts.showing(stream)).length };
      try {
        return await showStream({ ...parts, attach }, keeping, filing, stream);
      } finally {
        await parts.book.release(stream, holder);
      }
    },
    answer: (delivery, reply) => answerLate(parts, delivery, reply),
    async tellAdmin(key, words) {
      mustBeKept(parts, await tellOnce(parts, keeping, key, words));
    },
    async tellDaily(channel, post) {
      mustBeKept(parts, await tellDaily(parts, keeping, channel, post));
    },
  };
  return notifier;
}

function mustBeKept({ clock }: NotifierParts, told: Kept): void {
  if (told.kind === 'later') throw new ReleaseError('slack_rate_limited', { retryAfterMs: told.at - clock() });
  if (told.kind !== 'kept') throw new ReleaseError('slack_refused', { method: 'chat.postMessage', told });
}

/** Answers where they asked; a reply to nobody in particular is not told. */
async function answerLate(
  { clients, answer, log }: NotifierParts,
  { by, where }: Delivery,
  reply: Reply,
): Promise<void> {
  if (by.kind !== 'person') return;
  const message = await answer(reply);
  await answering(log, by.id, () => tellPerson(clients.posts, by.id, where ?? reply.card?.channel ?? null, message));
}
