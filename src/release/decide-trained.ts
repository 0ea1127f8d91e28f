import type { WorkerCommand } from './command.ts';
import { decideEvidence } from './decide-evidence.ts';
import { ours, which } from './decide-steps.ts';
import { blocks } from './evidence.ts';
import type { ReleaseFacts } from './facts.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { isForReview } from './plan.ts';
import type { ReleaseState } from './state.ts';
import type { StepState } from './state-execution.ts';
import { releaseStream } from './stream.ts';

type Judged = Extract<WorkerCommand, { kind: 'judge-trained' }>;

/**
 * What was really trained goes on when it passed every gate and lies within the band; otherwise the execution ends here, its
 * approvals are void, and people decide on what there is now. So they do where it was trained for them to decide on.
 */
export function decideTrained(facts: ReleaseFacts, command: Judged): Decision {
  const { state } = facts;
  const step = ours(state, { step: 'judge-trained', direction: 'do', worker: command.worker });
  if (step === null) return refused({ kind: 'step-not-ours' });
  if (state.execution?.stop !== null || state.execution.putBack !== null) return letGo(facts, step);
  const { evidence } = command;
  if (isForReview(state)) return sentBack(facts, command, 'trained-for-review');
  if (command.outside.length > 0 || evidence.findings.verdicts.some(blocks))
    return sentBack(facts, command, 'trained-differs');
  const { digest, candidate, champion, findings } = evidence;
  const tookMs = Math.max(0, facts.now - (step.startedAt ?? facts.now));
  return accepted(
    { kind: 'noted' },
    {
      stream: releaseStream(state.id),
      events: [
        { kind: 'trained-judged', v: 1, evidence: digest, candidate, champion, findings, tags: { ...command.tags } },
        { kind: 'step-finished', v: 1, ...which(step), tookMs, already: false, version: null, bytes: null },
      ],
    },
  );
}

/** Somebody stopped it while it was judged: what it is like matters no more. */
function letGo({ state, now }: ReleaseFacts, step: StepState): Decision {
  const words = 'somebody stopped it';
  return accepted(
    { kind: 'noted' },
    {
      stream: releaseStream(state.id),
      events: [
        { kind: 'step-retrying', v: 1, ...which(step), code: 'stop_requested', words, nextTry: now, since: now },
      ],
    },
  );
}

/** As if the evidence had changed under the reviewers, which it has. */
function sentBack(
  facts: ReleaseFacts,
  { evidence, outside }: Judged,
  cause: 'trained-differs' | 'trained-for-review',
): Decision {
  const { state } = facts;
  const again: ReleaseState = { ...state, phase: 'review', approvals: [], execution: null, waiting: null };
  const recorded = decideEvidence({ ...facts, state: again }, evidence);
  if (recorded.kind === 'refused') return recorded;
  const stream = releaseStream(state.id);
  const events = recorded.appends.filter((one) => one.stream === stream).flatMap((one) => one.events);
  return accepted(
    { kind: 'noted' },
    {
      stream,
      events: [
        {
          kind: 'approvals-voided',
          v: 1,
          cause,
          was: state.evidence?.digest ?? evidence.digest,
          now: evidence.digest,
          changes: [...outside, ...evidence.changes],
          people: state.approvals.map((one) => one.person),
          expiresAt: facts.now + facts.policy.expiresMs,
        },
        ...events,
      ],
    },
    ...recorded.appends.filter((one) => one.stream !== stream),
  );
}
