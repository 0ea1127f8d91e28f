import type { Queue } from 'bullmq';
import type { Clock, Log } from '../ports.ts';
import type { Due } from '../ports-store.ts';
import { every, type Ticker } from './every.ts';
import { type JobData, type JobKind, jobKinds, jobOptions } from './queues.ts';

const everyMs = 200;
const batch = 200;

/** Turns what is due into jobs. Any number of pumps may run: a job that waits already is not added twice. */
export function pump(due: Due, queues: Readonly<Record<JobKind, Queue<JobData>>>, clock: Clock, log: Log): Ticker {
  return every(everyMs, 'pump', log, async () => {
    await Promise.all(jobKinds.map((kind) => pumpKind(due, kind, queues[kind], clock())));
  });
}

async function pumpKind(due: Due, kind: JobKind, queue: Queue<JobData>, now: number): Promise<void> {
  const streams = await due.due(kind, now, batch);
  if (streams.length === 0) return;
  await queue.addBulk(streams.map((stream) => ({ name: kind, data: { stream }, opts: jobOptions(stream) })));
}
