import { ReleaseError } from '../errors.ts';
import type { Meters, StepResult } from '../ports-meters.ts';
import type { Direction, StepKind } from '../release/event.ts';
import type { Step, StepContext, StepOutcome } from './step.ts';

type Steps = Readonly<Record<StepKind, Step>>;
type Act = (context: StepContext) => Promise<StepOutcome>;

/** The steps, with each attempt timed by how it ended. */
export function measuredSteps(steps: Steps, meters: Meters): Steps {
  const measured = (step: Step): Step => ({
    kind: step.kind,
    run: timed(step.run, step.kind, 'do', meters),
    ...(step.undo === undefined ? {} : { undo: timed(step.undo, step.kind, 'undo', meters) }),
  });
  return {
    'copy-version': measured(steps['copy-version']),
    validate: measured(steps.validate),
    'tag-version': measured(steps['tag-version']),
    'set-previous': measured(steps['set-previous']),
    'set-champion': measured(steps['set-champion']),
    'confirm-champion': measured(steps['confirm-champion']),
  };
}

function timed(act: Act, kind: StepKind, direction: Direction, meters: Meters): Act {
  return async (context) => {
    const started = performance.now();
    const tell = (result: StepResult) => meters.step(kind, direction, result, performance.now() - started);
    try {
      const outcome = await act(context);
      tell(outcome.kind === 'done' && outcome.already ? 'already' : outcome.kind);
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
