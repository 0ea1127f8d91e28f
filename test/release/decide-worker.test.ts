import { expect, test } from 'vitest';
import type { WorkerCommand } from '../../src/release/command.ts';
import { decideFinding } from '../../src/release/decide.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import type { ReleaseFacts } from '../../src/release/facts.ts';
import type { LaneState, Pause } from '../../src/release/lane-state.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { facts, id, lane, now, released, said, v } = scene;

const pause: Pause = {
  cause: 'person',
  by: scene.by(people.own),
  at: 1,
  why: 'stock-taking',
  until: null,
  release: null,
};
const targets = startedTargets();
const begin: WorkerCommand = {
  kind: 'begin-execution',
  evidence: scene.evidence,
  targets,
  counting: [people.bob, people.pat],
  accepting: [],
};

function startedTargets() {
  const event = scene.started();
  if (event.kind !== 'execution-started') throw new Error('not a start');
  return event.targets;
}

const rollbackLog: readonly ReleaseEvent[] = [
  scene.opened(scene.openedRollback),
  scene.gathered({ champion: v(14) }),
  { kind: 'review-completed', v: 1, automatic: true, people: [] },
];
const rollback = released(...rollbackLog);
const older = released(scene.opened({ release: id(80) }), ...scene.approvedLog.slice(1));
const holds = (state: { readonly id: LaneState['holder'] }) => lane({ holder: state.id });
const busyRollback = released(
  ...rollbackLog.map((event) => (event.kind === 'opened' ? { ...event, release: id(70) } : event)),
  scene.started(),
);
const failedRollback = released(
  ...rollbackLog.map((event) => (event.kind === 'opened' ? { ...event, release: id(70) } : event)),
  scene.started(),
  ...scene.failedAt('set-champion'),
);
const queuedRollback = {
  release: id(90),
  kind: 'rollback',
  sourceVersion: v(12),
  automatic: false,
  phase: 'approved',
  approvals: 0,
} as const;

const starts: readonly (readonly [string, ReleaseFacts, WorkerCommand, string])[] = [
  ['an approved release takes a free lane', facts(scene.inApproved), begin, 'v14 execution-started'],
  [
    'rule 3: not on other evidence than was approved',
    facts(scene.inApproved),
    { ...begin, evidence: scene.other },
    'no: step-not-ours',
  ],
  ['not before all have approved', facts(scene.inReview), begin, 'no: wrong-phase'],
  [
    'rule 1: not when somebody who said yes has left',
    facts(scene.inApproved),
    { ...begin, counting: [people.bob] },
    'v14 approvals-voided',
  ],
  ['a pause holds a promotion', facts(scene.inApproved, { pauses: [pause] }), begin, 'v14 waiting'],
  ['rule 7: no pause holds a rollback', facts(rollback, { pauses: [pause] }), begin, 'back execution-started'],
  [
    'rule 5: a promotion waits for a busy lane',
    facts(scene.inApproved, { lane: holds(older), releases: [older] }),
    begin,
    'v14 waiting',
  ],
  [
    'a promotion waits for a rollback that waits for a free lane',
    facts(scene.inApproved, { lane: lane({ queue: [id(90)], open: [queuedRollback] }), releases: [rollback] }),
    begin,
    'v14 waiting',
  ],
  [
    'rule 7: a rollback stops what executes',
    facts(rollback, { lane: holds(scene.inExecuting), releases: [scene.inExecuting] }),
    begin,
    'v14 stop-requested, back waiting',
  ],
  [
    'rule 7: a rollback takes over what failed',
    facts(rollback, { lane: holds(scene.inFailed), releases: [scene.inFailed] }),
    begin,
    'v14 stopped, back execution-started',
  ],
  [
    'rule 7: a rollback takes over a failed rollback',
    facts(rollback, { lane: holds(failedRollback), releases: [failedRollback] }),
    begin,
    `${id(70)} stopped, back execution-started`,
  ],
  [
    'a rollback waits for one that was asked for at the same time',
    facts(rollback, { lane: holds(busyRollback), releases: [busyRollback] }),
    begin,
    'back waiting',
  ],
  ['an approval that expired starts nothing', facts(scene.inApproved, { now: now + 2_000_000 }), begin, 'v14 expired'],
  ['expired in time only', facts(scene.inReview), { kind: 'expire' }, 'unchanged'],
  ['nobody decided in time', facts(scene.inReview, { now: now + 2_000_000 }), { kind: 'expire' }, 'v14 expired'],
  [
    'an execution does not expire',
    facts(scene.inExecuting, { now: now + 2_000_000 }),
    { kind: 'expire' },
    'no: wrong-phase',
  ],
  ['a watch that goes on', facts(scene.inWatching), { kind: 'end-watch' }, 'unchanged'],
  [
    'quiet to the end of its watch',
    facts(scene.inWatching, { now: now + 60_000 }),
    { kind: 'end-watch' },
    'v14 verified',
  ],
  ['nothing to end while it executes', facts(scene.inExecuting), { kind: 'end-execution' }, 'no: step-not-ours'],
];

test.each(starts)('%s', (_, seen, command, expected) => expect(said(decideFinding(seen, command))).toBe(expected));

test('a reason to wait is said once', () => {
  const waiting = released(...scene.approvedLog, {
    kind: 'waiting',
    v: 1,
    cause: 'paused',
    words: 'stock-taking',
    until: null,
  });
  expect(said(decideFinding(facts(waiting, { pauses: [pause] }), begin))).toBe('unchanged');
});

const w1 = { worker: 'w1', direction: 'do' } as const;
const log = (...events: readonly ReleaseEvent[]) =>
  facts(released(...scene.approvedLog, scene.started(), ...events), { lane: holds(scene.inExecuting) });
const validating = log(scene.begun('validate'));
const moving = log(...scene.upTo('set-previous'), scene.begun('set-champion'));
const confirming = log(...scene.upTo('set-champion'), scene.begun('confirm-champion'));
const finish = { kind: 'finish-step', ...w1, already: false, version: null, bytes: null } as const;
const startStep = { kind: 'begin-step', direction: 'do', worker: 'w2', leaseUntil: now + 10_000 } as const;
const retry = {
  kind: 'retry-step',
  ...w1,
  code: 'registry_unreachable',
  words: 'no answer',
  nextTry: now + 5_000,
} as const;
const stopped: ReleaseEvent = { kind: 'stop-requested', v: 1, forRollback: null };
const handed: ReleaseEvent = { kind: 'stop-requested', v: 1, forRollback: id(90) };
const foreign = { kind: 'foreign-champion', found: v(99), worker: 'w1' } as const;
const tried = (since: number, ...then: readonly ReleaseEvent[]) =>
  log(
    {
      kind: 'step-retrying',
      v: 1,
      step: 'validate',
      direction: 'do',
      attempt: 1,
      code: 'x',
      words: 'x',
      nextTry: now,
      since,
    },
    scene.begun('validate', { attempt: 2 }),
    ...then,
  );

const steps: readonly (readonly [string, ReleaseFacts, WorkerCommand, string])[] = [
  ['the first step begins', log(), { ...startStep, step: 'validate' }, 'v14 step-started'],
  ['no step before its turn', log(), { ...startStep, step: 'set-champion' }, 'no: step-not-ours'],
  [
    'nobody takes a step over before its lease ends',
    validating,
    { ...startStep, step: 'validate' },
    'no: step-not-ours',
  ],
  [
    'a dead worker’s step is taken over',
    facts(validating.state, { now: now + 10_000 }),
    { ...startStep, step: 'validate' },
    'v14 step-started',
  ],
  [
    'the second look at champion waits',
    facts(log(...scene.upTo('set-champion')).state, { now: 2_000 }),
    { ...startStep, step: 'confirm-champion' },
    'no: step-not-ours',
  ],
  [
    'progress renews the lease',
    validating,
    { kind: 'progress-step', ...w1, step: 'validate', leaseUntil: now + 20_000, done: 1, total: 2, unit: 'bytes' },
    'v14 step-progressed',
  ],
  ['only of one’s own step', validating, { ...finish, step: 'validate', worker: 'w2' }, 'no: step-not-ours'],
  ['a step is done', validating, { ...finish, step: 'validate' }, 'v14 step-finished'],
  [
    'the last one makes it live',
    confirming,
    { ...finish, step: 'confirm-champion' },
    'v14 step-finished, v14 went-live',
  ],
  [
    'the last one does not, once somebody said Stop',
    log(...scene.upTo('set-champion'), scene.begun('confirm-champion'), stopped),
    { ...finish, step: 'confirm-champion' },
    'v14 step-finished',
  ],
  ['rule 13: could not find out is tried again', validating, { ...retry, step: 'validate' }, 'v14 step-retrying'],
  ['until the policy gives up', tried(now - 200_000), { ...retry, step: 'validate' }, 'v14 failed'],
  [
    'what is stopped has not failed, however long it was tried',
    tried(now - 200_000, stopped),
    { ...retry, step: 'validate' },
    'v14 step-retrying',
  ],
  ['not before', tried(now - 10), { ...retry, step: 'validate' }, 'v14 step-retrying'],
  [
    'a definite no fails',
    validating,
    { kind: 'fail-step', ...w1, step: 'validate', code: 'bytes_differ', words: 'other bytes' },
    'v14 failed',
  ],
  [
    'a foreign champion voids and pauses',
    moving,
    foreign,
    'v14 approvals-voided, lane:churn/production moved-outside, lane:churn/production paused',
  ],
  ['said by somebody else, it is not ours', moving, { ...foreign, worker: 'w2' }, 'no: step-not-ours'],
  [
    'one that the lane knows of is not told twice',
    facts(moving.state, { lane: lane({ live: scene.liveVersion(99, null, 'outside') }) }),
    foreign,
    'v14 approvals-voided',
  ],
  [
    'somebody put champion back at once: told from where we had put it',
    confirming,
    { ...foreign, found: v(12) },
    'v14 approvals-voided, lane:churn/production moved-outside, lane:churn/production paused',
  ],
  [
    'found while stopping, the stop goes on',
    log(...scene.upTo('set-previous'), scene.begun('set-champion'), stopped),
    foreign,
    'v14 step-retrying, lane:churn/production moved-outside, lane:churn/production paused',
  ],
  ['stopped before anything was done', log(stopped), { kind: 'end-execution' }, 'v14 stopped'],
  [
    'stopped, and what was done is taken back first',
    log(...scene.upTo('set-previous'), stopped),
    { ...startStep, step: 'set-previous', direction: 'undo' },
    'v14 step-started',
  ],
  [
    'last effects first',
    log(...scene.upTo('set-champion'), stopped),
    { ...startStep, step: 'set-champion', direction: 'undo' },
    'v14 step-started',
  ],
  [
    'for a rollback nothing is taken back',
    log(...scene.upTo('set-champion'), handed),
    { kind: 'end-execution' },
    'v14 stopped',
  ],
];

test.each(steps)('%s', (_, seen, command, expected) => expect(said(decideFinding(seen, command))).toBe(expected));

test('the way back of one worker is let end, whatever a dead one left behind', () => {
  const back = scene.begun('set-champion', { direction: 'undo', worker: 'w2', leaseUntil: now + 10_000 });
  const left = scene.begun('confirm-champion', { leaseUntil: now - 1 });
  const seen = log(...scene.upTo('set-champion'), left, stopped, back);
  expect(said(decideFinding(seen, { ...startStep, worker: 'w3', step: 'set-champion', direction: 'undo' }))).toBe(
    'no: step-not-ours',
  );
});

const gather = (over: Partial<Extract<WorkerCommand, { kind: 'record-evidence' }>> = {}): WorkerCommand => {
  const { digest, candidate, champion, policy, findings, requirements } = scene.gathered();
  return {
    kind: 'record-evidence',
    digest,
    candidate,
    champion,
    policy,
    findings,
    requirements,
    changes: ['auc 0.86 → 0.85'],
    ...over,
  };
};
const failing = {
  ...scene.gathered().findings,
  verdicts: [{ gate: 'auc', status: 'fail', reason: 'too low', cure: null } as const],
};
const newer = released(
  scene.opened({
    release: id(15),
    source: { environment: 'staging', registry: 'staging', name: 'churn', version: v(15) },
  }),
  scene.gathered(),
);
const openNewer = {
  release: id(15),
  kind: 'promotion',
  sourceVersion: v(15),
  automatic: false,
  phase: 'review',
  approvals: 0,
} as const;

const readings: readonly (readonly [string, ReleaseFacts, WorkerCommand, string])[] = [
  ['gathered', facts(scene.inGathering), gather(), 'v14 evidence-gathered'],
  ['rule 6: a failed gate blocks', facts(scene.inGathering), gather({ findings: failing }), 'v14 evidence-gathered'],
  ['read again, and the same', facts(scene.inReview), gather(), 'unchanged'],
  [
    'rule 3: other evidence voids',
    facts(scene.inApproved),
    gather({ digest: scene.other }),
    'v14 approvals-voided, v14 evidence-gathered',
  ],
  [
    'rule 2: automatic completes by itself',
    facts(scene.inGathering),
    gather({ requirements: { ...scene.requirements, automatic: true, rules: [] } }),
    'v14 evidence-gathered, v14 review-completed',
  ],
  [
    'rule 7: gates keep no rollback',
    facts(released(scene.opened(scene.openedRollback))),
    gather({ findings: failing }),
    'back evidence-gathered, back review-completed',
  ],
  [
    'rule 5: one that asks late hears of the newer one',
    facts(scene.inGathering, { lane: lane({ open: [openNewer] }), releases: [newer] }),
    gather(),
    'v14 evidence-gathered, v14 newer-ready',
  ],
  ['nothing is recorded once it executes', facts(scene.inExecuting), gather(), 'no: wrong-phase'],
];

test.each(readings)('%s', (_, seen, command, expected) => expect(said(decideFinding(seen, command))).toBe(expected));
