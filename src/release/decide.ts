import type { ReleaseCommand, WorkerCommand } from './command.ts';
import { decideAccept } from './decide-accept.ts';
import { decideEndAwait, decideFailAwait, decideNoteScored, decideSendAgain, decideWatch } from './decide-await.ts';
import { decideEvidence, decideExpire, decideNote } from './decide-evidence.ts';
import { decideAbandon, decidePutBack, decideRetry, decideStop } from './decide-execution.ts';
import { decideCloseFollowUp, decideFollowUpDue } from './decide-follow-up.ts';
import { decideEndExecution, decideEndWatch } from './decide-live.ts';
import { decideConclude, refuseNotEnforced } from './decide-mode.ts';
import { decideApprove, decideCheckAgain, decideReject, decideWithdraw } from './decide-review.ts';
import { decideBegin } from './decide-start.ts';
import {
  decideBeginStep,
  decideFail,
  decideFinish,
  decideForeignChampion,
  decideProgress,
  decideRetryStep,
} from './decide-steps.ts';
import { decideTakeBack } from './decide-take-back.ts';
import { decideTrained } from './decide-trained.ts';
import { decideAskAgain, decideNoteTold, decideRemind, decideWait } from './decide-waiting.ts';
import type { ReleaseFacts } from './facts.ts';
import type { PersonId } from './ids.ts';
import { type Decision, refused } from './outcome.ts';

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
  'take-back': decideTakeBack,
  'accept-verdicts': decideAccept,
  reject: decideReject,
  withdraw: decideWithdraw,
  'check-again': decideCheckAgain,
  stop: decideStop,
  retry: decideRetry,
  'put-back': decidePutBack,
  abandon: decideAbandon,
  'close-follow-up': decideCloseFollowUp,
};

/** What a worker may write down of a release. */
const worker: WorkerTable = {
  'note-gathering': decideNote,
  'record-evidence': decideEvidence,
  expire: decideExpire,
  wait: decideWait,
  'ask-again': decideAskAgain,
  remind: decideRemind,
  'note-told': decideNoteTold,
  'begin-execution': decideBegin,
  'watch-step': decideWatch,
  'end-await': decideEndAwait,
  'fail-await': decideFailAwait,
  'send-again': decideSendAgain,
  'note-scored': decideNoteScored,
  'judge-trained': decideTrained,
  'begin-step': decideBeginStep,
  'progress-step': decideProgress,
  'finish-step': decideFinish,
  'retry-step': decideRetryStep,
  'fail-step': decideFail,
  'foreign-champion': decideForeignChampion,
  'end-execution': decideEndExecution,
  'end-watch': decideEndWatch,
  'follow-up-due': decideFollowUpDue,
  conclude: decideConclude,
};

/** A person's word on one release: events, or a refusal with its reason. Pure. */
export function decide<K extends ReleaseCommand['kind']>(
  facts: ReleaseFacts,
  by: PersonId,
  command: PersonOf<K>,
): Decision {
  const no = refuseNotEnforced(facts, command.kind);
  return no === null ? person[command.kind](facts, by, command) : refused(no);
}

/** A worker's finding on one release. Pure. */
export function decideFinding<K extends WorkerCommand['kind']>(facts: ReleaseFacts, command: WorkerOf<K>): Decision {
  return worker[command.kind](facts, command);
}
