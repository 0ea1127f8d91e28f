import type { ReleaseCommand, WorkerCommand } from './command.ts';
import { decideEvidence, decideExpire, decideNote } from './decide-evidence.ts';
import { decideAbandon, decidePutBack, decideRetry, decideStop } from './decide-execution.ts';
import { decideEndExecution, decideEndWatch } from './decide-live.ts';
import { decideApprove, decideCheckAgain, decideReject, decideWithdraw } from './decide-review.ts';
import { decideBegin, decideWait } from './decide-start.ts';
import {
  decideBeginStep,
  decideFail,
  decideFinish,
  decideForeignChampion,
  decideProgress,
  decideRetryStep,
} from './decide-steps.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import type { Decision } from './outcome.ts';

type PersonTable = {
  readonly [K in ReleaseCommand['kind']]: (
    facts: ReleaseFacts,
    by: PersonId,
    command: Extract<ReleaseCommand, { kind: K }>,
  ) => Decision;
};
type WorkerTable = {
  readonly [K in WorkerCommand['kind']]: (
    facts: ReleaseFacts,
    command: Extract<WorkerCommand, { kind: K }>,
  ) => Decision;
};
type PersonOf<K extends ReleaseCommand['kind']> = {
  readonly [P in K]: Extract<ReleaseCommand, { kind: P }> & { kind: P };
}[K];
type WorkerOf<K extends WorkerCommand['kind']> = {
  readonly [P in K]: Extract<WorkerCommand, { kind: P }> & { kind: P };
}[K];

/** What people may do to a release. */
const person: PersonTable = {
  approve: decideApprove,
  reject: decideReject,
  withdraw: decideWithdraw,
  'check-again': decideCheckAgain,
  stop: decideStop,
  retry: decideRetry,
  'put-back': decidePutBack,
  abandon: decideAbandon,
};

/** What a worker may write down of a release. */
const worker: WorkerTable = {
  'note-gathering': decideNote,
  'record-evidence': decideEvidence,
  expire: decideExpire,
  wait: decideWait,
  'begin-execution': decideBegin,
  'begin-step': decideBeginStep,
  'progress-step': decideProgress,
  'finish-step': decideFinish,
  'retry-step': decideRetryStep,
  'fail-step': decideFail,
  'foreign-champion': decideForeignChampion,
  'end-execution': decideEndExecution,
  'end-watch': decideEndWatch,
};

/** A person's word on one release: events, or a refusal with its reason. Pure. */
export function decide<K extends ReleaseCommand['kind']>(
  facts: ReleaseFacts,
  by: PersonId,
  command: PersonOf<K>,
): Decision {
  return person[command.kind](facts, by, command);
}

/** A worker's finding on one release. Pure. */
export function decideFinding<K extends WorkerCommand['kind']>(facts: ReleaseFacts, command: WorkerOf<K>): Decision {
  return worker[command.kind](facts, command);
}
