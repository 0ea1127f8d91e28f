import type { LaneState } from '../src/release/lane-state.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { count } from '../src/release/view-numbers.ts';
import { approvalCount } from '../src/release/view-review.ts';
import { date, incoming, type Line, line, outside, strong, who } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import { openIncidents, openWords } from './health-lines.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** What is open, as it concerns one person. */
export interface PendingView {
  /** Let in by one person alone; another one has to look at it. */
  readonly followUps: readonly ReleaseState[];
  readonly yours: readonly ReleaseState[];
  readonly others: readonly ReleaseState[];
  /** Lanes with open alerts. */
  readonly alerts?: readonly LaneState[];
}

/** What waits: reviews that are owed, then what waits for the person who asks, then the rest. */
export function pendingMessage({ followUps, yours, others, alerts = [] }: PendingView, people: People): Message {
  const wrong = alerts.flatMap(alertLines);
  if (followUps.length + yours.length + others.length + wrong.length === 0) {
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
        followUps.length === 0 ? '' : `, ${count(followUps.length, 'review is', 'reviews are')} owed`,
        wrong.length === 0 ? '' : `, ${count(wrong.length, 'alert')}`,
      ),
      items: [
        ...parted('Something is wrong with what is live', wrong),
        ...parted('Owed: one person acted alone, another has to look', followUps.map(owedLine)),
        ...(followUps.length + wrong.length === 0 ? yours.map(openLine) : parted('For you', yours.map(openLine))),
        ...(followUps.length + yours.length + wrong.length === 0
          ? others.map(openLine)
          : parted('Others', others.map(openLine))),
      ],
      rest: (more) => line(`${more} more: ask for one model with status <model>.`),
    },
    people,
  );
}

function parted(heading: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [line(strong(heading)), ...lines];
}

function alertLines(lane: LaneState): readonly Line[] {
  return openIncidents(lane).map((one) =>
    line('· ', outside(lane.lane.replace('/', ' in '), 80), ': ', openWords(one)),
  );
}

function owedLine(state: ReleaseState): Line {
  const { followUp, opened, id } = state;
  return line(
    '· ',
    subjectOf(state),
    ', ',
    state.breakGlass ? 'break-glass by ' : 'rolled back by ',
    who(followUp?.by ?? opened.by),
    ', ',
    followUp?.overdueTold ? strong('overdue since ') : 'due ',
    date(followUp?.dueAt ?? opened.at),
    `, ${id}`,
  );
}

function openLine(state: ReleaseState): Line {
  return line(
    '· ',
    subjectOf(state),
    `: ${phaseWords[state.phase]}`,
    state.phase === 'review' ? `, ${approvalCount(state)}, expires ` : ', asked ',
    date(state.phase === 'review' ? state.expiresAt : state.opened.at),
    ', by ',
    who(state.opened.by),
    `, ${state.id}`,
  );
}

function subjectOf(state: ReleaseState): Line {
  return line(
    outside(state.model, 50),
    ' ',
    incoming(state, 24),
    state.kind === 'promotion' ? ' → ' : ` (${state.kind}) in `,
    outside(state.environment, 30),
  );
}
