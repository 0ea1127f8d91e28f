import type { Print } from '../../sandbox/demo/progress.ts';
import type { Released } from './one-release.ts';

type Around = { readonly kills: number; readonly tookMs: number };

/** Prints what came of all releases; `not as it should be` when one of them is not as every one has to be. */
export function figuresOf(all: readonly Released[], { kills, tookMs }: Around, print: Print) {
  print(`\n${all.length} releases in ${(tookMs / 60_000).toFixed(1)} min; workers killed with SIGKILL: ${kills}`);
  for (const pattern of ['deploy-model', 'deploy-code'] as const) {
    const these = all.filter((one) => one.pattern === pattern);
    const sum = (of: (one: Released) => number) => these.reduce((total, one) => total + of(one), 0);
    const took = these.map((one) => one.tookMs).toSorted((a, b) => a - b);
    const made = pattern === 'deploy-code' ? 'trainings' : 'copies that count';
    print(
      `  ${pattern}: ${these.filter((one) => one.verified).length} of ${these.length} verified, ${sum((one) => one.made)} ${made}`,
    );
    print(
      `    steps taken over ${sum((one) => one.takenOver)}; half were verified within ${Math.round((took[Math.floor(took.length / 2)] ?? 0) / 1_000)} s`,
    );
    print(
      `    champion looked at ${sum((one) => one.looks)} times, on a version that was not whole ${sum((one) => one.unwhole)} times`,
    );
  }
  const wrong = all.filter(({ verified, made, unwhole }) => !verified || made !== 1 || unwhole > 0);
  for (const { why, ...one } of wrong) print(`  wrong: ${JSON.stringify(one)}\n${why ?? ''}`);
  return wrong.length === 0 ? ('as it should be' as const) : ('not as it should be' as const);
}
