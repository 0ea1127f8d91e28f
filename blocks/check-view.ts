import type { Requirements, Rule } from '../src/release/event.ts';
import type { Findings, Verdict } from '../src/release/evidence.ts';
import type { PersonId, Version } from '../src/release/ids.ts';
import type { PolicyMode } from '../src/release/lane-policy.ts';
import type { LiveVersion, Pause } from '../src/release/lane-state.ts';
import type { Refusal } from '../src/release/outcome.ts';
import type { ReleaseState } from '../src/release/state.ts';

/** What a check found. */
export interface CheckView {
  readonly model: string;
  readonly environment: string;
  readonly version: Version;
  readonly from: string;
  readonly notYet: string | null;
  readonly verdicts: readonly Verdict[];
  readonly requirements: Requirements | null;
  readonly approvers: readonly {
    readonly rule: ReturnType<typeof Rule.parse>;
    readonly people: readonly PersonId[];
  }[];
  readonly unreachable: readonly string[];
  readonly pauses: readonly Pause[];
  readonly open: ReleaseState | null;
  readonly live: LiveVersion | null;
  readonly findings: Findings | null;
  readonly wouldOpen: Refusal | null;
  readonly mode: PolicyMode;
}
