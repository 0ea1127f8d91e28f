import { ReleaseError } from '../../errors.ts';
import type { Refused } from '../../http/answer.ts';
import type { Call, Clock } from '../../ports.ts';
import type { TrainingOrder, TrainingRef } from '../../ports-trainers.ts';
import type { Actions, DispatchAnswer, Workflow } from './api.ts';
import { type Correlation, correlationOf, isNamed } from './correlation.ts';
import { doubts, nameless, unheard } from './doubts.ts';

/** Whether a start began a training, or found one. */
interface Started {
  readonly ref: TrainingRef;
  readonly already: boolean;
}

export interface Starting {
  /** The training of an order. Of two, which nobody wants, the older one counts, and the younger is asked to end. */
  find(order: TrainingOrder, call: Call): Promise<TrainingRef | null>;
  start(order: TrainingOrder, call: Call): Promise<Started>;
}

/**
 * Starts trainings by `workflow_dispatch`, which has no idempotency: an order is looked for before each dispatch, and where
 * nobody can know whether a dispatch arrived, no other follows until its run would show.
 */
export function starting(actions: Actions, workflow: Workflow, now: Clock): Starting {
  const open = doubts(now);
  const dispatch = dispatching(actions, workflow);
  const find = (order: TrainingOrder, call: Call) => oldest(actions, correlationOf(order), call);

  async function start(order: TrainingOrder, call: Call): Promise<Started> {
    const correlation = correlationOf(order);
    const found = await find(order, call);
    if (found === null) open.check(correlation);
    else open.end(correlation);
    return found === null ? begin(order, correlation, call) : { ref: found, already: true };
  }

  async function begin(order: TrainingOrder, correlation: Correlation, call: Call): Promise<Started> {
    open.begin(correlation);
    const answer = await dispatch(order, call).catch((error) => {
      if (!isInDoubt(error)) open.end(correlation);
      throw error;
    });
    open.taken(correlation);
    const begun = await settled(actions, correlation, answer, call);
    open.end(correlation);
    return begun;
  }

  return { find, start: once(start) };
}

async function oldest(actions: Actions, correlation: Correlation, call: Call): Promise<TrainingRef | null> {
  const [first, ...others] = await actions.named(correlation, call);
  for (const { id, status } of others) if (status !== 'completed') await actions.cancel(id, call);
  return first?.id ?? null;
}

/** Another worker may have dispatched at the same moment; and a run that does not bear its name would never be found again. */
async function settled(actions: Actions, correlation: Correlation, id: string | null, call: Call): Promise<Started> {
  const found = await oldest(actions, correlation, call);
  if (found !== null) return { ref: found, already: id !== null && found !== id };
  if (id === null) throw unheard(correlation);
  const run = await actions.run(id, call);
  if (run === null || isNamed(run.title, correlation)) return { ref: id, already: false };
  await actions.cancel(id, call);
  throw nameless(correlation, run.title.slice(0, 100));
}

/** Dispatches, and says which run began where the server tells; throws a definite no, or that nobody knows. */
function dispatching(actions: Actions, { ref, workflow }: Workflow) {
  let tellsRun = true;
  const hint = `${workflow} could not be dispatched at ${ref}: docs/training-with-github-actions.md says what it needs.`;
  return async (order: TrainingOrder, call: Call): Promise<string | null> => {
    const correlation = correlationOf(order);
    const body = { ref, inputs: inputsOf(order) };
    let answer = await sent(actions, correlation, tellsRun ? { ...body, return_run_details: true } : body, call);
    if (tellsRun && isTooOld(answer)) {
      tellsRun = false;
      answer = await sent(actions, correlation, body, call);
    }
    if (answer.kind === 'ok') return answer.value;
    throw answer.status >= 500 ? unheard(correlation, actions.failed(answer)) : actions.failed(answer, hint);
  };
}

/** GitHub refuses inputs that a workflow does not declare: one that trains has none for a version. */
function inputsOf(order: TrainingOrder): Readonly<Record<string, string>> {
  const { environment, model, commit, release, version } = order;
  const validates = version === undefined ? {} : { version };
  return { environment, model, commit, release, ...validates, correlation_id: correlationOf(order) };
}

const neverSent: readonly string[] = ['deadline_passed', 'trainer_rate_limited'];

/** A dispatch whose answer was lost may have arrived; one that was never sent, or was held back by a limit, has not. */
async function sent(actions: Actions, correlation: Correlation, body: object, call: Call): Promise<DispatchAnswer> {
  try {
    return await actions.dispatch(body, call);
  } catch (error) {
    if (!(error instanceof ReleaseError) || neverSent.includes(error.code)) throw error;
    throw unheard(correlation, error);
  }
}

function isInDoubt(error: unknown): boolean {
  return error instanceof ReleaseError && error.code === 'training_outcome_unknown';
}

/** Older Enterprise servers do not know the field, and say so. */
function isTooOld(answer: DispatchAnswer): answer is Refused {
  if (answer.kind === 'ok') return false;
  return (answer.status === 400 || answer.status === 422) && answer.text.includes('return_run_details');
}

/** Whoever asks while an order is being started gets the same training. */
function once(start: Starting['start']): Starting['start'] {
  const running = new Map<Correlation, Promise<Started>>();
  return async (order, call) => {
    const correlation = correlationOf(order);
    const before = running.get(correlation);
    if (before !== undefined) return { ...(await before), already: true };
    const begun = start(order, call).finally(() => running.delete(correlation));
    running.set(correlation, begun);
    return begun;
  };
}
