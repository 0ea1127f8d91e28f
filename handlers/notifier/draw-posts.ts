import { drawPost } from '../../blocks/post.ts';
import { replyMessage } from '../../blocks/replies.ts';
import type { SlackDirectory } from '../directory.ts';
import { peopleIn } from '../people.ts';
import type { NotifierParts } from './parts.ts';

/** How the notifier draws: people by name, and those who must act pinged in the first post only. */
export function drawPosts(directory: SlackDirectory): Pick<NotifierParts, 'draw' | 'answer'> {
  return {
    async draw(post, mentions) {
      const pinged = mentions === 'with' ? await directory.mentions(post.mentions) : [];
      return drawPost(post, await peopleIn(directory, post.content, pinged));
    },
    answer: async (reply) => replyMessage(reply, await peopleIn(directory, reply.outcome)),
  };
}
