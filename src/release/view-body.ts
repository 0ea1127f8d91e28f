import { acceptableVerdicts, acceptingGroups } from './acceptance.ts';
import { championIs } from './plan.ts';
import type { Phase, ReleaseState } from './state.ts';
import { type Execution, type StepState, trainsAnewAfter } from './state-execution.ts';
import { endWords } from './view-end.ts';
import { executionOf, goingBack, isSplit } from './view-facts.ts';
import { count } from './view-numbers.ts';
import { gatesView } from './view-review.ts';
import type { Around } from './view-shape.ts';
import { currentStep, stepsToCome, stepWords } from './view-steps.ts';
import { systemLines } from './view-systems.ts';
import { waitingWords } from './view-waiting.ts';
import { watchedWords } from './view-watched.ts';
import { anyOf, date, type Line, line, outside, phrase, strong, v, who } from './view-words.ts';

/** What the release waits for, does, or came to, in words. */
export function bodyOf(state: ReleaseState, around: Around): readonly Line[] {
  return bodies[state.phase](state, around);
}

const bodies: Record<Phase, (state: ReleaseState, around: Around) => readonly Line[]> = {
  gathering: (state) => [gatheringWords(state)],
  blocked: (state) => [line(blockedWords(state), ' I read it again every two minutes.'), ...acceptWords(state)],
  review: (state) => (state.waiting === null ? [] : [waitingWords(state)]),
  approved: (state) => [waitingWords(state)],
  executing: executingWords,
  failed: failedWords,
  watching: (state, around) => [
    line('Watching until ', date(state.live?.watchUntil ?? state.lastAt), '. Nothing to do unless it misbehaves.'),
    ...pausedAfterRollback(state, around),
  ],
  verified: (state, around) => [line(verifiedWords(state)), ...pausedAfterRollback(state, around)],
  rejected: endWords,
  withdrawn: endWords,
  expired: endWords,
  superseded: endWords,
  abandoned: endWords,
  'rolled-back': (state, around) => [...endWords(state), ...pausedAfterRollback(state, around)],
  concluded: endWords,
};

/** Why it counts as verified. */
export function verifiedWords({ kind, live }: ReleaseState): string {
  if (kind === 'adoption') return 'Trusted as it was found.';
  const watched = live !== null && live.watchUntil > live.at;
  if (watched) return 'Watched to the end without a breach.';
  return kind === 'rollback'
    ? 'It was trusted here before, so it is not watched again.'
    : 'The policy asks for no watch.';
}

/** Whose word would let pass what could not be told, where somebody's would. */
function acceptWords(state: ReleaseState): readonly Line[] {
  const groups = state.evidence === null ? [] : acceptingGroups(state.evidence.requirements);
  const many = acceptableVerdicts(state).length;
  if (groups.length === 0 || many === 0) return [];
  const what = many === 1 ? 'What could not be told' : `The ${many} that could not be told`;
  return [line(`${what} may be accepted by `, anyOf(groups), ', with a reason.')];
}

/** "2 of 9 gates did not pass." */
export function blockedWords(state: ReleaseState): string {
  if (state.evidence === null) return 'The evidence is missing.';
  const { open, moreOpen, total } = gatesView(state);
  return `${open.length + moreOpen} of ${count(total, 'gate')} did not pass.`;
}

function gatheringWords({ gathering }: ReleaseState): Line {
  if (gathering === null) return line('Reading the version, its run and its files.');
  if (!gathering.unreachable) return line(outside(gathering.note, 240));
  return line('Could not find out since ', date(gathering.since, 'time'), ': ', outside(gathering.note, 240));
}

function executingWords(state: ReleaseState): readonly Line[] {
  const execution = executionOf(state);
  if (execution === null) return [];
  const back = goingBack(execution) || execution.stop !== null;
  const asked = execution.putBack ?? execution.stop;
  return [
    asked === null
      ? []
      : line(
          execution.putBack === null ? 'Stop, asked by ' : 'Put back, asked by ',
          who(asked.by),
          ', ',
          date(asked.at),
          '.',
        ),
    execution.stop?.forRollback ? line('A rollback goes first; it takes over from here.') : [],
    retryWords(state),
    watchedWords(state),
    back ? [] : line(stepsToCome(state) ?? ''),
  ].filter((words) => words.length > 0);
}

/** "The registry has not answered since 10:51; next try 10:55." */
export function retryWords(state: ReleaseState): Line {
  const execution = executionOf(state);
  const retry = execution === null ? null : (currentStep(execution)?.retry ?? null);
  if (retry === null || state.phase !== 'executing') return [];
  return line(
    phrase(retry.words, 240),
    '. Since ',
    date(retry.since, 'time'),
    ', next try ',
    date(retry.nextTry, 'time'),
    '.',
  );
}

function failedWords(state: ReleaseState, around: Around): readonly Line[] {
  const { failure, execution } = state;
  if (failure === null) return [line('It failed; the log does not say where.')];
  const did =
    execution === null
      ? failure.step
      : stepWords({ kind: failure.step, direction: failure.direction }, execution.targets);
  const tries = failure.attempt === 1 ? 'at the first try' : `after ${failure.attempt} tries`;
  return [
    ...different(state),
    line(strong(did), ` failed ${tries}, `, date(failure.at), ': ', outside(failure.words, 400)),
    ...systemLines(state),
    line(cure(state, around)),
  ];
}

function different(state: ReleaseState): readonly Line[] {
  const execution = executionOf(state);
  if (execution === null) return [];
  const left = leftBehind(execution).map((step) => lowered(stepWords(step, execution.targets)));
  if (left.length === 0) return [];
  // Where the serving failed, the line above says already what is live where.
  const first = isSplit(state) ? line('Done') : line(strong(standing[championIs(execution)]), '; done');
  return [line(first, ` and not taken back: ${left.join(', ')}.`)];
}

function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function leftBehind({ steps, undo }: Execution): readonly StepState[] {
  const undone = undo.filter((step) => step.status === 'done').map((step) => step.kind);
  return steps.filter((step) => step.status === 'done' && leaves.includes(step.kind) && !undone.includes(step.kind));
}

const standing: Record<ReturnType<typeof championIs>, string> = {
  moved: 'Not the same everywhere',
  moving: 'Perhaps not the same everywhere',
  back: 'What is live was put back',
  untouched: 'Nothing live has changed',
};

const leaves: readonly StepState['kind'][] = [
  'copy-version',
  'tag-version',
  'set-previous',
  'set-champion',
  'set-stage',
];

function cure(state: ReleaseState, { lane }: Around): string {
  const from = state.execution?.targets.champion.from ?? lane.live?.version ?? null;
  const back = from === null ? 'Take it off undoes what was done' : `Put ${v(from)} back undoes what was done`;
  return `${retryMeans(state.failure)} ${back}. Until one of you decides, nothing else can go live here.`;
}

/** What Retry does about what failed: by where it did, or by how. */
function retryMeans(failure: ReleaseState['failure']): string {
  const { step, code } = failure ?? { step: 'validate', code: '' };
  if (trainsAnewAfter.includes(code)) return 'Retry trains once more.';
  return retriesAt[step] ?? retries[code] ?? 'Retry tries this step again.';
}

const retriesAt: Readonly<Partial<Record<StepState['kind'], string>>> = {
  'await-validation': 'Retry validates once more.',
  'await-serving': 'Retry sends the order again.',
};

const looksAgain = 'Retry looks again, and does not train.';
const retries: Readonly<Record<string, string>> = {
  trained_no_version: looksAgain,
  trained_two_versions: looksAgain,
  trained_other_commit: looksAgain,
  trainer_unreachable: looksAgain,
  trainer_rate_limited: looksAgain,
  trainer_auth: looksAgain,
  trainer_answer_malformed: looksAgain,
  trainer_replaced: looksAgain,
  outside_tolerance: 'Retry judges it again, by the policy as it is then.',
};

function pausedAfterRollback({ kind, phase }: ReleaseState, { pauses }: Around): readonly Line[] {
  const about = kind === 'rollback' || phase === 'rolled-back';
  return about && pauses.some((pause) => pause.cause === 'rollback')
    ? [line('Promotions are paused until someone resumes.')]
    : [];
}
