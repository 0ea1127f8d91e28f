import type { ReleaseState } from '../src/release/state.ts';
import { count } from '../src/release/view-numbers.ts';
import { approvalCount } from '../src/release/view-review.ts';
import { date, incoming, type Line, line, outside, strong, who } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** What waits: first for the person who asks, then for others. */
export function pendingMessage(
  { yours, others }: { yours: readonly ReleaseState[]; others: readonly ReleaseState[] },
  people: People,
): Message {
  if (yours.length + others.length === 0) {
    return listMessage(
      {
        title: line('Nothing is open. A new request starts with promote <model>@<version>.'),
        items: [],
        rest: () => [],
      },
      people,
    );
  }
  return listMessage(
    {
      title: line(
        strong(
          yours.length === 0
            ? 'Nothing waits for you'
            : `${count(yours.length, 'release waits', 'releases wait')} for you`,
        ),
        `, ${count(others.length, 'other is', 'others are')} open`,
      ),
      items: [
        ...yours.map(openLine),
        ...(yours.length > 0 && others.length > 0 ? [line(strong('Others'))] : []),
        ...others.map(openLine),
      ],
      rest: (more) => line(`${more} more: ask for one model with status <model>.`),
    },
    people,
  );
}

function openLine(state: ReleaseState): Line {
  return line(
    '· ',
    outside(state.model, 50),
    ' ',
    incoming(state, 24),
    state.kind === 'promotion' ? ' → ' : ` (${state.kind}) in `,
    outside(state.environment, 30),
    `: ${phaseWords[state.phase]}`,
    state.phase === 'review' ? `, ${approvalCount(state)}, expires ` : ', asked ',
    date(state.phase === 'review' ? state.expiresAt : state.opened.at),
    ', by ',
    who(state.opened.by),
    `, ${state.id}`,
  );
}
