import { z } from 'zod';
import { justTrue } from './fields.ts';
import type { Answer, Gate, GateFacts } from './gate.ts';
import { together } from './together.ts';

const branchWords = 'not a branch. Write its name, for example `main`.';

/** `{ reproducible: true }`, and `branch: main` where the commit must be on it. */
export const Reproducible = z.strictObject({
  reproducible: justTrue('reproducible'),
  branch: z.string(branchWords).min(1, branchWords).optional(),
});
export type Reproducible = z.output<typeof Reproducible>;

/** Passes when the version could be trained again: a clean commit, pinned surroundings, params and the data's digests are known. */
export function reproducible({ branch }: Reproducible): Gate {
  return {
    kind: 'reproducible',
    label: branch === undefined ? 'reproducible' : `reproducible from ${branch}`,
    about: null,
    needs: branch === undefined ? [] : [{ kind: 'reachable', branch }],
    check(facts) {
      const answers = [
        ...commit(facts),
        ...(branch === undefined ? [] : reached(branch, facts)),
        ...surroundings(facts),
        ...logged(facts),
      ];
      return together(answers, 'Commit, environment, params and data are known.', answers.length);
    },
  };
}

function commit({ candidate: { run } }: GateFacts): Answer[] {
  if (run === null)
    return [{ status: 'missing', reason: 'The version has no run.', cure: 'Register it from its run.' }];
  const cure = 'Commit everything, and train from that commit.';
  if (run.commit === null) return [{ status: 'missing', reason: 'The run names no commit.', cure }];
  return run.dirty ? [{ status: 'fail', reason: 'It was trained with uncommitted changes.', cure }] : [];
}

function reached(branch: string, { candidate: { run }, outside: { reachable } }: GateFacts): Answer[] {
  if (!run?.commit) return [];
  const named = `commit ${run.commit.slice(0, 7)}`;
  switch (reachable.get(branch)) {
    case true:
      return [];
    case false:
      return [
        {
          status: 'fail',
          reason: `C${named.slice(1)} is not on \`${branch}\`.`,
          cure: `Merge it into \`${branch}\`, then check again.`,
        },
      ];
    default:
      return [
        {
          status: 'cannot-tell',
          reason: `The git host does not know whether ${named} is on \`${branch}\`.`,
          cure: 'Push the commit, or name its host under `git:` in the policy.',
        },
      ];
  }
}

function surroundings({ candidate: { environment } }: GateFacts): Answer[] {
  if (environment) return [];
  const cure = 'Log the model with its requirements, and register it again.';
  return environment === null
    ? [{ status: 'missing', reason: 'Its files name no Python environment.', cure }]
    : [{ status: 'cannot-tell', reason: 'Its Python environment was not read.', cure: 'Check again.' }];
}

function logged({ candidate: { params, datasets, run } }: GateFacts): Answer[] {
  const early = run?.status === 'running';
  const lacks = [
    ...(Object.keys(params).length === 0 ? ['No param is logged'] : []),
    ...(datasets.length === 0 ? ['No data set is logged'] : []),
  ];
  return lacks.map((lack) =>
    early
      ? { status: 'not-logged-yet', reason: `${lack} yet.`, cure: 'Wait until the run ends.' }
      : { status: 'missing', reason: `${lack}.`, cure: 'Log params and inputs on the run, then check again.' },
  );
}
