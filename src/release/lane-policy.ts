import type { LaneKey, PersonId } from './ids.ts';
import type { Severity, SignalKind } from './incident/signal.ts';

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

/** How much Signalbox does for a model: it only keeps a record, it also says what it thinks, or nothing moves without it. */
export const policyModes = ['observe', 'advise', 'enforce'] as const;
export type PolicyMode = (typeof policyModes)[number];

/** How much a gate weighs. A warning turns into a block by itself at `until`, ms since 1970; `off` says why. */
export type GateMode =
  | { readonly kind: 'block' }
  | { readonly kind: 'warn'; readonly until: number }
  | { readonly kind: 'off'; readonly because: string };

/**
 * When nothing may go live: between two dates, or every week between two minutes of the week (Monday 00:00 is 0; `to` below `from`
 * runs over the week's end), as the clocks of `zone` (IANA) show it.
 */
export type CalendarRule = {
  readonly zone: string;
  readonly why: string;
  /** It is the model's own; left out, it closes the whole environment. */
  readonly of?: 'model';
} & (
  | { readonly kind: 'dates'; readonly from: string; readonly to: string }
  | { readonly kind: 'weekly'; readonly from: number; readonly to: number }
);

/** A file of the run that reviewers must see: a path or pattern, at most so many rows of a table, and whether the champion's stands beside it. */
export interface ShownArtifact {
  readonly artifact: string;
  readonly rows: number;
  readonly beside: boolean;
}

/** A gate as configured. `gates/` knows what is inside; the rest of the core only carries it. */
export interface GateConfig {
  readonly kind: string;
  /** Left out, it blocks. */
  readonly mode?: GateMode;
  readonly [key: string]: unknown;
}

/** Something that works outside for a lane, as the file says it, secrets by their names only: what makes it knows what is inside. */
export interface WorkerConfig {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** How far a metric of what was trained may lie from what reviewers saw, either way: by so much, or by so many hundredths of it. */
export interface Tolerance {
  /** `*` stands for anything. */
  readonly metric: string;
  readonly by: number;
  readonly relative: boolean;
}

/** A question that Signalbox asks by itself about what is live. `everyMs` apart; it breaks only after `breaches` in a row. */
export interface OwnCheck {
  readonly name: string;
  readonly kind: 'prometheus' | 'metric';
  readonly of: SignalKind;
  readonly severity: Severity;
  /** PromQL with `{model}`, `{environment}`, `{version}` to fill in; the name of a metric that the live version's runs log. */
  readonly ask: string;
  /** Name of the Prometheus server in the policy; null for a metric. */
  readonly server: string | null;
  /** How many samples there are, as PromQL or, of a metric, as another metric; null: nobody counts them. */
  readonly samples: string | null;
  readonly leastSamples: number;
  readonly bound: { readonly sign: '≥' | '≤'; readonly value: number };
  readonly windowMs: number;
  readonly everyMs: number;
  readonly breaches: number;
}

/** How a version is watched after it went live, and who is told what of its health. */
export interface Watching {
  /** Kinds that keep a version from being verified while they are open. */
  readonly of: readonly SignalKind[];
  readonly onBreach: 'ask' | 'auto-rollback';
  /** Kinds for which it may go back by itself: of `performance`, `errors` and `latency`. */
  readonly automates: readonly SignalKind[];
  readonly countdownMs: number;
  readonly checks: readonly OwnCheck[];
  readonly links: {
    readonly runbook: string | null;
    readonly dashboard: string | null;
    readonly ticket: string | null;
  };
  /** Who is pinged first, and who when nobody acknowledges. */
  readonly tell: readonly PrincipalRef[];
  readonly second: readonly PrincipalRef[];
  /** After how long nobody acknowledged those are reminded; ascending. From the second on `second` is told, too. */
  readonly remindMs: readonly number[];
  /** Who may acknowledge, snooze and dismiss. */
  readonly may: readonly PrincipalRef[];
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
  /** Where that registry answers; not part of `digest`. */
  readonly registryUrl: string;
  /** Name of the registered model in that registry. */
  readonly registeredName: string;
  /** Where a promotion to here comes from: the environment before this one on the path; the lane itself at its start. */
  readonly source: { readonly environment: string; readonly registry: string; readonly registeredName: string };
  /** The alias that makes a version live here. */
  readonly alias: string;
  /** The registry's stage that is kept in step with it; null: none is. */
  readonly stage: string | null;
  /** Whether a promotion to here asks that the version was live in the environment before, or only registered there. */
  readonly after: 'live' | 'registered';
  /** What happens when a version is verified here: people ask for the next environment, or it is asked for by itself. */
  readonly onward: 'ask' | 'auto';
  /** What trains here; null where artifacts are copied. */
  readonly trainer: WorkerConfig | null;
  /** How far what was trained may lie from what was reviewed; null: 5 % for each metric that a gate names. */
  readonly tolerance: readonly Tolerance[] | null;
  /** What looks at a version once more before it goes live. */
  readonly validate: WorkerConfig | null;
  readonly serving: WorkerConfig | null;
  /** Where the environment's data lies, its experiment and its log level: told to trainings, and shown. */
  readonly surroundings: {
    readonly data: string | null;
    readonly experiment: string | null;
    readonly logLevel: string | null;
    readonly prometheus: string | null;
  };
  readonly watching: Watching;
  /** Channel for alerts; null: the lane's own. */
  readonly alerts: string | null;
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
  readonly mode: PolicyMode;
  /** Who may let a version in past gates, quorum and calendar, alone and with a reason; empty: nobody. */
  readonly breakGlass: readonly PrincipalRef[];
  /** Boxes that an approver of this group has to tick, at most eight. */
  readonly checklist: Readonly<Record<string, readonly string[]>>;
  /** After how long those who are missing are reminded, each counted from when they were first asked; ascending. */
  readonly remindMs: readonly number[];
  readonly calendar: readonly CalendarRule[];
  /** After how long what is live has to be evaluated again; null: nobody asks for it. Told, and holds nothing. */
  readonly reevaluateMs: number | null;
  readonly show: readonly ShownArtifact[];
  /** The team that the model belongs to; null where the file has no teams. */
  readonly team: string | null;
  readonly notice: string | null;
  readonly expiresMs: number;
  readonly watchMs: number;
  readonly giveUpAfterMs: number;
  /** Every group named above, as written in the file. */
  readonly groups: Readonly<Record<string, readonly PrincipalRef[]>>;
  /** Identities that registry and git know → the person, or `machine` for a service account. */
  readonly people: Readonly<Record<string, PersonId | 'machine'>>;
}
