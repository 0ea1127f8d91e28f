import { ReleaseError } from '../errors.ts';
import type { Call, RunNote, VersionNote } from '../ports.ts';
import type { Evidence } from '../release/evidence.ts';
import { PersonId, type Version } from '../release/ids.ts';
import { judgedLast } from '../release/judged-last.ts';
import type { Brought } from '../release/lane-state.ts';
import { letInBy } from '../release/let-in.ts';
import type { ReleaseState } from '../release/state.ts';
import type { TracedVersion } from '../release/traced.ts';
import type { Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { brought } from './trace-path.ts';
import type { Place } from './traced-place.ts';

type Tags = VersionNote['tags'];

/** All that is known of one version in one environment. */
export async function tracedVersion(deps: Deps, place: Place, version: Version, call: Call): Promise<TracedVersion> {
  const note = place.notes?.find((one) => one.version === version) ?? null;
  const release = brought(place, version);
  const digest = release?.evidence?.digest ?? null;
  const [evidence, run] = await Promise.all([
    digest === null ? null : deps.store.evidence(digest),
    runOf(deps, place, note?.run ?? null, call),
  ]);
  const tags = note?.tags ?? {};
  return {
    version,
    live: liveHere(place, version),
    release,
    ...origin(evidence, release, note, run),
    ...letInOf(release, tags),
    verdicts: verdictsOf(release),
    gates: tags['signalbox.gates'] ?? null,
    evidence: release?.execution?.targets.evidence ?? digest ?? tags['signalbox.evidence'] ?? null,
    gone: place.notes !== null && note === null,
  };
}

/** Of this very version, also where reviewers had seen the one that its commit came from. */
function verdictsOf(release: ReleaseState | null): TracedVersion['verdicts'] {
  return release?.evidence ? judgedLast(release.trained, release.evidence).verdicts : [];
}

function liveHere({ lane: { live } }: Place, version: Version): TracedVersion['live'] {
  return live?.version === version ? live : null;
}

/** A run that cannot be asked is not told; the log and the version itself still are. */
async function runOf({ registries }: Deps, place: Place, run: string | null, call: Call): Promise<RunNote | null> {
  if (run === null) return null;
  try {
    return await registryOf(registries, place.policy.registry).runNote(run, call);
  } catch (error) {
    if (error instanceof ReleaseError) return null;
    throw error;
  }
}

type Origin = Pick<TracedVersion, 'run' | 'commit' | 'datasets'>;

/** A copied version came of the run that was reviewed; one that was trained there came of its own. */
function origin(
  evidence: Evidence | null,
  release: ReleaseState | null,
  note: VersionNote | null,
  run: RunNote | null,
): Origin {
  const own = { run: note?.run ?? null, commit: run?.commit ?? null, datasets: run?.datasets ?? [] };
  if (evidence === null || release?.trained)
    return { ...own, commit: own.commit ?? release?.trained?.commit ?? tagged(note) };
  const { candidate } = evidence;
  return { run: candidate.run ?? own.run, commit: candidate.commit ?? own.commit, datasets: candidate.datasets };
}

function tagged(note: VersionNote | null): string | null {
  const commit = note?.tags['signalbox.commit'];
  return commit === undefined || commit === 'unknown' ? null : commit;
}

function letInOf(release: ReleaseState | null, tags: Tags): Pick<TracedVersion, 'approvedBy' | 'letIn'> {
  const { letIn, people } = release === null ? letInByTags(tags) : letInBy(release);
  return { letIn, approvedBy: people };
}

/** The tag that a release wrote, where this log does not know the release. */
function letInByTags(tags: Tags): Pick<Brought, 'letIn' | 'people'> {
  const said = tags['signalbox.approved-by'] ?? '';
  const people = said.split(' ').flatMap((word) => PersonId.safeParse(word).data ?? []);
  if (said.startsWith('break-glass')) return { letIn: 'break-glass', people };
  if (said === 'automatic' || said === 'on-call' || said === 'return') return { letIn: said, people: [] };
  return { letIn: people.length === 0 ? 'unknown' : 'approvals', people };
}
