import type { Post } from '../src/release/posts-shape.ts';
import { incidentCard } from './incident-card.ts';
import type { People } from './leaves.ts';
import type { Message } from './message.ts';
import { releaseCard } from './release-card.ts';
import { scopeLine } from './scope-line.ts';
import { threadLine } from './thread-line.ts';

/** Any post of a stream as a message. Give `people.mentions` only for the first post: an edit rings nobody. */
export function drawPost({ content, push }: Pick<Post, 'content' | 'push'>, people: People): Message {
  switch (content.kind) {
    case 'card':
      return releaseCard(content.card, people);
    case 'incident':
      return incidentCard(content.incident, people);
    case 'line':
      return threadLine(content.line, push, people);
    case 'scope':
      return scopeLine(content.line, push, people);
  }
}
