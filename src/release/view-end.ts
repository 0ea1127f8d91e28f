import type { ReleaseState } from './state.ts';
import { isTakenOver } from './taken-over.ts';
import { lasted } from './view-numbers.ts';
import { date, type Line, line, outside, person, v, who } from './view-words.ts';

type Ended = NonNullable<ReleaseState['ended']>['event'];

/** How a release ended: by whom, when, why. */
export function endWords(state: ReleaseState): readonly Line[] {
  const { ended } = state;
  if (ended === null) return [];
  const { event, at } = ended;
  const by = line(who(ended.by), ', ', date(at));
  switch (event.kind) {
    case 'rejected':
      return [line('Rejected by ', by, ': ', outside(event.reason, 400))];
    case 'withdrawn':
      return [line('Withdrawn by ', by, because(event.reason))];
    case 'abandoned':
      return [line('Abandoned by ', by, because(event.reason)), line('What was done by then was left as it stands.')];
    case 'expired':
      return [expiredWords(state, at)];
    case 'superseded':
      return [
        line(
          isTakenOver(state) ? 'Taken over, ' : `Superseded by ${v(event.version)}, `,
          date(at),
          supersededWords(state),
        ),
      ];
    case 'stopped':
      return [line(stoppedWords(event), ' ', date(at), stopper(state), '.')];
    case 'rolled-back':
      return [line(`Rolled back to ${v(event.to)} by `, rollbackBy(ended), lived(state, at), because(event.reason))];
    case 'concluded':
      return [concludedWords(event, at)];
    default:
      return [];
  }
}

const modeNow: Record<Extract<Ended, { kind: 'concluded' }>['mode'], string> = {
  enforce: 'From now on nothing goes live here without Signalbox: request it again.',
  advise: 'From now on Signalbox advises here.',
  observe: 'From now on Signalbox only keeps the record here.',
};

function concludedWords({ why, live, mode }: Extract<Ended, { kind: 'concluded' }>, at: number): Line {
  if (why === 'went-live') return line(`${v(live)} is live since `, date(at), ', moved by hand.');
  return line('The policy changed, ', date(at), `. ${modeNow[mode]}`);
}

function expiredWords({ mode }: ReleaseState, at: number): Line {
  if (mode !== 'enforce') return line('Nobody made it live: this advice ended ', date(at), '.');
  return line(
    'Nobody completed the approvals in time: expired ',
    date(at),
    '. Request it again if it is still wanted.',
  );
}

function supersededWords(state: ReleaseState): string {
  if (isTakenOver(state)) return ': another request for the same version took its place and waits for nobody.';
  const { live } = state;
  return live === null ? ': the newer one passed its gates and has its own card.' : ', before its watch ended.';
}

/** Who asked for it, or the release that did it. */
function rollbackBy({ by, at, event }: NonNullable<ReleaseState['ended']>): Line {
  const asker = event.kind === 'rolled-back' ? event.asker : null;
  const doer =
    asker === null && event.kind === 'rolled-back'
      ? line(event.release)
      : line(asker === null ? who(by) : person(asker));
  return line(doer, ', ', date(at));
}

function stopper({ execution }: ReleaseState): Line {
  const asked = execution?.putBack ?? execution?.stop ?? null;
  return asked === null || asked.by.kind !== 'person' ? [] : line(', asked by ', who(asked.by));
}

function stoppedWords(event: Extract<NonNullable<ReleaseState['ended']>['event'], { kind: 'stopped' }>): string {
  if (event.handedTo !== null) return 'Stopped for a rollback, which took over;';
  return event.liveTouched
    ? `Stopped and put back: ${v(event.live)} is live again since`
    : 'Stopped before anything live changed,';
}

function lived({ live }: ReleaseState, at: number): string {
  return live === null ? '' : `; ${v(live.version)} was live for ${lasted(at - live.at)}`;
}

function because(reason: string | null): Line {
  return reason === null ? [] : line(': ', outside(reason, 400));
}
