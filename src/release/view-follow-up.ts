import type { FollowUp, ReleaseState } from './state.ts';
import { date, type Line, line, outside, strong, who } from './view-words.ts';

const did: Record<FollowUp['why'], string> = {
  'break-glass': ' let it in by break-glass',
  'on-call-rollback': ' rolled back alone',
};

/** What another person still has to look at, or what they found; nothing where nobody acted alone. */
export function followUpLines({ followUp }: ReleaseState): readonly Line[] {
  if (followUp === null) return [];
  const { why, by, dueAt, overdueTold, closed } = followUp;
  if (closed !== null)
    return [line('Reviewed afterwards by ', who(closed.by), ', ', date(closed.at), ': ', outside(closed.note, 400))];
  const state = overdueTold ? 'Review by another person is overdue since ' : 'Review by another person due ';
  return [line(strong(state), date(dueAt, overdueTold ? 'moment' : 'day'), ': ', who(by), did[why], '.')];
}
