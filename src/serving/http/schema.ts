import { z } from 'zod';
import type { ServingState } from '../../ports-serving.ts';
import { Version } from '../../release/ids.ts';

const words = z.string().trim().min(1).max(300);
const version = Version.nullable();

/** Where a deployer stands: exactly one of three forms, each naming the version that is live (null when none is). */
export const DeployerState = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('live'), version }),
    z.strictObject({ state: z.literal('moving'), version, words: words.nullable().default(null) }),
    z.strictObject({ state: z.literal('failed'), version, words }),
  ])
  .transform(stateOf);

type Told =
  | { readonly state: 'live'; readonly version: Version | null }
  | { readonly state: 'moving'; readonly words: string | null }
  | { readonly state: 'failed'; readonly version: Version | null; readonly words: string };

function stateOf(told: Told): ServingState {
  switch (told.state) {
    case 'live':
      return { kind: 'serving', version: told.version };
    case 'moving':
      return { kind: 'moving', words: told.words };
    case 'failed':
      return { kind: 'failed', version: told.version, words: told.words };
  }
}
