import { type Step, type StepContext, type StepOutcome, versionOf } from '../step.ts';

/** Makes the approved bytes a version in the target registry. The registry finds what an earlier attempt made by our tag. */
export const copyVersion: Step = {
  kind: 'copy-version',
  async run({ release, targets, registry, source, lease, progress }): Promise<StepOutcome> {
    const from = targets.source;
    if (from === null) return { kind: 'refused', code: 'no_source', words: 'This release has nothing to copy from.' };
    const facts = await source.facts(from.name, from.version, lease.call());
    if (facts === null) return gone(from.environment, from.version);
    const made = await registry.copy(
      { release: release.id, from: source, source: facts, name: targets.name, artifacts: targets.artifacts },
      progress,
      lease.call(),
    );
    return { kind: 'done', already: made.already, version: made.version, bytes: made.bytes };
  },
  /** A version cannot be taken back, but it can be marked as belonging to no release. */
  async undo(context: StepContext): Promise<StepOutcome> {
    const { targets, registry, release, lease } = context;
    if (targets.version === null) return { kind: 'done', already: true };
    await registry.setTags(targets.name, versionOf(context), { 'signalbox.orphan': release.id }, lease.call());
    return { kind: 'done', already: false };
  },
};

function gone(environment: string, version: string): StepOutcome {
  return { kind: 'refused', code: 'version_gone', words: `v${version} is not in ${environment}'s registry any more.` };
}
