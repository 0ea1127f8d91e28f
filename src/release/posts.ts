import { mustAct, mustHear } from './posts-people.ts';
import type { Post, Story } from './posts-shape.ts';
import { threadPosts } from './posts-thread.ts';
import { view } from './view.ts';

/** How long a card waits for the gathering to end before it is posted as it is, in ms. */
export const cardAfterMs = 60_000;

/** All posts of a release now, in order, and when time alone will change them (ms since 1970). */
export function posts(
  story: Story,
  now: number,
): { readonly posts: readonly Post[]; readonly nextChange: number | null } {
  const { state } = story;
  // What is only observed is told once a day, for all that happened.
  if (state.mode === 'observe') return { posts: [], nextChange: null };
  const from = state.opened.at + cardAfterMs;
  const early = state.phase === 'gathering' && state.evidence === null && now < from;
  if (early) return { posts: [], nextChange: from };
  return { posts: [cardPost(story), ...threadPosts(story)], nextChange: null };
}

function cardPost({ state, around }: Story): Post {
  const card = view(state, around);
  return {
    key: 'card',
    place: 'channel',
    push: card.push,
    content: { kind: 'card', card },
    mentions: state.breakGlass ? mustHear(state, around) : mustAct(state, around),
  };
}
