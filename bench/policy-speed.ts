import { parse } from 'yaml';
import { parsePolicy } from '../src/policy/parse.ts';
import { longPolicy } from '../test/policy/long.ts';

/** How long a policy of over 300 lines takes to read, beside what YAML alone takes for it: a line to print. */
export function policySpeed(): string {
  const rounds = Array.from({ length: 80 }, (_, index) => `${longPolicy}# ${index}\n`);
  const yaml = best(rounds.map((round) => () => parse(round)));
  const whole = best(rounds.map((round) => () => parsePolicy(round, 'policy.yaml')));
  const known = best(Array.from({ length: 20 }, () => () => parsePolicy(rounds.at(-1) ?? '', 'policy.yaml')));
  const times = [yaml, whole, known].map((ms) => `${ms.toFixed(2)} ms`);
  return `policy of ${longPolicy.split('\n').length} lines: YAML alone ${times[0]}, checked ${times[1]}, a known text ${times[2]}`;
}

function best(works: readonly (() => unknown)[]): number {
  return Math.min(
    ...works.map((work) => {
      const begun = performance.now();
      work();
      return performance.now() - begun;
    }),
  );
}
