import { candidateSide } from '../release/candidate-side.ts';
import type { VersionFacts } from '../release/evidence.ts';
import type { Version } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';

/** After this long a run that still goes on is said to. */
const longRunMs = 30 * 60_000;

/** A version is registered before its metrics are logged: nothing is judged before the run has ended. `live` is where the alias is. */
export function whyWait(
  state: ReleaseState,
  candidate: VersionFacts | null,
  now: number,
  live: Version | null,
): string | null {
  const { version, environment } = candidateSide(state);
  if (candidate === null)
    return `v${version} is not in ${environment}'s registry. Register it again, or withdraw this request.`;
  if (state.kind === 'adoption' && live !== version)
    return `v${version} is no longer what is live in ${environment}. This request ends as soon as that is told here.`;
  const long = now - state.opened.at >= longRunMs;
  if (candidate.status === 'failed') return `The registry says that registering v${version} failed. Register it again.`;
  if (candidate.status === 'pending')
    return `v${version} is still being registered${long ? ', for over 30 minutes now' : ''}; I look again every two minutes.`;
  // What was live before is judged no more: its run may have been left open for ever. Break-glass waits for no run.
  if (candidate.run?.status !== 'running' || state.kind === 'rollback' || state.breakGlass) return null;
  return long
    ? 'The run has been going for over 30 minutes. End it, or withdraw this request; I look again every two minutes.'
    : 'The run is still going; I look again every two minutes.';
}

/** What keeps a run from being judged as a candidate. */
export function whyNot(run: string, { source }: ReleaseState, candidate: VersionFacts | null): string | null {
  if (candidate === null) return `There is no run \`${run}\` in ${source.environment}'s registry.`;
  if (candidate.run?.status === 'running') return 'The run is still going. End it, then check again.';
  if (candidate.status === 'pending') return 'The model of the run is still being written. Check again.';
  if (candidate.status === 'failed') return 'Writing the model of the run failed. Log it again.';
  return candidate.artifacts.files === 0 ? 'The run logged no model. Log one, then check again.' : null;
}
