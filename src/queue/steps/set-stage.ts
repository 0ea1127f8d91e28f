import { Version } from '../../release/ids.ts';
import type { Targets } from '../../release/targets.ts';
import { done, type Step, type StepContext, type StepOutcome, versionOf } from '../step.ts';

interface StageMove {
  readonly version: Version;
  readonly stage: string;
}

/** Keeps the registry's stage of the old kind in step with the alias: the version is put into it, and what was in it is archived. */
export const setStage: Step = {
  kind: 'set-stage',
  async run(context) {
    const { stage, stages } = context.targets;
    // Whoever took the stage out of the policy since then does not want it moved any more.
    if (stage === undefined || context.policy.stage === null) return done(true);
    if (stages === undefined) return noStages(context.targets);
    const now = await stagesOf(context);
    const ours = versionOf(context);
    const others = inStage(context.targets).filter((version) => version !== ours && now.get(version) === stage);
    return carryOut(context, [
      ...(now.get(ours) === stage ? [] : [{ version: ours, stage }]),
      ...others.map((version) => ({ version, stage: 'Archived' })),
    ]);
  },
  async undo(context) {
    const { stage, stages } = context.targets;
    if (stage === undefined || stages === undefined) return done(true);
    const now = await stagesOf(context);
    const ours = versionOf(context);
    const others = inStage(context.targets).filter((version) => version !== ours && now.get(version) === 'Archived');
    const before = stages[ours] ?? 'None';
    // What somebody has moved elsewhere since is theirs.
    return carryOut(context, [
      ...others.map((version) => ({ version, stage })),
      ...(now.get(ours) === stage && before !== stage ? [{ version: ours, stage: before }] : []),
    ]);
  },
};

async function carryOut({ targets, registry, lease }: StepContext, moves: readonly StageMove[]): Promise<StepOutcome> {
  for (const { version, stage } of moves) await registry.setStage(targets.name, version, stage, lease.call());
  return done(moves.length === 0);
}

async function stagesOf({ targets, registry, lease }: StepContext): Promise<ReadonlyMap<Version, string>> {
  const versions = await registry.versions(targets.name, lease.call());
  return new Map(versions.map(({ version, stage = 'None' }) => [version, stage]));
}

/** Those that were in the stage before the execution. */
function inStage({ stage, stages = {} }: Targets): readonly Version[] {
  return Object.entries(stages).flatMap(([version, was]) => (was === stage ? [Version.parse(version)] : []));
}

function noStages({ registry, stage }: Targets): StepOutcome {
  const words = `The registry ${registry} knows no stages, so ${stage} cannot be kept in step. Take the stage out of the policy, then Retry.`;
  return { kind: 'refused', code: 'no_stages', words };
}
