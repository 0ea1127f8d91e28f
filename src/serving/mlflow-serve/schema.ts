import { z } from 'zod';
import { ReleaseId, Version } from '../../release/ids.ts';

const port = z.int().min(1).max(65_535);
const Named = z.strictObject({
  release: ReleaseId,
  model: z.string().min(1),
  environment: z.string().min(1),
  name: z.string().min(1),
});

/** What the supervisor is started with: one registered model of one server. */
export const Options = z.strictObject({
  /** Address of the MLflow server. */
  mlflow: z.url({ protocol: /^https?$/ }),
  /** Name of the registered model. */
  name: z.string().min(1),
  /** Folder that holds the programs `mlflow` and `uvicorn`. */
  bin: z.string().min(1),
  /** Where it keeps what it serves, over its own death. */
  folder: z.string().min(1),
  /** Where Signalbox asks. */
  controlPort: port,
  /** Where predictions are asked for. */
  frontPort: port,
  secret: z.string().min(1),
  /** What every version is asked before predictions come from it, and again afterwards. */
  question: z.record(z.string(), z.json()),
});
export type Options = z.infer<typeof Options>;

/** An order as it is posted. */
export const Posted = Named.extend({ v: z.literal(1), version: Version.nullable(), from: Version.nullable() });

/** An order as a query has it. */
export const Queried = Named.extend({ version: Version.optional(), from: Version.optional() });

const Order = z.object({ release: ReleaseId, version: Version.nullable() });
export type Order = z.infer<typeof Order>;

/** What outlives the supervisor: the last order, why it failed, and what is live. */
export const Kept = z.strictObject({
  order: Order.nullable(),
  failed: z.string().nullable(),
  live: Version.nullable(),
});
export type Kept = z.infer<typeof Kept>;
