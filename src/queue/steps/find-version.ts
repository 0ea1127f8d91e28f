import type { VersionNote } from '../../ports.ts';
import type { Version } from '../../release/ids.ts';
import type { Execution } from '../../release/state-execution.ts';
import type { Step, StepContext, StepOutcome } from '../step.ts';
import { type Training, trainingOf, trainingSince } from '../training.ts';

/** Clocks of registries differ from ours by less. */
const clocksDifferMs = 60_000;
/** Versions that may be looked through; more are not registered while one trains. */
const mostLooked = 50;

/**
 * Finds the version that the training registered: by the release's tag on it or its run, else by what the trainer says, else by its
 * commit among those registered since. Nothing is trained here, however often it is asked.
 */
export const findVersion: Step = {
  kind: 'find-version',
  async run(context): Promise<StepOutcome> {
    const { machinery, policy, release } = context;
    const training = trainingOf(machinery, policy, release);
    if ('kind' in training) return training;
    const { execution } = release;
    const recent = execution === null ? [] : await recentOnes(context, execution);
    const found = await foundBy(context, training, recent);
    const [version] = found;
    if (version === undefined) return none(context);
    return found.length > 1 ? several(found) : rightOne(context, training, version, recent);
  },
};

/** Versions that this attempt can have registered, newest first. */
async function recentOnes({ registry, targets, lease }: StepContext, execution: Execution) {
  const since = trainingSince(execution) - clocksDifferMs;
  const all = await registry.versions(targets.name, lease.call());
  return all.filter(({ registeredAt }) => registeredAt >= since).slice(0, mostLooked);
}

async function foundBy(
  context: StepContext,
  { trainer, order, started }: Training,
  recent: readonly VersionNote[],
): Promise<readonly Version[]> {
  const { lease, release } = context;
  const noted = await withRuns(context, recent);
  const ours = noted.filter(({ tags, run }) => [tags, run?.tags ?? {}].some((one) => one[releaseTag] === release.id));
  if (ours.length > 0) return ours.map(({ version }) => version);
  const told = started.ref === null ? null : await trainer.registered(started.ref, lease.call());
  if (told !== null && told.length > 0) return [...new Set(told)];
  const unclaimed = noted.filter(({ tags, run }) => !(releaseTag in tags) && !(releaseTag in (run?.tags ?? {})));
  return unclaimed.filter(({ run }) => run?.commit === order.commit).map(({ version }) => version);
}

const releaseTag = 'signalbox.release';

async function withRuns({ registry, lease }: StepContext, notes: readonly VersionNote[]) {
  const read = [];
  for (const { version, tags, run } of notes)
    read.push({ version, tags, run: run === null ? null : await registry.runNote(run, lease.call()) });
  return read;
}

/** The approved commit, as far as its run names one, and there. */
async function rightOne(
  context: StepContext,
  { order }: Training,
  version: Version,
  recent: readonly VersionNote[],
): Promise<StepOutcome> {
  const { registry, targets, lease } = context;
  const note =
    recent.find((one) => one.version === version) ??
    (await registry.versions(targets.name, lease.call())).find((one) => one.version === version);
  if (note === undefined)
    return refused(
      'trained_no_version',
      `The training says that it registered v${version}, and the registry has none.`,
    );
  const commit = note.run === null ? null : ((await registry.runNote(note.run, lease.call()))?.commit ?? null);
  if (commit === null || commit === order.commit) return { kind: 'done', already: false, version };
  return refused(
    'trained_other_commit',
    `v${version} was trained at ${commit.slice(0, 7)}, and ${order.commit.slice(0, 7)} was approved.`,
  );
}

function none({ targets, release }: StepContext): StepOutcome {
  return refused(
    'trained_no_version',
    `The training ended well and registered no version of ${targets.name} with the tag ${releaseTag} = ${release.id} or at its commit.`,
  );
}

function several(found: readonly Version[]): StepOutcome {
  const named = found
    .toSorted((a, b) => Number(a) - Number(b))
    .map((version) => `v${version}`)
    .join(' and ');
  return refused(
    'trained_two_versions',
    `The training registered ${named}: nobody can tell which one is meant. Delete all but one, then Retry.`,
  );
}

function refused(code: string, words: string): StepOutcome {
  return { kind: 'refused', code, words };
}
