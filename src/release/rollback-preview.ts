import type { PersonId, Version } from './ids.ts';
import type { ApprovalRule, PrincipalRef } from './lane-policy.ts';
import type { LiveVersion } from './lane-state.ts';

/** What a rollback asked for now would do. */
export interface RollbackPreview {
  readonly model: string;
  readonly environment: string;
  /** Null where somebody took the alias away. */
  readonly from: LiveVersion | null;
  readonly to: LiveVersion;
  /** Who let the target in: the approvers, or who acted alone; null where no release of ours brought it. */
  readonly letIn: {
    readonly people: readonly PersonId[];
    readonly how: 'approved' | 'alone' | 'automatic' | 'return';
  } | null;
  /** What took its place, when and why; null where nobody knows. */
  readonly replaced: { readonly by: Version | null; readonly at: number; readonly because: string | null } | null;
  /** The commit that could be trained once more in place of putting the version back; null where nothing trains. */
  readonly retrain: { readonly commit: string } | null;
  /** Who may do it alone; empty where the target is not the last version that was let in. */
  readonly alone: readonly PrincipalRef[];
  readonly approvals: readonly ApprovalRule[];
}
