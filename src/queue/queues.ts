import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { z } from 'zod';
import type { Log } from '../ports.ts';
import { StreamId } from '../release/event.ts';

/** Job kinds: look at a release, show a stream. */
export const jobKinds = ['look', 'show'] as const;
export type JobKind = (typeof jobKinds)[number];

const concurrency: Readonly<Record<JobKind, number>> = { look: 8, show: 4 };
/** A job holds nothing but where to look. */
const JobData = z.object({ stream: StreamId });
export type JobData = z.infer<typeof JobData>;

/** Where BullMQ keeps its hints. `prefix` shares the hash tag of everything else. */
export interface QueueAccess {
  readonly url: string;
  readonly prefix: string;
  /** Names the queues of processes that are limited to the same environments; null for those that are not. */
  readonly share: string | null;
}

export function queue(kind: JobKind, access: QueueAccess, log: Log): Queue<JobData> {
  const { url, prefix } = access;
  const made = new Queue<JobData>(nameOf(kind, access), {
    prefix,
    connection: { ...connection(url), enableOfflineQueue: false },
  });
  made.on('error', (error) => log.debug({ kind, error }, 'queue connection'));
  return made;
}

/**
 * Processes jobs of one kind. BullMQ only hints: a job that is lost, repeated or stalled does no harm, because what is due stays
 * due until a look has seen the whole log. So stalls are never counted against a job.
 */
export function worker(
  kind: JobKind,
  access: QueueAccess,
  log: Log,
  act: (stream: StreamId) => Promise<void>,
): Worker<JobData> {
  const { url, prefix } = access;
  const made = new Worker<JobData>(nameOf(kind, access), (job) => act(JobData.parse(job.data).stream), {
    prefix,
    connection: { ...connection(url), maxRetriesPerRequest: null },
    concurrency: concurrency[kind],
    lockDuration: 10_000,
    // A dead worker's job is found this long after its lock has ended; the two together are how late a takeover can be.
    stalledInterval: 2_000,
    maxStalledCount: 1_000_000,
    drainDelay: 5,
  });
  made.on('error', (error) => log.debug({ kind, error }, 'worker connection'));
  made.on('failed', (job, error) => log.error({ kind, stream: job?.data.stream, error }, 'job failed; it stays due'));
  return made;
}

function nameOf(kind: JobKind, { share }: QueueAccess): string {
  return share === null ? kind : `${kind}@${share}`;
}

/** One waiting job a stream, and one more after the one that runs. */
export function jobOptions(stream: StreamId) {
  return {
    deduplication: { id: stream, keepLastIfActive: true },
    removeOnComplete: true,
    removeOnFail: true,
    attempts: 1,
  };
}

/** Longer than a worker ever waits for its next job; a connection that owes an answer for longer is taken for dead. */
const silenceMs = 15_000;

function connection(url: string): ConnectionOptions & object {
  return {
    url,
    socketTimeout: silenceMs,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
  };
}
