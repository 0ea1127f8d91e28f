import { z } from 'zod';
import type { CommitCheck } from '../release/gate-facts.ts';
import { matches } from '../release/pattern.ts';
import type { Answer, Gate } from './gate.ts';
import { quoted } from './quoted.ts';
import { few, together } from './together.ts';

const cure = 'Write `checks: all`, or a list of their names, for example `[ci, lint]`; `*` stands for anything.';

/** `{ checks: all }` or `{ checks: [ci, "deploy / *"] }`: what the git host says about the candidate's commit. */
export const Checks = z.strictObject({
  checks: z.union(
    [
      z.literal('all'),
      z.array(z.string(`not the name of a check. ${cure}`).min(1, `empty. ${cure}`)).min(1, `empty. ${cure}`),
    ],
    `not a choice of checks. ${cure}`,
  ),
});
export type Checks = z.output<typeof Checks>;

/** Passes when each of these checks succeeded on the candidate's commit, or all that there are. */
export function checks({ checks: written }: Checks): Gate {
  const wanted = written === 'all' ? ['*'] : written;
  return {
    kind: 'checks',
    label: written === 'all' ? 'all checks of the commit' : `checks ${few(wanted, 2)}`,
    about: null,
    needs: [{ kind: 'commit-checks' }],
    check({ candidate: { run }, outside: { checks: ran } }) {
      const commit = run?.commit?.slice(0, 7);
      if (!commit)
        return {
          status: 'missing',
          reason: 'The run names no commit.',
          cure: 'Train from a git checkout, and register anew.',
        };
      if (ran === null)
        return {
          status: 'cannot-tell',
          reason: `The git host does not know commit ${commit}.`,
          cure: 'Push the commit, or name its host under `git:` in the policy.',
        };
      const answers = wanted.flatMap((pattern) => judged(pattern, ran, commit));
      return together(
        answers,
        `${few(ran.filter(({ name }) => wanted.some((one) => matches(one, name))).map(({ name }) => quoted(name)))}: green on ${commit}.`,
      );
    },
  };
}

/** The same check may have run several times: each counts. */
function judged(pattern: string, ran: readonly CommitCheck[], commit: string): readonly Answer[] {
  const found = ran.filter(({ name }) => matches(pattern, name));
  const which = pattern === '*' ? 'No check' : `No check \`${pattern}\``;
  if (found.length === 0)
    return [
      { status: 'missing', reason: `${which} ran on ${commit}.`, cure: 'Run CI on the commit, then check again.' },
    ];
  return found.map(({ name, state }) => answers[state](name, commit));
}

const answers: Record<CommitCheck['state'], (name: string, commit: string) => Answer> = {
  success: (name, commit) => ({ status: 'pass', reason: `${quoted(name)} is green on ${commit}.`, cure: null }),
  failure: (name, commit) => ({
    status: 'fail',
    reason: `${quoted(name)} failed on ${commit}.`,
    cure: 'Mend it, and train from the mended commit.',
  }),
  pending: (name, commit) => ({
    status: 'not-logged-yet',
    reason: `CI is still running: ${quoted(name)} on ${commit}.`,
    cure: 'Wait until it ends.',
  }),
};
