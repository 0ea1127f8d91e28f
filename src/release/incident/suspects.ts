import type { Version } from '../ids.ts';
import type { LaneState } from '../lane-state.ts';
import type { SignalKind } from './signal.ts';

/** Why a version is itself a suspect, as the end of a sentence: this was wrong with it, too, or it was taken back; null when it is none. */
export function suspicion(
  { suspects, rolledBack }: Pick<LaneState, 'suspects' | 'rolledBack'>,
  version: Version,
  of: SignalKind,
): string | null {
  if (suspects.some((one) => one.version === version && one.of === of)) return `v${version} had the same`;
  return rolledBack.some((one) => one.version === version) ? `v${version} was rolled back before` : null;
}
