import { parseArgs } from 'node:util';
import { readToolConfig } from '../config.ts';
import { type LaneDifference, policyDifference } from '../policy/difference.ts';
import { lanePolicy, lanesOf } from '../policy/lane-policy.ts';
import type { Policy } from '../policy/parse.ts';
import type { ReleaseState } from '../release/state.ts';
import { redisStore } from '../store/store.ts';
import { notUsable, policyOnDisk } from './policy-file.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { clean, releaseLine } from './words.ts';

/** `policy diff`: which models change where, in words, and which open releases would lose approvals. */
export async function diffPolicies(args: readonly string[]): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [oldFile, newFile, ...more] = positionals;
  if (oldFile === undefined || newFile === undefined || more.length > 0)
    return usageError('Name two policy files: signalbox policy diff OLD NEW');
  const [old, changed] = await Promise.all([policyOnDisk(oldFile), policyOnDisk(newFile)]);
  if (old.kind !== 'read') return notUsable(old);
  if (changed.kind !== 'read') return notUsable(changed);
  const differences = policyDifference(old.policy, changed.policy);
  print(...differences.flatMap(linesOf));
  if (differences.length === 0) print('Nothing changes for any model.');
  if (readToolConfig().kind === 'problems') {
    print('Set REDIS_URL to see which open releases would lose approvals.');
    return 0;
  }
  return withDatabase(async (db) => {
    const store = redisStore(db);
    const open = [...(await store.lanes()).values()].flatMap((lane) => lane.open.map(({ release }) => release));
    const touched = [...(await store.releases(open)).values()].filter((release) =>
      losesApprovals(release, changed.policy.policy),
    );
    print(...touched.map((release) => `would lose ${approvalsText(release)}: ${releaseLine(release)}`));
    if (touched.length === 0) print('No open release would lose approvals.');
    return 0;
  });
}

function linesOf({ model, environment, kind, before, after, voids }: LaneDifference): readonly string[] {
  const what = { new: 'is new', gone: 'is gone', changed: 'changes' }[kind];
  return [
    `${clean(model)} in ${clean(environment)} ${what}${kind === 'changed' && !voids ? ', approvals stand' : ''}`,
    ...before.map((line) => `  - ${clean(line)}`),
    ...after.map((line) => `  + ${clean(line)}`),
  ];
}

/** Approvals count for the policy that they were given under, and for no other. */
function losesApprovals({ model, environment, approvals, evidence, phase }: ReleaseState, policy: Policy): boolean {
  if (approvals.length === 0 || evidence === null || !['review', 'approved'].includes(phase)) return false;
  const isThere = lanesOf(policy).some((lane) => lane.model === model && lane.environment === environment);
  return !isThere || lanePolicy(policy, 0, model, environment).digest !== evidence.policy;
}

function approvalsText({ approvals }: ReleaseState): string {
  return approvals.length === 1 ? '1 approval' : `${approvals.length} approvals`;
}
