import type { ReleaseState } from './state.ts';
import { date, type Line, line, outside, person, phrase, strong } from './view-words.ts';

type Waiting = NonNullable<ReleaseState['waiting']>;

/** Why nothing moves, and that it goes on without anybody. */
export function waitingWords(state: ReleaseState): Line {
  const { waiting } = state;
  if (waiting === null)
    return line(state.breakGlass ? 'Nothing holds it.' : 'All is approved.', ' It starts by itself.');
  return line(strong('Waiting: '), causes[waiting.cause](state, waiting), ' ', afterwards(state));
}

/** The same for a notification, which shows no dates. */
export function waitingPush(state: ReleaseState): Line {
  const { waiting } = state;
  if (waiting === null) return waitingWords(state);
  const why = causes[waiting.cause](state, { ...waiting, until: null }, 'for a notification');
  return line('Because ', why, ' ', afterwards(state));
}

function afterwards({ phase }: ReleaseState): string {
  return phase === 'approved' ? 'It starts by itself then.' : 'Approvals are asked for then.';
}

const causes: Record<Waiting['cause'], (state: ReleaseState, waiting: Waiting, where?: 'for a notification') => Line> =
  {
    paused: ({ environment }, { words, until, scope, by }, where) =>
      line(
        outside(scope ?? environment, 60),
        ' is paused',
        by === null ? '' : line(' by ', person(by)),
        where !== undefined ? '' : until === null ? ' until someone resumes' : line(' until ', date(until)),
        ' (',
        phrase(words, 200),
        ').',
      ),
    'lane-busy': (_, { words }) => line('another release goes first (', phrase(words, 40), ').'),
    'people-unread': (_, { words }) => line('Slack did not say who may still approve (', phrase(words, 160), ').'),
    'registry-unreachable': (_, { words, since }, where) =>
      line(phrase(words, 200), where !== undefined ? '.' : line(', since ', date(since, 'time'), '.')),
  };
