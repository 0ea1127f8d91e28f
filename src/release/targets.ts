import { z } from 'zod';
import { Digest, Version } from './ids.ts';

const AliasMove = z.object({ from: Version.nullable(), to: Version.nullable() });

/** Every target of an execution, fixed before its first write: no step derives a target from what it reads. */
export const Targets = z.object({
  registry: z.string(),
  name: z.string(),
  /** Null while the copy has not made it yet; then `step-finished` of `copy-version` carries it. */
  version: Version.nullable(),
  source: z.object({ environment: z.string(), registry: z.string(), name: z.string(), version: Version }).nullable(),
  champion: AliasMove,
  previous: AliasMove,
  artifacts: Digest,
  evidence: Digest,
  tags: z.record(z.string(), z.string()),
  /** What is trained, for a pattern that trains. */
  commit: z.string().optional(),
  /** The alias that makes a version live, where it is not `champion`. */
  alias: z.string().optional(),
  /** The stage of the registry that is kept in step with the alias. */
  stage: z.string().optional(),
  /** Of the version, where it was there, and of all that were in that stage: which stage, before the first write. Left out, there are none. */
  stages: z.record(z.string(), z.string()).optional(),
});
export type Targets = z.infer<typeof Targets>;

/** The alias that makes a version live where these targets are. */
export function liveAlias({ alias = 'champion' }: Pick<Targets, 'alias'>): string {
  return alias;
}
