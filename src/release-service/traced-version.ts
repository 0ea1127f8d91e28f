import { ReleaseError } from '../errors.ts';
import type { Call, RunNote, VersionNote } from '../ports.ts';
import type { TracedVersion } from '../ports-releases.ts';
import type { Evidence } from '../release/evidence.ts';
import { PersonId, type Version } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import type { Place } from './trace.ts';
import { brought } from './trace-path.ts';

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
    ...(release === null ? letInByTags(tags) : letInByLog(release)),
    verdicts: release?.evidence?.findings.verdicts ?? [],
    gates: tags['signalbox.gates'] ?? null,
    evidence: release?.execution?.targets.evidence ?? digest ?? tags['signalbox.evidence'] ?? null,
    gone: place.notes !== null && note === null,
  };
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

type LetIn = Pick<TracedVersion, 'approvedBy' | 'letIn'>;

function letInByLog({ breakGlass, alone, opened, approvals, execution }: ReleaseState): LetIn {
  const approvedBy = execution?.approvedBy ?? approvals.map(({ person }) => person);
  if (breakGlass) return { letIn: 'break-glass', approvedBy: opened.by.kind === 'person' ? [opened.by.id] : [] };
  if (approvedBy.length > 0) return { letIn: 'approvals', approvedBy };
  if (alone && opened.by.kind === 'person') return { letIn: 'on-call', approvedBy: [opened.by.id] };
  return { letIn: execution === null ? 'unknown' : 'automatic', approvedBy: [] };
}

/** The tag that a release wrote, where this log does not know the release. */
function letInByTags(tags: Tags): LetIn {
  const said = tags['signalbox.approved-by'] ?? '';
  const people = said.split(' ').flatMap((word) => PersonId.safeParse(word).data ?? []);
  if (said.startsWith('break-glass')) return { letIn: 'break-glass', approvedBy: people };
  if (said === 'automatic' || said === 'on-call') return { letIn: said, approvedBy: [] };
  return { letIn: people.length === 0 ? 'unknown' : 'approvals', approvedBy: people };
}
