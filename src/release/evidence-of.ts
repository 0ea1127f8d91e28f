import { type ShortDigest, shortDigest } from './ids.ts';
import type { Refusal } from './outcome.ts';
import type { ReleaseState } from './state.ts';

/** The evidence of a release whose phase cannot be without. */
export function evidenceOf({ id, phase, evidence }: ReleaseState): NonNullable<ReleaseState['evidence']> {
  if (evidence === null) throw new Error(`${id} is in ${phase} without evidence`);
  return evidence;
}

/** Null for a decision on exactly what is recorded now; otherwise what changed since the card was drawn. */
export function refuseStale(
  state: ReleaseState,
  { evidence: shown }: { readonly evidence: ShortDigest },
): Refusal | null {
  const now = shortDigest(evidenceOf(state).digest);
  if (shown === now) return null;
  return { kind: 'stale-evidence', shown, now, changes: state.voided.at(-1)?.changes ?? [] };
}
