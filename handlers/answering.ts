import { ReleaseError } from '../src/errors.ts';
import type { Log } from '../src/ports.ts';

/** How long to wait before each further try: a response URL takes five answers, and nobody waits for longer. */
const againMs: readonly number[] = [1_000, 3_000, 8_000, 18_000];

/**
 * Sends a private answer and resolves after the first try: what Slack could not take then is tried again meanwhile, also where nobody knows
 * what became of it, because an answer read twice is better than none. One that cannot be delivered is logged: what was done is done.
 */
export async function answering(log: Log, person: string, send: () => Promise<void>, waits = againMs): Promise<void> {
  const [wait, ...later] = waits;
  try {
    await send();
  } catch (error) {
    const passing = error instanceof ReleaseError && error.retry;
    if (wait === undefined || !passing) return log.warn({ person, error }, 'Answer not delivered');
    const inMs = Math.max(wait, error.details.retryAfterMs ?? 0);
    log.info({ person, code: error.code, inMs }, 'answer is tried again');
    setTimeout(() => void answering(log, person, send, later), inMs).unref();
  }
}
