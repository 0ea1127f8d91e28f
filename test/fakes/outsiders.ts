import { noGitHost } from '../../src/git-hosts/no-git-host.ts';
import { noMachinery } from '../../src/no-machinery.ts';
import type { Machinery } from '../../src/ports-machinery.ts';
import type { GitHost, OutsideChecks, Outsiders } from '../../src/ports-outside.ts';

const noChecks: OutsideChecks = { ask: () => Promise.reject(new Error('nobody plays this check')) };

/** Others as a test plays them. */
export function outsidersOf(
  played: { readonly git?: GitHost; readonly checks?: OutsideChecks } & Partial<Machinery>,
): Outsiders {
  const { git = noGitHost, checks = noChecks, ...machinery } = played;
  return {
    git: () => git,
    checks: () => checks,
    secret: (reference) => `value of ${reference}`,
    ...noMachinery,
    ...machinery,
  };
}

/** No git host, no team's check. */
export const nobodyOutside: Outsiders = outsidersOf({});
