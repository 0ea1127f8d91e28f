import type { ApprovalRule, Excluded } from '../../release/lane-policy.ts';
import type { WrittenGate } from '../templates/template.ts';

/** Where a lane lies on its model's path. */
export interface Standing {
  readonly isLast: boolean;
  /** The environment before this one. */
  readonly before: string | null;
  readonly owner: readonly string[];
}

/** What a size of team asks for, wherever the file itself says nothing. */
export interface ProfileRules {
  /** Groups of the file that it counts on. */
  readonly groups: readonly string[];
  approvals(standing: Standing): 'none' | readonly ApprovalRule[];
  readonly exclude: readonly Excluded[];
  readonly checklist: Readonly<Record<string, readonly string[]>>;
  readonly expiresMs: number;
  /** After how long what is live at the end of a path has to be evaluated again. */
  readonly reevaluateMs: number | null;
  /** By the name under which a model may loosen one. */
  gates(standing: Standing): Readonly<Record<string, WrittenGate>>;
}
