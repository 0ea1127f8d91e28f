import { ReleaseError } from '../errors.ts';
import type { Meters, StepResult } from '../ports-meters.ts';
import type { ActKind, Direction } from '../release/event-step.ts';
import type { Step, StepContext, StepOutcome } from './step.ts';

type Steps = Readonly<Record<ActKind, Step>>;
type Act = (context: StepContext) => Promise<StepOutcome>;

/** The steps, with each attempt timed by how it ended. */
export function measuredSteps(steps: Steps, meters: Meters): Steps {
  const measured = (step: Step): Step => ({
    kind: step.kind,
    run: timed(step.run, step.kind, 'do', meters),
    ...(step.undo === undefined ? {} : { undo: timed(step.undo, step.kind, 'undo', meters) }),
  });
  return {
    'start-training': measured(steps['start-training']),
    'find-version': measured(steps['find-version']),
    'judge-trained': measured(steps['judge-trained']),
    'start-validation': measured(steps['start-validation']),
    'set-stage': measured(steps['set-stage']),
    'move-serving': measured(steps['move-serving']),
    'copy-version': measured(steps['copy-version']),
    validate: measured(steps.validate),
    'tag-version': measured(steps['tag-version']),
    'set-previous': measured(steps['set-previous']),
    'set-champion': measured(steps['set-champion']),
    'confirm-champion': measured(steps['confirm-champion']),
  };
}

function timed(act: Act, kind: ActKind, direction: Direction, meters: Meters): Act {
  return async (context) => {
    const started = performance.now();
    const tell = (result: StepResult) => meters.step(kind, direction, result, performance.now() - started);
    try {
      const outcome = await act(context);
      tell(resultOf(outcome));
      return outcome;
    } catch (error) {
      tell(thrown(error));
      throw error;
    }
  };
}

function thrown(error: unknown): StepResult {
  if (!(error instanceof ReleaseError)) return 'broken';
  if (error.code === 'lease_lost') return 'lease-lost';
  return error.retry ? 'unknown' : 'refused';
}

function resultOf(outcome: StepOutcome): StepResult {
  if (outcome.kind === 'judged') return 'done';
  return outcome.kind === 'done' && outcome.already ? 'already' : outcome.kind;
}
