import type { LanePolicy, OwnCheck } from '../lane-policy.ts';
import type { LiveVersion } from '../lane-state.ts';
import { isOfTheVersion } from './over.ts';
import type { Measurements } from './own-check.ts';

/**
 * What was measured of what is live: a window that began before it went live tells of what was there before. A question about
 * `{version}` is about nothing else, and inputs are the same whatever is live. Pure.
 */
export function ofWhatIsLive(check: OwnCheck, live: LiveVersion, { values, samples }: Measurements): Measurements {
  if (!mixesVersions(check) || live.standing === 'baseline') return { values, samples };
  return { values: values?.filter(({ at }) => at - check.windowMs >= live.since) ?? null, samples };
}

function mixesVersions({ kind, of, ask }: OwnCheck): boolean {
  return kind === 'prometheus' && isOfTheVersion(of) && !ask.includes('{version}');
}

/** The name under which Signalbox tells itself something. */
export const ownSource = 'signalbox';

/** The check of a lane that a symptom came from, as the policy has it now; null where it came from elsewhere. */
export function checkOf({ watching }: LanePolicy, { source, key }: { source: string; key: string }): OwnCheck | null {
  return source === ownSource ? (watching.checks.find(({ name }) => key === ownKey(name)) ?? null) : null;
}

/** What tells a check's alert again in its lane. */
export function ownKey(name: string): string {
  return `check:${name}`.slice(0, 200);
}
