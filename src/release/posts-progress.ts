import type { IncidentView } from './incident/view-shape.ts';
import type { Content, LineView, Post } from './posts-shape.ts';
import type { CardView } from './view-shape.ts';

/**
 * What of a post that goes on somebody has to see at once; null where every change counts. While this stays as it was,
 * an edit is progress: nobody has to act on it, and another edit follows.
 */
export function outlineOf(content: Content): object | null {
  switch (content.kind) {
    case 'card':
      return cardOutline(content.card);
    case 'incident':
      return incidentOutline(content.incident);
    case 'line':
      return checklistOutline(content.line);
    case 'scope':
      return null;
  }
}

/** How far an execution is stands in headline, facts, body and steps; what can be done, and what is live, is not progress. */
function cardOutline({ header, push, facts, body, steps, ...rest }: CardView): object | null {
  return rest.phase === 'executing' ? rest : null;
}

/** An alert that fires counts up; it gives advice as long as it is open. */
function incidentOutline({ numbers, push, about, ...rest }: IncidentView): object | null {
  return rest.advice === null ? null : { ...rest, about: { ...about, reason: null } };
}

function checklistOutline({ goesOn }: LineView): object | null {
  return goesOn === true ? { goesOn } : null;
}

/** Whether a post goes before others of its thread and its channel: it names who must act, or tells what somebody relies on and is no longer so. */
export function goesFirst({ mentions, soon }: Post): boolean {
  return mentions.length > 0 || soon === true;
}

/** Whether a post is only there for whoever looks: it names nobody, nothing can be pressed, and no card or thread waits for it. */
export function isNoted(post: Post): boolean {
  const { content } = post;
  return content.kind === 'scope' && content.line.buttons.length === 0 && !goesFirst(post);
}
