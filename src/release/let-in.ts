import type { PersonId } from './ids.ts';
import type { Brought } from './lane-state.ts';
import type { ReleaseState } from './state.ts';

/** By whose word a release came: who approved, who acted alone, or nobody's where an alert's return decided itself. */
export function letInBy({
  breakGlass,
  alone,
  opened,
  approvals,
  execution,
}: ReleaseState): Pick<Brought, 'letIn' | 'people'> {
  const asker: readonly PersonId[] = opened.by.kind === 'person' ? [opened.by.id] : [];
  const approvedBy = execution?.approvedBy ?? approvals.map(({ person }) => person);
  if (breakGlass) return { letIn: 'break-glass', people: asker };
  if (approvedBy.length > 0) return { letIn: 'approvals', people: approvedBy };
  if (alone) return { letIn: asker.length === 0 ? 'return' : 'on-call', people: asker };
  return { letIn: execution === null ? 'unknown' : 'automatic', people: [] };
}

/** Of which commit and by whose word what is live came, for those who only have the lane. */
export function broughtBy(release: ReleaseState): Brought {
  const commit = release.trained?.commit ?? release.evidence?.findings.commit ?? null;
  return { release: release.id, commit, ...letInBy(release) };
}
