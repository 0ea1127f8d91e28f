import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import type { RollbackTarget } from '../release/gate-facts.ts';
import { justTrue } from './fields.ts';
import type { Answer, Gate, GateFacts } from './gate.ts';
import { callersLose } from './schema.ts';
import { few } from './together.ts';

/** `{ rollback-ready: true }`. */
export const RollbackReady = z.strictObject({ 'rollback-ready': justTrue('rollback-ready') });
export type RollbackReady = z.output<typeof RollbackReady>;

/** Passes when there is a way back: a version that was verified here, whose files are there now, and which those who call the live version can call. */
export function rollbackReady(_: RollbackReady): Gate {
  return {
    kind: 'rollback-ready',
    label: 'a way back is ready',
    about: null,
    needs: [{ kind: 'rollback-target' }],
    check,
  };
}

function check({ champion, outside: { rollback = null } }: GateFacts): Answer {
  if (champion === null)
    return { status: 'no-champion', reason: 'Nothing is live yet, so there is nothing to go back to.', cure: null };
  if (rollback === null)
    return {
      status: 'fail',
      reason: `No version was verified here yet, so a rollback of the next one has nowhere to go.`,
      cure: `Wait until the watch of v${champion.version} ends, or name it as trusted: signalbox baseline.`,
    };
  return readiness(rollback, champion);
}

function readiness({ version, facts, missing }: RollbackTarget, champion: VersionFacts): Answer {
  if (facts === null || missing !== null)
    return {
      status: 'fail',
      reason: missing ?? `v${version}, which a rollback goes to, is not in the registry any more.`,
      cure: 'Restore it in the registry, or have another version verified here first.',
    };
  const lost = callersLose(champion, facts);
  if (typeof lost === 'string') return { status: 'cannot-tell', reason: lost, cure: 'Compare the two by hand.' };
  if (lost.length === 0)
    return {
      status: 'pass',
      reason: `A rollback goes to v${version}; its files are there, and callers can stay.`,
      cure: null,
    };
  return {
    status: 'fail',
    reason: `A rollback goes to v${version}, and those who call v${champion.version} cannot call it: ${few(lost)}.`,
    cure: 'Have a version verified here first that today’s callers can call.',
  };
}
