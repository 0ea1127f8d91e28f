import { z } from 'zod';
import { Instant, ReleaseId, Version } from '../../release/ids.ts';
import { orderNamePattern } from '../order-name.ts';

/** What one training is called: its order's name. It is also the name of its folder. */
export const TrainingName = z.string().regex(new RegExp(`^${orderNamePattern}$`));

const Order = z.object({
  release: ReleaseId,
  attempt: z.number().int().min(1).max(9_999),
  model: z.string(),
  environment: z.string(),
  commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  purpose: z.literal('validate').exactOptional(),
  version: Version.exactOptional(),
});

/** Who supervises a training: written once, by the supervisor that may go on. */
export const Claim = z.object({
  order: Order,
  host: z.string(),
  /** The supervisor, which leads the process group of everything that the training starts. */
  pid: z.number().int().positive(),
  /** Tells this process from a later one with the same number. */
  mark: z.string(),
  /** Of the start that it answers. */
  token: z.string(),
  at: Instant,
});
export type Claim = z.infer<typeof Claim>;

/** How a training ended, as its supervisor saw it. */
export const Ending = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), code: z.number().int().nullable(), signal: z.string().nullable() }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('timed-out'), afterMs: z.number() }),
  /** Its supervisor was told to end, and nobody had cancelled the training. */
  z.object({ kind: z.literal('shut-down') }),
  z.object({ kind: z.literal('not-started'), words: z.string() }),
]);
export type Ending = z.infer<typeof Ending>;

/** What a training has said so far. */
export const Said = z.object({ line: z.string().nullable(), registered: z.array(Version) });
export type Said = z.infer<typeof Said>;

/** What a supervisor is told on its standard input, so that no secret lies in a file or in the list of processes. */
export const Task = z.object({
  order: Order,
  token: z.string(),
  host: z.string(),
  folder: z.string(),
  mirror: z.string(),
  argv: z.tuple([z.string()], z.string()),
  variables: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  path: z.string(),
  timeoutMs: z.number(),
  graceMs: z.number(),
  maxLogBytes: z.number(),
});
export type Task = z.infer<typeof Task>;
