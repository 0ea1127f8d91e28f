import type { Findings } from './evidence.ts';
import type { ReleaseState } from './state.ts';

/** What was found last: what was trained here tells more than what reviewers saw, until they look at it themselves. */
export function judgedLast(
  trained: ReleaseState['trained'],
  evidence: NonNullable<ReleaseState['evidence']>,
): Findings {
  const { findings } = evidence;
  return trained?.reviewed === evidence.digest ? (trained.findings ?? findings) : findings;
}
