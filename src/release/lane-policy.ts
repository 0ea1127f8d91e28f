import type { LaneKey, PersonId } from './ids.ts';

/** `U…` a person, `@name` a Slack user group, anything else the name of a group of the policy file. */
export type PrincipalRef = string;

/** `min` distinct people out of any of the groups in `from`. */
export interface ApprovalRule {
  readonly from: readonly string[];
  readonly min: number;
  readonly required: boolean;
}

export type Excluded = 'requester' | 'run-author' | 'commit-author';

export const mayVerbs = ['request', 'withdraw', 'stop', 'pause', 'resume'] as const;
export type MayVerb = (typeof mayVerbs)[number];

/** A gate as configured. `gates/` knows what is inside; the rest of the core only carries it. */
export interface GateConfig {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** The effective policy of one model in one environment: everything the core needs to decide there. Durations in milliseconds. */
export interface LanePolicy {
  /** Number of the policy document; not part of `digest`. */
  readonly number: number;
  /** SHA-256 over the canonical form of all below, groups and people resolved as far as the file goes. */
  readonly digest: string;
  readonly lane: LaneKey;
  readonly model: string;
  readonly environment: string;
  readonly pattern: 'deploy-model' | 'deploy-code';
  readonly path: readonly string[];
  readonly registry: string;
  /** Name of the registered model in that registry. */
  readonly registeredName: string;
  /** Where a promotion to here comes from: the environment before this one on the path; the lane itself at its start. */
  readonly source: { readonly environment: string; readonly registry: string; readonly registeredName: string };
  readonly channel: string;
  readonly owner: readonly PrincipalRef[];
  readonly approvals: 'none' | readonly ApprovalRule[];
  readonly exclude: readonly Excluded[];
  /** What an excluded identity that nobody can name costs: one more approval, or the request. */
  readonly unknownPerson: 'one-more' | 'refuse';
  readonly rollback: { readonly onCall: readonly PrincipalRef[]; readonly approvals: readonly ApprovalRule[] };
  /** `everybody` is everybody in the workspace who is not a guest or a bot. */
  readonly may: Readonly<Record<MayVerb, 'everybody' | readonly PrincipalRef[]>>;
  readonly opens: 'candidate' | 'every-version' | 'never';
  readonly gates: readonly GateConfig[];
  readonly notice: string | null;
  readonly expiresMs: number;
  readonly watchMs: number;
  readonly giveUpAfterMs: number;
  /** Every group named above, as written in the file. */
  readonly groups: Readonly<Record<string, readonly PrincipalRef[]>>;
  /** Identities that registry and git know → the person, or `machine` for a service account. */
  readonly people: Readonly<Record<string, PersonId | 'machine'>>;
}
