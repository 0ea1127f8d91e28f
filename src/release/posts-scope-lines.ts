import type { Entry } from './event.ts';
import type { Version } from './ids.ts';
import type { PauseCause, ScopeEvent } from './scope-event.ts';
import { date, type Line, line, outside, strong, v, who } from './view-words.ts';

/** One entry of a lane's, an environment's or a model's own stream. */
export type Told = Pick<Entry, 'index' | 'at' | 'by'> & { readonly event: ScopeEvent };

/** What each cause of a pause is called, before its reason. */
export const causes: Record<PauseCause, string> = {
  person: '',
  calendar: 'Calendar: ',
  rollback: 'After a rollback: ',
  'outside-move': 'Moved from outside: ',
  'log-behind': 'The log is behind the registry: ',
};

/** What was live before Signalbox, or what somebody named as trusted. */
export function baselineLine(version: Version | null, { by, at }: Told, shown: string): Line {
  if (by.kind === 'person') {
    const done = line(` ${v(version)}, by `, who(by), ', ', date(at), '. Rollbacks may go back to it.');
    return line(strong('Trusted: '), outside(shown), done);
  }
  return line(
    strong('First look at '),
    outside(shown),
    version === null
      ? ': nothing is live.'
      : `: ${v(version)} was live before Signalbox. It is trusted as a rollback target.`,
  );
}

/** A move where nothing is enforced: nobody has to act. */
export function movedByHand(
  { from, to }: Extract<ScopeEvent, { kind: 'moved-outside' }>,
  { at }: Told,
  shown: string,
): Line {
  return line(strong('Moved by hand: '), outside(shown), `, ${v(from)} → ${v(to)}, `, date(at));
}

/** Who ended a pause, and why. */
export function resumedLine({ by, at, event }: Told): Line {
  const why = event.kind === 'resumed' ? event.why : null;
  return line(strong('Resumed'), ' by ', who(by), ', ', date(at), why === null ? '' : line(': ', outside(why, 160)));
}
