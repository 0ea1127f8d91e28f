import { z } from 'zod';
import type { MayMove, ScoringRun } from '../../ports-serving.ts';
import { Version } from '../../release/ids.ts';

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .nullable()
  .default(null);

/** Whether a scoring job runs; when one does, what people read about it. */
export const Busy = z
  .discriminatedUnion('busy', [
    z.strictObject({ busy: z.literal(false) }),
    z.strictObject({ busy: z.literal(true), words: z.string().trim().min(1).max(300), url }),
  ])
  .transform((told): MayMove => (told.busy ? { kind: 'busy', words: told.words, url: told.url } : { kind: 'yes' }));

const Run = z.strictObject({ id: z.string().min(1).max(200), version: Version, at: z.iso.datetime(), url });

/** Scoring runs, the oldest first; a thousand at most. */
export const Runs = z
  .strictObject({ runs: z.array(Run).max(1_000) })
  .transform(({ runs }) =>
    runs
      .map(({ at, ...run }): ScoringRun => ({ ...run, at: Date.parse(at) }))
      .toSorted((one, other) => one.at - other.at),
  );
