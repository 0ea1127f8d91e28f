import { setTimeout as pause } from 'node:timers/promises';
import { phaseWords } from '../../blocks/answers.ts';
import { ReleaseError } from '../errors.ts';
import type { Store } from '../ports-store.ts';
import { blocks } from '../release/evidence.ts';
import type { ReleaseId } from '../release/ids.ts';
import { endedPhases, type Phase, type ReleaseState } from '../release/state.ts';
import type { ExitCode } from './verb.ts';
import { clean, moment } from './words.ts';

/** What one may wait for: that people are asked, or that it is live. */
export const goals = ['review', 'live'] as const;
export type Goal = (typeof goals)[number];

const reached: Record<Goal, readonly Phase[]> = {
  review: ['review', 'approved', 'executing', 'watching', 'verified'],
  live: ['watching', 'verified'],
};

/** From here it goes on only if somebody does something. */
const stuck: readonly Phase[] = ['blocked', 'failed', ...endedPhases];

const everyMs = 1_000;

/** Follows a release with a line for each change, on standard error: 0 when it got there, 1 when it will not by itself. A log that does not answer is asked again. */
export async function follow(store: Pick<Store, 'release'>, id: ReleaseId, goal: Goal): Promise<ExitCode> {
  for (let told = ''; ; await pause(everyMs)) {
    const state = await now(store, id);
    if (state === null) continue;
    const words = wordsOf(state);
    if (words !== told) process.stderr.write(`${moment(state.lastAt)}  ${words}\n`);
    told = words;
    if (reached[goal].includes(state.phase)) return 0;
    if (!stuck.includes(state.phase)) continue;
    process.stderr.write(whyStuck(state));
    return 1;
  }
}

async function now(store: Pick<Store, 'release'>, id: ReleaseId): Promise<ReleaseState | null> {
  try {
    return await store.release(id);
  } catch (error) {
    if (error instanceof ReleaseError && error.retry) return null;
    throw error;
  }
}

function wordsOf({ id, phase, waiting, gathering }: ReleaseState): string {
  const note = phase === 'gathering' ? gathering?.note : waiting?.words;
  return `${id} ${phaseWords[phase]}${note === undefined ? '' : `: ${clean(note)}`}`;
}

function whyStuck({ phase, evidence, failure, ended }: ReleaseState): string {
  if (failure !== null && phase === 'failed') return `  ${clean(failure.words)}\n`;
  if (phase === 'blocked') {
    const kept = (evidence?.findings.verdicts ?? []).filter(blocks);
    return kept
      .map(({ gate, reason, cure }) => `${`  ${clean(gate)}: ${clean(reason)} ${clean(cure ?? '')}`.trimEnd()}\n`)
      .join('');
  }
  return ended?.event.kind === 'rejected' ? `  ${clean(ended.event.reason)}\n` : '';
}
