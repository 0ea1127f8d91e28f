import { z } from 'zod';
import type { TakenBack } from '../release/gate-facts.ts';
import { justTrue } from './fields.ts';
import type { Answer, Gate, GateFacts } from './gate.ts';
import { dayOf } from './span.ts';

/** `{ not-rolled-back: true }`. */
export const NotRolledBack = z.strictObject({ 'not-rolled-back': justTrue('not-rolled-back') });
export type NotRolledBack = z.output<typeof NotRolledBack>;

/** Passes when neither this version nor its commit was ever rolled back in the target environment. */
export function notRolledBack(_: NotRolledBack): Gate {
  return { kind: 'not-rolled-back', label: 'not rolled back before', about: null, needs: [{ kind: 'past' }], check };
}

function check({ candidate, past: { takenBack } }: GateFacts): Answer {
  const commit = candidate.run?.commit ?? null;
  const version = takenBack.find((one) => one.version === candidate.version);
  if (version) return refused(`v${version.version}`, version);
  const same = commit === null ? undefined : takenBack.find((one) => one.commit === commit);
  if (same) return refused(`Commit ${commit?.slice(0, 7)} (v${same.version})`, same);
  const known = takenBack.find((one) => one.commit !== null);
  if (commit === null && known !== undefined)
    return {
      status: 'cannot-tell',
      reason: `The run names no commit, and v${known.version} was rolled back on ${dayOf(known.at)}.`,
      cure: 'Train from a git checkout, so that the run names its commit.',
    };
  return { status: 'pass', reason: 'Neither it nor its commit was rolled back here.', cure: null };
}

function refused(what: string, { at, why }: TakenBack): Answer {
  return {
    status: 'fail',
    reason: `${what} was rolled back here on ${dayOf(at)}: ${why}`,
    cure: 'Mend what was wrong, and register a new version.',
  };
}
