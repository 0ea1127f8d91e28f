import { expect } from 'vitest';
import type { Signalbox } from '../../sandbox/demo/signalbox.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { isAwait, type StepKind } from '../../src/release/event-step.ts';
import { until } from '../support/until.ts';
import type { openLog } from './log.ts';

type Log = Awaited<ReturnType<typeof openLog>>;

const takeoverMs = 15_000;
/** A start that nobody heard the answer of is asked about for a minute before it is made once more. */
const stepMs = 150_000;

/** Kills the worker that is in a step, one step after the other; each time another one takes over, soon enough. */
export async function killedInEvery(stage: Stage, log: Log, steps: readonly StepKind[]): Promise<void> {
  const workers = new Map([[stage.worker.process.pid, stage.worker]]);
  let standby = stage.system.start('worker');
  for (const step of steps) {
    const holder = await holderOf(log, step, { workers, standby });
    const killed = Date.now();
    await stage.system.end(holder, 'killed');
    if (isTakenOverAtOnce(step)) await takenOver(log, killed);
    stage.worker = await standby;
    workers.set(stage.worker.process.pid, stage.worker);
    standby = stage.system.start('worker');
  }
  await stage.system.end(await standby, 'asked');
}

/** A wait writes nothing, and a training whose start got no answer is asked about for a minute before anything is written. */
function isTakenOverAtOnce(step: StepKind): boolean {
  return !isAwait(step) && step !== 'start-training';
}

async function takenOver(log: Log, killed: number): Promise<void> {
  const before = (await log.read()).length;
  await until(async () => (await log.read()).length > before, { within: takeoverMs, every: 2 });
  expect(Date.now() - killed).toBeLessThanOrEqual(takeoverMs);
}

type Crew = {
  readonly workers: ReadonlyMap<number, Signalbox>;
  readonly standby: Promise<Signalbox>;
};

/** Who has the step; nobody has one that only waits, so that there it is whoever has been there longest. */
async function holderOf(log: Log, step: StepKind, { workers, standby }: Crew): Promise<Signalbox> {
  if (!isAwait(step)) return workers.get(await begun(log, step)) ?? (await standby);
  await until(
    async () => (await log.read()).some(({ event }) => event.kind === 'step-watched' && event.step === step),
    {
      within: stepMs,
      every: 2,
    },
  );
  return [...workers.values()].find(({ process }) => !process.ended()) ?? (await standby);
}

/** Waits, closely, until a step is under way and nothing of it is written down; answers the process that has it. */
export async function begun(log: Log, step: string): Promise<number> {
  const find = async () => {
    const event = (await log.read()).at(-1)?.event;
    return event?.kind === 'step-started' && event.step === step ? Number(event.worker.split(':').at(-2)) : null;
  };
  return until(find, { within: stepMs, every: 2 });
}
