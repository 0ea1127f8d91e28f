import { beforeMoves } from './before-moves.ts';
import type { Version } from './ids.ts';
import { movedByHand, resumedLine, type Told } from './posts-scope-lines.ts';
import {
  endingOf,
  quietly,
  resumeButton,
  type Scope,
  type SpokenOfScope,
  type TellScope,
} from './posts-scope-spoken.ts';
import type { ScopeButton } from './posts-shape.ts';
import { isLiveMove, type ScopeEvent } from './scope-event.ts';
import { code, date, type Line, line, outside, strong, v } from './view-words.ts';

type Moved = Extract<ScopeEvent, { kind: 'moved-outside' }>;

/** An alias that moved without us: what it means, and while nobody let it in, the two ways out. */
export const movedOutside: TellScope<'moved-outside'> = (event, told, later, scope) => {
  if (event.mode === 'observe') return null;
  if (event.mode === 'advise') return quietly(scope.place, movedByHand(event, told, scope.shown));
  return isLiveMove(event)
    ? championMoved(event, told, later, scope)
    : quietly(scope.place, headline(event, told, scope), line('I changed nothing.'));
};

function championMoved(event: Moved, told: Told, later: readonly Told[], scope: Scope): SpokenOfScope {
  const paused = later.find(isOutsidePause);
  const over = paused === undefined ? null : endingOf(paused, later);
  const left = isStillSo(event, later, scope);
  return {
    place: scope.place,
    lines: [
      headline(event, told, scope),
      line(`Live now: ${v(event.to)}. Expected: ${v(event.from)}. I changed nothing.`),
      ...(left && event.to !== null ? [notReviewed(event.to)] : []),
      ...(paused === undefined ? [] : [line(pausedWords)]),
      ...(over === null ? [] : [resumedLine(over)]),
    ],
    buttons: [
      ...(left ? waysOut(event, told, scope) : []),
      ...(paused !== undefined && over === null ? [resumeButton] : []),
    ],
    mentions: scope.wake,
  };
}

const pausedWords = 'Promotions here are paused until someone resumes. Rollbacks still go through.';

function headline({ alias, from, to }: Moved, { at }: Told, { shown }: Scope): Line {
  return line(
    strong('Moved from outside: '),
    code(alias),
    ' of ',
    outside(shown),
    `, ${v(from)} → ${v(to)}, `,
    date(at),
  );
}

function notReviewed(version: Version): Line {
  return line(`${v(version)} is live, not reviewed: no rollback goes to it until it is adopted.`);
}

/** Whether this is the last move, and what it brought is still what nobody let in. */
function isStillSo({ to }: Moved, later: readonly Told[], { lane }: Scope): boolean {
  const movedAgain = later.some(({ event }) => event.kind === 'moved-outside' && isLiveMove(event));
  if (lane === null || movedAgain) return false;
  return to === null ? lane.live === null : lane.live?.version === to && lane.live.standing === 'outside';
}

/** Reviewers look at it, or what was let in before comes back. */
function waysOut({ to }: Moved, told: Told, { lane, earlier }: Scope): readonly ScopeButton[] {
  const events = [...earlier, told].map(({ event }) => event);
  const before = lane === null ? null : (beforeMoves(events, lane) ?? null);
  return [
    ...(to === null ? [] : [{ verb: 'adopt', label: 'Adopt…', style: 'primary', confirm: null, version: to } as const]),
    ...(before === null || before === to
      ? []
      : [
          {
            verb: 'put-live-back',
            label: `Put ${v(before)} back…`,
            style: 'danger',
            confirm: null,
            version: before,
          } as const,
        ]),
  ];
}

function isOutsidePause({ event }: Told): boolean {
  return event.kind === 'paused' && event.cause === 'outside-move';
}
