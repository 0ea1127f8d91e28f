import type { Version } from '../release/ids.ts';
import { done, type StepContext, type StepOutcome } from './step.ts';

/** Where an alias points now; null when it points nowhere. */
export async function readAlias({ targets, registry, lease }: StepContext, alias: string): Promise<Version | null> {
  return (await registry.aliases(targets.name, lease.call()))?.get(alias) ?? null;
}

/** Sets or removes an alias, then reads it back. */
export async function writeAlias(context: StepContext, alias: string, to: Version | null): Promise<StepOutcome> {
  const { targets, registry, lease } = context;
  if (to === null) await registry.deleteAlias(targets.name, alias, lease.call());
  else await registry.setAlias(targets.name, alias, to, lease.call());
  if ((await readAlias(context, alias)) === to) return done(false);
  return { kind: 'again', code: 'read_back', words: `${alias} does not read back as set yet.` };
}

/** Moves an alias wherever it stands. */
export async function settleAlias(context: StepContext, alias: string, to: Version | null): Promise<StepOutcome> {
  return (await readAlias(context, alias)) === to ? done(true) : writeAlias(context, alias, to);
}
