import type { Actor } from '../src/release/event.ts';
import type { Digest, PersonId } from '../src/release/ids.ts';
import type { LiveVersion } from '../src/release/lane-state.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { count } from '../src/release/view-numbers.ts';
import { date, few, type Line, line, outside, person, strong, subject, v, who } from '../src/release/view-words.ts';
import { phaseWords } from './answers.ts';
import { utc } from './dates.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** Releases of a model, newest first: what went where, who let it, how it ended. */
export function historyMessage(
  model: string,
  environment: string | null,
  releases: readonly ReleaseState[],
  people: People,
): Message {
  const where = environment === null ? [] : line(' in ', outside(environment, 40));
  if (releases.length === 0) {
    return listMessage(
      {
        title: line(
          'No releases of ',
          outside(model, 60),
          where,
          ' yet. Ask for the first one: promote <model>@<version>.',
        ),
        items: [],
        rest: () => [],
      },
      people,
    );
  }
  return listMessage(
    {
      title: line(
        strong('History of '),
        outside(model, 60),
        where,
        `: ${count(releases.length, 'release')}, newest first`,
      ),
      items: releases.map(releaseLine),
      rest: (more) => line(`${more} older: name an environment or a date, or export the audit log.`),
    },
    people,
  );
}

/** One release in a line of a list. */
export function releaseLine(state: ReleaseState): Line {
  const approved = state.execution?.approvedBy ?? state.approvals.map((one) => one.person);
  return line(
    '· ',
    date(state.ended?.at ?? state.lastAt),
    ': ',
    state.kind === 'promotion' ? '' : `${state.kind} to `,
    subject(state, 30),
    ' in ',
    outside(state.environment, 30),
    ` ${phaseWords[state.phase]}`,
    ', asked by ',
    who(state.opened.by),
    aloneWord(state),
    approved.length === 0
      ? ''
      : line(
          ', approved by ',
          few(
            approved.map((id) => [person(id)]),
            3,
          ),
        ),
    `, ${state.id}`,
  );
}

function aloneWord({ kind, alone, breakGlass, opened }: ReleaseState): string {
  if (breakGlass) return ', by break-glass';
  if (kind !== 'rollback' || !alone) return '';
  return opened.by.kind === 'person' ? ', on-call alone' : ', by itself';
}

/** What was live at one moment. */
export type LiveThenView =
  | {
      readonly kind: 'live';
      readonly live: LiveVersion;
      readonly approvedBy: readonly PersonId[];
      /** One person's word was enough. */
      readonly alone: {
        readonly how: 'break-glass' | 'on-call';
        readonly by: Actor;
        readonly reviewedBy: Actor | null;
      } | null;
      readonly evidence: Digest | null;
    }
  | { readonly kind: 'nothing-live' }
  | { readonly kind: 'unknown'; readonly since: number | null };

/** The answer to "what was live on date X": a version with who let it in and on which evidence, or that nobody can know. */
export function liveThenMessage(
  asked: { model: string; environment: string; at: number },
  then: LiveThenView,
  people: People,
): Message {
  const about = line(
    'On ',
    date(asked.at),
    ` (${utc(asked.at)}), `,
    outside(asked.model, 60),
    ' in ',
    outside(asked.environment, 40),
    ': ',
  );
  return listMessage({ title: line(about, thenHeadline(then)), items: thenLines(then), rest: () => [] }, people);
}

function thenHeadline(then: LiveThenView): Line {
  switch (then.kind) {
    case 'live':
      return [strong(`${v(then.live.version)} was live`)];
    case 'nothing-live':
      return [strong('nothing was live')];
    case 'unknown':
      return line(
        strong('unknown'),
        then.since === null
          ? '. Signalbox has not looked there yet.'
          : line('. Signalbox has been looking there since ', date(then.since), '.'),
      );
  }
}

function thenLines(then: LiveThenView): readonly Line[] {
  if (then.kind !== 'live') return [];
  const { live, approvedBy, alone, evidence } = then;
  const brought = {
    watching: '',
    verified: '',
    baseline: ', there before Signalbox',
    outside: ', not reviewed: moved from outside, nobody approved it here',
  }[live.standing];
  return [
    line('Live since ', date(live.since), brought, live.release === null ? '' : `, by ${live.release}`),
    ...aloneLines(alone),
    ...(approvedBy.length === 0
      ? []
      : [
          line(
            'Approved by ',
            few(
              approvedBy.map((id) => [person(id)]),
              6,
            ),
          ),
        ]),
    ...(evidence === null ? [] : [line(`Evidence ${evidence.slice(0, 12)}`)]),
  ];
}

const alonePhrase = {
  'break-glass': 'Let in by break-glass, by ',
  'on-call': 'Rolled back alone, on call, by ',
} as const;

function aloneLines(alone: Extract<LiveThenView, { kind: 'live' }>['alone']): readonly Line[] {
  if (alone === null) return [];
  const { how, by, reviewedBy } = alone;
  const reviewed =
    reviewedBy === null ? '; nobody reviewed it yet' : line('; reviewed afterwards by ', who(reviewedBy));
  return [line(alonePhrase[how], who(by), reviewed)];
}
