import { blocks, type Verdict } from '../release/evidence.ts';
import type { Judged } from './judged.ts';
import { refusalText } from './line-text.ts';

/** What `check --json` writes. Within `v: 1` keys are added, never changed or taken away. */
export interface CheckDocument {
  readonly v: 1;
  readonly model: string;
  readonly environment: string;
  /** The environment whose registry holds what was judged. */
  readonly from: string;
  readonly version: string | null;
  readonly run: string | null;
  readonly live: string | null;
  readonly mode: 'observe' | 'advise' | 'enforce';
  /** Null when it could not be judged yet: `notYet` says why. */
  readonly passed: boolean | null;
  readonly notYet: string | null;
  readonly verdicts: readonly {
    readonly gate: string;
    readonly status: Verdict['status'];
    readonly mode: 'block' | 'warn' | 'off';
    readonly reason: string;
    readonly cure: string | null;
    readonly blocks: boolean;
  }[];
  /** Null where Slack was not asked who is who. */
  readonly approvals:
    | readonly {
        readonly from: readonly string[];
        readonly min: number;
        readonly required: boolean;
        readonly people: readonly string[];
      }[]
    | null;
  readonly waitsFor: readonly { readonly cause: string; readonly why: string; readonly until: string | null }[];
  readonly open: string | null;
  /** Why a release would not be opened; null when it would be. */
  readonly refused: string | null;
  readonly policy: string | null;
  /** Whether the audit log was read. */
  readonly log: boolean;
}

/** A check as a document for machines. */
export function checkJson({ report, run, desk }: Judged): CheckDocument {
  const { model, environment, from, version, live, mode, notYet, verdicts, wouldOpen, open } = report;
  return {
    v: 1,
    model,
    environment,
    from,
    version: run === null ? version : null,
    run,
    live: live?.version ?? null,
    mode,
    passed: notYet === null ? !verdicts.some(blocks) : null,
    notYet,
    verdicts: verdicts.map(verdictJson),
    approvals: desk.slack === 'not-asked' ? null : report.approvers.map(({ rule, people }) => ({ ...rule, people })),
    waitsFor: report.pauses.map(({ cause, why, until }) => ({
      cause,
      why,
      until: until === null ? null : new Date(until).toISOString(),
    })),
    open: open?.id ?? null,
    refused: wouldOpen === null || wouldOpen.kind === 'not-enforced' ? null : refusalText(wouldOpen),
    policy: desk.written.lane(model, environment)?.digest ?? null,
    log: desk.past === undefined,
  };
}

function verdictJson(verdict: Verdict): CheckDocument['verdicts'][number] {
  const { gate, status, mode = 'block', reason, cure } = verdict;
  return { gate, status, mode, reason, cure, blocks: blocks(verdict) };
}
