import { setTimeout as pause } from 'node:timers/promises';
import { ReleaseError } from '../errors.ts';
import type { Log } from '../ports.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

/** Asks until there is an answer: what is down when a process starts delays it. A definite no is thrown at once. */
export async function whenItAnswers<T>(who: string, log: Log, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ReleaseError && error.retry)) throw error;
      log.warn({ who, error }, 'waiting for an answer before the start');
      await pause(Math.max(Math.min(firstPauseMs * 2 ** tries, longestPauseMs), error.details.retryAfterMs ?? 0));
    }
  }
}
