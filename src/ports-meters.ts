import type { Request } from './release/command.ts';
import type { Direction, StepKind } from './release/event-step.ts';
import type { Phase } from './release/state.ts';

/** How one attempt at a step ended: its outcome, or why nobody could find out. */
export type StepResult = 'done' | 'already' | 'again' | 'foreign' | 'refused' | 'unknown' | 'lease-lost' | 'broken';

/** How a call to Slack or to a registry ended. */
export type CallResult = 'ok' | 'refused' | 'rate-limited' | 'server-error' | 'no-answer';

/** How an HTTP status reads as the end of a call. Slack's own refusals come with 200 and count as answered. */
export function resultOf(status: number): CallResult {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'ok';
}

/** What became of a webhook that a registry sent. */
export type WebhookResult =
  | 'accepted'
  | 'forged'
  | 'malformed'
  | 'too-large'
  | 'too-slow'
  | 'unknown-registry'
  | 'not-stored'
  | 'broken';

/** Counts what happens while it happens. Nothing here waits or throws. Durations are milliseconds. */
export interface Meters {
  step(step: StepKind, direction: Direction, result: StepResult, ms: number): void;
  slackCall(method: string, result: CallResult, ms: number): void;
  registryCall(server: string, method: string, result: CallResult, ms: number): void;
  webhook(registry: string, result: WebhookResult, ms: number): void;
  /** `result` is the kind of the answer or of the refusal, or `error`. */
  request(kind: Request['kind'], result: string, ms: number): void;
}

/** How much waits, and since when (milliseconds since 1970; null when nothing waits). */
export interface Waiting {
  readonly count: number;
  readonly oldest: number | null;
}

/** Numbers that Redis keeps anyway, read when somebody asks for them. */
export interface Backlog {
  readonly phases: ReadonlyMap<Phase, number>;
  readonly look: Waiting;
  readonly show: Waiting;
  readonly inbox: Waiting;
  /** Entries of the audit chain. */
  readonly entries: number;
  /** Number of the active policy; 0 when there is none yet. */
  readonly policy: number;
}
