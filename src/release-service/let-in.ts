import type { Brought } from '../ports-releases.ts';
import type { PersonId } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';

/** By whose word a version came. */
export type LetIn = Pick<Brought, 'letIn' | 'people'>;

/** The same as the log tells it: who approved, or who acted alone. */
export function letInByLog({ breakGlass, alone, opened, approvals, execution }: ReleaseState): LetIn {
  const asker: readonly PersonId[] = opened.by.kind === 'person' ? [opened.by.id] : [];
  const approvedBy = execution?.approvedBy ?? approvals.map(({ person }) => person);
  if (breakGlass) return { letIn: 'break-glass', people: asker };
  if (approvedBy.length > 0) return { letIn: 'approvals', people: approvedBy };
  if (alone) return { letIn: 'on-call', people: asker };
  return { letIn: execution === null ? 'unknown' : 'automatic', people: [] };
}
