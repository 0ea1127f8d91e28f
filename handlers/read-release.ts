import { ReleaseError } from '../src/errors.ts';
import type { ReleaseId } from '../src/release/ids.ts';
import type { ReleaseState } from '../src/release/state.ts';
import type { HandlerDeps } from './deps.ts';

/** A release as its log says; null when there is none, `unread` when nobody can say now. */
export async function readRelease(
  { releases, log }: HandlerDeps,
  release: ReleaseId,
): Promise<ReleaseState | null | 'unread'> {
  try {
    return await releases.release(release);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.error({ release, error }, 'Release could not be read');
    return 'unread';
  }
}
