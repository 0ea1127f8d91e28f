import type { Queue } from 'bullmq';
import type { Clock, Log } from '../ports.ts';
import type { Due } from '../ports-store.ts';
import type { StreamId } from '../release/event.ts';
import { every, type Ticker } from './every.ts';
import type { Mine } from './mine.ts';
import { type JobData, type JobKind, jobKinds, jobOptions } from './queues.ts';

const everyMs = 200;
const batch = 200;
/** However much others leave undone, what is ours is found among so many. */
const mostPages = 100;

export interface PumpOptions {
  readonly due: Due;
  readonly queues: Readonly<Record<JobKind, Queue<JobData>>>;
  readonly mine: Mine;
  readonly clock: Clock;
  readonly log: Log;
}

/** Turns what is due into jobs. Any number of pumps may run: a job that waits already is not added twice. */
export function pump({ due, queues, mine, clock, log }: PumpOptions): Ticker {
  return every(everyMs, 'pump', log, async () => {
    await Promise.all(jobKinds.map((kind) => pumpKind(due, kind, queues[kind], mine, clock())));
  });
}

async function pumpKind(due: Due, kind: JobKind, queue: Queue<JobData>, mine: Mine, now: number): Promise<void> {
  const streams = await dueHere(due, kind, mine, now);
  if (streams.length === 0) return;
  await queue.addBulk(streams.map((stream) => ({ name: kind, data: { stream }, opts: jobOptions(stream) })));
}

/** The oldest of ours: those of others may stand before them for as long as nobody works there. */
export async function dueHere(
  due: Pick<Due, 'due'>,
  kind: JobKind,
  mine: Mine,
  now: number,
): Promise<readonly StreamId[]> {
  const found: StreamId[] = [];
  for (let page = 0; page < mostPages && found.length < batch; page++) {
    const streams = await due.due(kind, now, batch, page * batch);
    if (streams.length > 0) found.push(...(await mine(kind, streams)));
    if (streams.length < batch) break;
  }
  return found.slice(0, batch);
}
