import type { AwaitKind, Direction, StepKind } from './event-step.ts';
import type { Watched } from './event-training.ts';
import type { Version } from './ids.ts';
import type { RecordEvidence } from './record-evidence.ts';

/** What a worker found or did on one step of an execution. */
export type StepCommand =
  | {
      readonly kind: 'begin-step';
      readonly step: StepKind;
      readonly direction: Direction;
      readonly worker: string;
      readonly leaseUntil: number;
    }
  | {
      readonly kind: 'progress-step';
      readonly step: StepKind;
      readonly direction: Direction;
      readonly worker: string;
      readonly leaseUntil: number;
      readonly done: number;
      readonly total: number;
      readonly unit: 'bytes' | 'files';
    }
  | {
      readonly kind: 'finish-step';
      readonly step: StepKind;
      readonly direction: Direction;
      readonly worker: string;
      readonly already: boolean;
      readonly version: Version | null;
      readonly bytes: number | null;
      readonly ref?: string;
    }
  /** How what a step waits for is now; written only when it changed. */
  | {
      readonly kind: 'watch-step';
      readonly step: StepKind;
      readonly state: Watched;
      readonly words: string | null;
      readonly url: string | null;
    }
  | { readonly kind: 'end-await'; readonly step: AwaitKind }
  /** `set-champion`, too, waits before it begins: until nobody uses what is live. */
  | {
      readonly kind: 'fail-await';
      readonly step: AwaitKind | 'set-champion';
      readonly code: string;
      readonly words: string;
      readonly served?: Version | null;
    }
  /** The order that is waited for got lost: the step that sent it is due again. */
  | {
      readonly kind: 'send-again';
      readonly step: AwaitKind;
      readonly code: string;
      readonly words: string;
      readonly served?: Version | null;
    }
  | {
      readonly kind: 'note-scored';
      readonly version: Version;
      readonly since: number;
      readonly runs: readonly { readonly id: string; readonly at: number; readonly url: string | null }[];
      readonly words: string | null;
    }
  /** What was really trained, judged: it goes on, or back to the people with `command`, the evidence that was recorded of it. */
  | {
      readonly kind: 'judge-trained';
      readonly worker: string;
      readonly evidence: RecordEvidence;
      /** Differences beyond the band, in words; empty when there are none. */
      readonly outside: readonly string[];
      readonly tags: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'retry-step';
      readonly step: StepKind;
      readonly direction: Direction;
      readonly worker: string;
      readonly code: string;
      readonly words: string;
      readonly nextTry: number;
    }
  | {
      readonly kind: 'fail-step';
      readonly step: StepKind;
      readonly direction: Direction;
      readonly worker: string;
      readonly code: string;
      readonly words: string;
      readonly served?: Version | null;
    }
  /** `champion` is neither where we came from nor where we go: nothing was written. */
  | { readonly kind: 'foreign-champion'; readonly found: Version | null; readonly worker: string };
